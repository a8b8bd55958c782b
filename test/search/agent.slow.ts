import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import {
  claimSearch,
  processRunner,
  runSweepAgent,
  SearchStore,
  searchFormat,
  sweepRuns,
  type SweepAgentResult,
} from 'unetlab/search';
import { openSweepAgent } from 'unetlab/wandb';
import { recipes } from 'unetlab/recipes';
import { libraryVersion } from 'unetlab/training';
import { startServer, testKey, type TestServer } from '../wandb/server/server';
import { inNewFolder, runsOf, shortTrial } from './parts/short-search';

const python = process.env.UNETLAB_WANDB_PYTHON ?? '';
const yaml = `program: train.py
method: grid
metric:
  name: val_iou
  goal: maximize
base: best
parameters:
  learning_rate:
    values: [0.001, 0.0001, 0.00001]
  batch_size:
    value: 4
`;

interface Scene {
  readonly server: TestServer;
  readonly home: string;
  readonly folder: string;
}

async function withSweep(rates: readonly number[], work: (scene: Scene) => Promise<void>): Promise<void> {
  await inNewFolder(async (home) => {
    const server = await startServer();
    const project = server.store.addProject('lab', 'beads');
    const sweep = server.store.addSweep(project, 'sw33p001', yaml, 'three rates');
    sweep.todo.push(...rates.map((learning_rate) => ({ learning_rate, batch_size: 4 })));
    try {
      await work({ server, home, folder: join(home, 'search') });
    } finally {
      await server.close();
    }
  });
}

/** An agent in this process, with short trials in place of trainings. */
async function agent(
  { server, folder }: Scene,
  options: { signal?: AbortSignal; env?: Record<string, string>; onLine?: (line: string) => void } = {},
): Promise<SweepAgentResult> {
  const place = { baseUrl: server.url, apiKey: testKey };
  const opened = await openSweepAgent({ ...place, entity: 'lab', project: 'beads', sweep: 'sw33p001' });
  const runs = sweepRuns(opened.sweep.yaml, 'lab-beads-sw33p001', null);
  const manifest = claimSearch(folder, {
    format: searchFormat,
    name: runs.space.name,
    space: runs.space,
    recipe: recipes.best,
    data: { name: 'none', hash: 'none', folder: '/', options: {}, objects: 'dark' },
    library: libraryVersion,
    created: new Date().toISOString(),
  });
  return runSweepAgent({
    agent: opened,
    runs,
    server: place,
    entity: 'lab',
    project: 'beads',
    folder,
    manifest,
    runner: processRunner({ folder, program: shortTrial, env: options.env ?? {} }),
    signal: options.signal ?? new AbortController().signal,
    onLine: options.onLine ?? (() => undefined),
    beatEvery: 200,
  });
}

function runPython(args: readonly string[], { server, home }: Scene): Promise<string> {
  return new Promise((resolve, reject) => {
    const child: ChildProcess = spawn(python, args, {
      cwd: home,
      env: {
        PATH: `${python.replace(/\/[^/]+$/, '')}:${process.env.PATH}`,
        HOME: home,
        WANDB_BASE_URL: server.url,
        WANDB_API_KEY: testKey,
        WANDB_ERROR_REPORTING: 'false',
      },
    });
    let [output, errors] = ['', ''];
    child.stdout!.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr!.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(output);
      else reject(new Error(`python ${args.join(' ')} ended with ${code}: ${errors}`));
    });
  });
}

const read = `
import json, sys, wandb
sweep = wandb.Api(timeout=60).sweep("lab/beads/sw33p001")
print(json.dumps({"state": sweep.state, "runs": [
    {"id": run.id, "state": run.state, "config": dict(run.config), "summary": run.summary._json_dict, "rows": list(run.scan_history())}
    for run in sweep.runs]}))
`;

interface Seen {
  readonly state: string;
  readonly runs: readonly {
    readonly id: string;
    readonly state: string;
    readonly config: Record<string, unknown>;
    readonly summary: Record<string, unknown>;
    readonly rows: readonly Record<string, unknown>[];
  }[];
}

async function seenByPython(scene: Scene): Promise<Seen> {
  const output = await runPython(['-c', read], scene);
  return JSON.parse(output.slice(output.indexOf('{"state"')).replace(/\bNaN\b/g, 'null')) as Seen;
}

