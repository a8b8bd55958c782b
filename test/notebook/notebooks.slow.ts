import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { notebookPaths, readNotebook } from 'unetlab/notebook/run';
import { notRun, runnable } from './command-list';
import { printedCommands } from './printed-commands';
import { testData } from './test-data';
import { testValues, trialRuns, type TestData } from './test-values';

// Minutes: every parameter once with a value that is not its default, and every command line that the project prints.
const root = process.cwd();
const folder = mkdtempSync(join(tmpdir(), 'notebooks-'));
let data: TestData;
/** Where notebook 01 puts a pulled project; here the recorded answer, under a name that no pull has. */
const pulled = join(root, 'out', 'wandb', 'api.wandb.ai', 'recorded');
before(async () => {
  data = await testData(folder);
  const recorded = join(
    root,
    'data',
    'wandb-recorded',
    'recorded.example',
    'lab',
    'microbeads',
    'sweep-search-15',
  );
  cpSync(recorded, join(pulled, 'example', 'all'), { recursive: true });
});
after(() => {
  rmSync(folder, { recursive: true, force: true });
  rmSync(pulled, { recursive: true, force: true });
});

/** Runs a command line; `timeout` ends it with all that it started, which a limit of the test could not while it waits. */
function within(
  minutes: number,
  command: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): { status: number | null; said: string } {
  const asked = ['--kill-after=10', `${minutes}m`, ...command];
  const { status, stdout, stderr } = spawnSync('timeout', asked, { cwd: root, encoding: 'utf8', env });
  const late = status === 124 ? `\nended after ${minutes} minutes` : '';
  return { status, said: stdout.slice(-3000) + stderr.slice(-2000) + late };
}

const wanted = process.env.ONLY;
const paths = notebookPaths(root).filter((path) => wanted === undefined || path.includes(wanted));

describe(
  'every parameter of every notebook, with a value that is not its default',
  { concurrency: 1 },
  () => {
    for (const path of paths) {
      const notebook = readNotebook(path);
      const runs = trialRuns(
        notebook,
        testValues({
          images: 'images',
          bordered: 'bordered',
          table: 'tables/runs.csv',
          evidence: 'evidence.json',
        }),
      );
      for (const i of runs.keys())
        it(`${notebook.name}: ${Object.keys(runs[i]!).join(', ')}`, () => {
          const given = trialRuns(notebook, testValues(data))[i]!;
          const parameters = Object.entries(given).flatMap(([name, value]) => ['-p', `${name}=${value}`]);
          const output = join(folder, `${notebook.name}-${i}.ipynb`);
          const asked = ['scripts/notebook.mjs', path, ...parameters, '-o', output, '--cell-timeout', '900'];
          const { status, said } = within(15, [process.execPath, ...asked]);
          assert.equal(status, 0, `${JSON.stringify(given)}\n${said}`);
        });
    }
  },
);

describe(
  'every command line that the documents and notebooks print',
  { concurrency: 1, skip: wanted !== undefined },
  () => {
    for (const { command, where } of printedCommands(root).filter((printed) => !(printed.command in notRun)))
      it(`${command} (${where})`, () => {
        // the test runner's own settings are not meant for what it starts
        const env = { ...process.env, NODE_OPTIONS: '', NODE_TEST_CONTEXT: undefined };
        const { status, said } = within(5, ['bash', '-c', runnable(command, data)], env);
        assert.equal(status, 0, said);
      });
  },
);
