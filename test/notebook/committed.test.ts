import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import {
  impersonal,
  LibraryReach,
  readRaw,
  refreshedNotebook,
  staleness,
  traces,
  type Person,
  type RawNotebook,
} from 'unetlab/notebook/committed';

const files: Record<string, string> = {
  'lib/src/index.ts': '',
  'lib/src/a/index.ts': "export { one } from './one';\nexport { two as second, type Two } from './two';\n",
  'lib/src/a/one.ts': "import { used } from '../b';\nexport const one = (): number => used; // the first\n",
  'lib/src/a/two.ts': 'export interface Two { x: number }\nexport const two = 2;\n',
  'lib/src/b/index.ts': "export { used } from './used';\nexport { other } from './other';\n",
  'lib/src/b/used.ts': "export const used = 1;\nexport const thread = 'worker.js';\n",
  'lib/src/b/other.ts': 'export const other = 1;\n',
  'lib/src/b/worker.ts': 'export const worker = 1;\n',
  'data/runs.jsonl': '{}\n',
};
const png =
  'iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAYAAACNbyblAAAAHElEQVQI12P4//8/w38GIAXDIBKE0DHxgljNBAAO9TXL0Y4OHwAAAABJRU5ErkJggg==';

let root = '';
let person: Person;
before(() => {
  root = mkdtempSync(join(tmpdir(), 'committed-'));
  person = { root, home: '/home/ada', host: 'enigma', user: 'ada-l', secrets: ['hunter22'] };
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(join(root, file, '..'), { recursive: true });
    writeFileSync(join(root, file), text);
  }
});
after(() => {
  rmSync(root, { recursive: true, force: true });
});

const parameters = "/** How much. */\nlet profile: 'smoke' | 'teach' = 'teach';";
const cellOf = (source: string, outputs: readonly object[] = [], tags: string[] = []): object => ({
  cell_type: 'code',
  id: source.slice(0, 8),
  metadata: { tags },
  source,
  outputs,
  execution_count: null,
});
const notebookOf = (code: string, outputs: readonly object[] = [], injected = false): RawNotebook =>
  JSON.parse(
    JSON.stringify({
      cells: [
        { cell_type: 'markdown', id: 'm', metadata: {}, source: '# A question?' },
        cellOf(parameters, [], ['parameters']),
        ...(injected ? [cellOf("profile = 'smoke';", [], ['injected-parameters'])] : []),
        cellOf(code, outputs),
      ],
      metadata: { kernelspec: { name: 'tslab' } },
      nbformat: 4,
      nbformat_minor: 5,
    }),
  ) as RawNotebook;
const code = "import { one } from 'unetlab/a';\nconsole.log(one());";
const about = { library: '0.1.0', profile: 'teach', date: '2026-03-01', environment: 'here' };

async function refreshed(outputs: readonly object[], notebook = notebookOf(code)): Promise<string> {
  const reach = new LibraryReach(root);
  const path = join(root, '07-made.ipynb');
  writeFileSync(
    path,
    await refreshedNotebook(notebook, notebookOf(code, outputs, true), about, { reach, person }),
  );
  return path;
}

const printed = (text: string | string[]): object => ({ output_type: 'stream', name: 'stdout', text });
const check = (path: string): ReturnType<typeof staleness> => staleness(path, new LibraryReach(root));