describe('an agent of a W&B sweep', { timeout: 300_000 }, () => {
  it('takes its runs, logs them epoch by epoch, and ends when the sweep is over', async () => {
    await withSweep([0.001, 0.0001, 0.00001], async (scene) => {
      assert.deepEqual(await agent(scene), { ended: 'over', finished: 3, failed: 0 });
      const { runs, sweeps } = scene.server.store.project('lab', 'beads')!;
      assert.equal(sweeps.get('sw33p001')!.state, 'FINISHED');
      assert.deepEqual(
        runs.map(({ name, state, sweepName, history }) => [name, state, sweepName, history.length]),
        [1, 2, 3].map((i) => [`run0000${i}`, 'finished', 'sw33p001', 3]),
      );
      assert.match(runs[1]!.history[2]!.text, /"val_iou":0\.03/);
      assert.equal(new SearchStore(scene.folder).records().length, 3);
    });
  });

  it('says that a run was preempted and goes on with it where it was; SIGINT is no success either', async () => {
    for (const reason of ['preempted', 'killed'] as const)
      await withSweep([0.001], async (scene) => {
        const controller = new AbortController();
        const env = { SHORT_TRIAL_STEP: '300', SHORT_TRIAL_EPOCHS: '8' };
        const first = agent(scene, { signal: controller.signal, env });
        const { store } = scene.server;
        const run = () => store.project('lab', 'beads')!.byName.get('run00001');
        await until(() => epochs(scene) >= 2);
        controller.abort(reason);
        assert.equal((await first).ended, 'interrupted');
        assert.equal(run()!.state, reason);
        assert.equal(new SearchStore(scene.folder).has('run00001'), false);
        assert.equal((await agent(scene, { env })).ended, 'over');
        assert.equal(run()!.state, 'finished');
        assert.deepEqual(
          run()!.history.map(({ text }) => (JSON.parse(text) as { epoch: number }).epoch),
          [1, 2, 3, 4, 5, 6, 7, 8],
        );
        assert.deepEqual(
          runsOf(scene.folder).map(({ word }) => word),
          ['begin', 'stop', 'begin', 'end'],
        );
      });
  });

  it('stops a run that the sweep stops, and goes on with the next', async () => {
    await withSweep([0.001, 0.0001], async (scene) => {
      const sweep = scene.server.store.project('lab', 'beads')!.sweeps.get('sw33p001')!;
      sweep.stop.add('run00001');
      const env = { SHORT_TRIAL_STEP: '200', SHORT_TRIAL_EPOCHS: '8' };
      assert.deepEqual(await agent(scene, { env }), { ended: 'over', finished: 1, failed: 0 });
      const { runs } = scene.server.store.project('lab', 'beads')!;
      assert.deepEqual(
        runs.map(({ state }) => state),
        ['killed', 'finished'],
      );
    });
  });

  it('refuses a sweep with a parameter that it does not know', () => {
    assert.throws(
      () => sweepRuns(yaml.replace('learning_rate', 'lerning_rate'), 'x', null),
      /^Error: the sweep, line 8: .*lerning_rate.*learning_rate/,
    );
  });
});

describe(
  "W&B's own Python client",
  { skip: python === '' && 'run it with npm run test:wandb', timeout: 300_000 },
  () => {
    it('reads what the agent wrote', async () => {
      await withSweep([0.001, 0.00001], async (scene) => {
        await agent(scene);
        const { state, runs } = await seenByPython(scene);
        assert.equal(state, 'FINISHED');
        assert.deepEqual(
          runs.map(({ id, state: ended, config }) => [id, ended, config.learning_rate, config.batch_size]),
          [
            ['run00001', 'finished', 0.001, 4],
            ['run00002', 'finished', 0.00001, 4],
          ],
        );
        for (const { rows, summary } of runs) {
          assert.deepEqual(
            rows.map(({ epoch, val_iou }) => [epoch, val_iou]),
            [
              [1, 0.01],
              [2, 0.02],
              [3, 0.03],
            ],
          );
          assert.equal(summary.best_val_jaccard, 0);
          assert.equal(summary.val_iou, 0);
        }
      });
    });

    it('runs an agent of its own on the test server, which so is right about sweeps', async () => {
      await withSweep([0.001, 0.0001], async (scene) => {
        const program = [
          'import argparse, wandb',
          'parser = argparse.ArgumentParser()',
          'parser.add_argument("--learning_rate", type=float)',
          'parser.add_argument("--batch_size", type=int)',
          'args = parser.parse_args()',
          'run = wandb.init(config=vars(args), settings=wandb.Settings(console="off", x_disable_stats=True, x_disable_meta=True, disable_git=True))',
          'run.log({"val_iou": args.learning_rate})',
          'run.finish()',
        ];
        writeFileSync(join(scene.home, 'train.py'), program.join('\n'));
        await runPython(['-m', 'wandb', 'agent', 'lab/beads/sw33p001'], scene);
        const { runs, sweeps } = scene.server.store.project('lab', 'beads')!;
        assert.equal(sweeps.get('sw33p001')!.state, 'FINISHED');
        assert.deepEqual(
          runs.map(({ name, state }) => [name, state]),
          [
            ['run00001', 'finished'],
            ['run00002', 'finished'],
          ],
        );
      });
    });
  },
);

function epochs({ folder }: Scene): number {
  try {
    return Number(readFileSync(join(folder, 'trials', 'run00001', 'epochs'), 'utf8'));
  } catch {
    return 0;
  }
}

async function until(isSo: () => boolean): Promise<void> {
  for (let i = 0; i < 1200 && !isSo(); i++) await new Promise((resolve) => setTimeout(resolve, 50));
}