describe('kept outputs', () => {
  it('say nothing of the machine, its user and keys', async () => {
    const path = await refreshed([
      printed([`wrote ${root}/out/a.png\n`, 'and /home/ada/x on enigma by ada-l with hunter22\n']),
      {
        output_type: 'display_data',
        data: { 'text/html': `<p>${root}</p>`, 'text/plain': 'x' },
        metadata: {},
      },
    ]);
    const [, , cell] = readRaw(path).cells;
    assert.deepEqual(cell!.outputs![0]!.text, [
      'wrote out/a.png\n',
      'and ~/x on machine by user with (secret)\n',
    ]);
    assert.deepEqual(cell!.outputs![1]!.data, { 'text/html': ['<p>.</p>'], 'text/plain': ['x'] });
    assert.equal(cell!.execution_count, 2);
    assert.deepEqual(check(path), { faults: [], warnings: [] });
  });

  it('are refused where a path of somebody else is left', async () => {
    await assert.rejects(
      refreshed([printed('see /home/grace/run1')]),
      /must not be kept: \/home\/grace\/run1/,
    );
    await assert.rejects(refreshed([printed('C:\\Users\\grace\\x')]), /must not be kept/);
  });

  it('are refused of a run of other code, and of one that failed', async () => {
    await assert.rejects(refreshed([], notebookOf('console.log(2);')), /of other code/);
    const error = { output_type: 'error', ename: 'RangeError', evalue: 'too much', traceback: [] };
    await assert.rejects(refreshed([error]), /failed: RangeError: too much/);
  });

  it('keep the data of small figures beside their picture, of large ones the picture alone', async () => {
    const figure = (length: number): object => ({
      output_type: 'display_data',
      data: {
        'application/vnd.plotly.v1+json': { data: [{ x: Array(length).fill(1) }] },
        'image/png': png,
        'text/plain': 'x',
      },
      metadata: { unetlab: { figure: 'x' } },
    });
    const [, , cell] = readRaw(await refreshed([figure(5), figure(20_000)])).cells;
    assert.deepEqual(
      cell!.outputs!.map(({ data }) => Object.keys(data!)),
      [
        ['application/vnd.plotly.v1+json', 'image/png', 'text/plain'],
        ['image/png', 'text/plain'],
      ],
    );
    assert.deepEqual(cell!.outputs![0]!.metadata, { unetlab: { figure: 'x' } });
  });

  it('are refused where they are too large whatever is left out', async () => {
    await assert.rejects(refreshed([printed('x'.repeat(1_600_000))]), /1\.6 MB; at most 1\.5 MB/);
  });

  it('are of other code once code or parameters change, not once comments or layout do', async () => {
    const path = await refreshed([printed('1')]);
    const text = readFileSync(path, 'utf8');
    const changed = (from: string, to: string): readonly string[] => {
      writeFileSync(path, text.replace(from, to));
      return check(path).faults;
    };
    assert.deepEqual(changed('console.log(one());', '// why\\nconsole.log(\\n  one(),\\n);'), []);
    assert.deepEqual(changed('How much.', 'How much?'), []);
    assert.match(
      changed('console.log(one());', 'console.log(one() + 1);').join(),
      /^07-made: its code changed .*-- 07$/,
    );
    assert.match(changed("= 'teach'", "= 'smoke'").join(), /its parameters changed/);
    assert.match(changed('"text": [\n      "1"', '"text": [\n      "2"').join(), /changed by something else/);
  });

  it('are named once the part of the library that they reach changes, and only then', async () => {
    const path = await refreshed([printed('1')]);
    const changed = (file: string, text: string): readonly string[] => {
      writeFileSync(join(root, file), text);
      const { faults, warnings } = check(path);
      assert.deepEqual(faults, []);
      writeFileSync(join(root, file), files[file]!);
      return warnings;
    };
    assert.deepEqual(changed('lib/src/b/other.ts', 'export const other = 2;\n'), []);
    assert.deepEqual(changed('lib/src/a/two.ts', 'export const two = 3;\n'), []);
    assert.deepEqual(
      changed('lib/src/a/one.ts', "import { used } from '../b';\nexport const one = () => used;\n"),
      [],
    );
    for (const file of ['lib/src/b/used.ts', 'lib/src/b/worker.ts'])
      assert.match(
        changed(file, `${files[file]!}export const more = 1;\n`).join(),
        /uses of b changed/,
        file,
      );
    assert.match(changed('data/runs.jsonl', '{"a": 1}\n').join(), /uses of data\/ changed/);
  });

  it('without a stamp are a fault; no outputs at all are named', () => {
    const path = join(root, '08-made.ipynb');
    writeFileSync(path, JSON.stringify(notebookOf(code, [printed('1')])));
    assert.match(check(path).faults.join(), /did not write/);
    writeFileSync(path, JSON.stringify(notebookOf(code)));
    assert.deepEqual(check(path), {
      faults: [],
      warnings: ['08-made: keeps no outputs; npm run notebooks:refresh -- 08'],
    });
  });

  it('stay when the cells are formatted, and out of what git diff shows', async () => {
    const path = await refreshed([printed('one output')]);
    const text = execFileSync(process.execPath, [join(process.cwd(), 'scripts/notebook-text.mjs'), path], {
      encoding: 'utf8',
    });
    assert.match(text, /# %% code \[parameters\]/);
    assert.match(text, /console\.log\(one\(\)\);/);
    assert.doesNotMatch(text, /one output/);
  });
});

describe('impersonal', () => {
  it('leaves words that are no names', () => {
    const root = { root: '/work/x', home: '/root', host: 'localhost', user: 'root', secrets: ['abc'] };
    assert.equal(
      impersonal('root mean square on localhost, abc', root),
      'root mean square on localhost, abc',
    );
    assert.equal(impersonal(`key ${'a1'.repeat(20)}`, root), 'key (secret)');
  });

  it('sees paths of people, and none in addresses and relative paths', () => {
    assert.deepEqual(traces('/home/ada/x, /Users/ada/y'), ['/home/ada/x,', '/Users/ada/y']);
    assert.deepEqual(traces('https://example.org/data/x out/data/y ~/work/z'), []);
  });
});
