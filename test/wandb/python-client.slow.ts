import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { RunRecord } from 'unetlab/types';
import { pullRuns, readWandbFolder, startRunLog, type PullOptions } from 'unetlab/wandb';
import { inNewFolder } from './fixtures';
import { startServer, testKey, type TestServer } from './server/server';
import { addSyntheticRuns } from './server/synthetic-runs';
import { testWorld } from './world';

const python = process.env.UNETLAB_WANDB_PYTHON ?? '';
const scripts = join(process.cwd(), 'test', 'wandb', 'python');

interface PythonRun {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly url: string;
  readonly tags: readonly string[];
  readonly config: Readonly<Record<string, unknown>>;
  readonly summary: Readonly<Record<string, unknown>>;
}

/** Runs a program of the Python environment against a server, with a home of its own. */
function runPython(args: readonly string[], server: TestServer, home: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(python, args, {
      cwd: home,
      env: {
        PATH: process.env.PATH,
        HOME: home,
        WANDB_BASE_URL: server.url,
        WANDB_API_KEY: testKey,
        WANDB_SILENT: 'true',
        WANDB_ERROR_REPORTING: 'false',
      },
    });
    let output = '';
    let errors = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(output);
      else reject(new Error(`python ${args.join(' ')} ended with ${code}: ${errors}`));
    });
  });
}

async function pythonPull<T>(mode: string, server: TestServer, home: string): Promise<T> {
  const output = await runPython([join(scripts, 'pull.py'), mode, 'lab', 'beads', 'sw33p001'], server, home);
  return (JSON.parse(output.replace(/\bNaN\b/g, '"NaN"')) as { answer: T }).answer;
}

async function withServer(work: (server: TestServer, home: string) => Promise<void>): Promise<void> {
  await inNewFolder(async (home) => {
    const server = await startServer();
    try {
      await work(server, home);
    } finally {
      await server.close();
    }
  });
}

async function pull(server: TestServer, options: Partial<PullOptions> = {}): Promise<readonly RunRecord[]> {
  const { records } = await pullRuns({
    entity: 'lab',
    project: 'beads',
    baseUrl: server.url,
    apiKey: testKey,
    world: testWorld(),
    ...options,
  });
  return records;
}

/** Our flat values, nested again the way Python has them. */
function nested(values: RunRecord['config']): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(values)) {
    const parts = key.split('.');
    let at = out;
    for (const part of parts.slice(0, -1)) at = (at[part] ??= {}) as Record<string, unknown>;
    at[parts.at(-1)!] = value;
  }
  return out;
}

describe(
  "W&B's own Python client on the test server",
  { skip: python === '' && 'run it with npm run test:wandb' },
  () => {
    for (const mode of ['default', 'best']) {
      it(`pulls (${mode}) the same runs as we do`, async () => {
        await withServer(async (server, home) => {
          addSyntheticRuns(server.store, { runs: 60, rows: 2 });
          const theirs = await pythonPull<PythonRun[]>(mode, server, home);
          const ours = await pull(server, { sweep: 'sw33p001' });
          assert.deepEqual(
            ours.map(({ id, name, state, url, tags }) => ({ id, name, state, url, tags })),
            theirs.map(({ id, name, state, url, tags }) => ({ id, name, state, url, tags })),
          );
          ours.forEach((record, i) => {
            assert.deepEqual(nested(record.config), theirs[i]!.config);
            assert.deepEqual(nested(record.summary), theirs[i]!.summary);
          });
        });
      });
    }

    it('scans the same histories as we fetch', async () => {
      await withServer(async (server, home) => {
        addSyntheticRuns(server.store, { runs: 8, rows: 30 });
        const theirs = await pythonPull<{ id: string; rows: Record<string, number>[] }[]>(
          'histories',
          server,
          home,
        );
        const ours = await pull(server, { sweep: 'sw33p001', histories: 'all' });
        assert.equal(theirs.length, 8);
        ours.forEach((record, i) => {
          assert.equal(record.history!._step!.length, 30);
          theirs[i]!.rows.forEach((row, r) => {
            for (const [key, value] of Object.entries(row)) assert.equal(record.history![key]![r], value);
          });
        });
      });
    });

    it("reads a sweep's configuration as we do", async () => {
      await withServer(async (server, home) => {
        addSyntheticRuns(server.store, { runs: 2 });
        const theirs = await pythonPull<{ name: string; state: string; config: Record<string, unknown> }>(
          'sweep',
          server,
          home,
        );
        const { sweep } = await pullRuns({
          entity: 'lab',
          project: 'beads',
          sweep: 'sw33p001',
          baseUrl: server.url,
          apiKey: testKey,
          world: testWorld(),
        });
        assert.equal(sweep!.name, theirs.name);
        assert.equal(sweep!.method, theirs.config.method);
        assert.deepEqual(sweep!.metric, theirs.config.metric);
        assert.deepEqual(Object.keys(sweep!.parameters), Object.keys(theirs.config.parameters as object));
      });
    });

    it('logs a run that we pull back whole', async () => {
      await withServer(async (server, home) => {
        await runPython([join(scripts, 'log.py'), 'lab', 'beads', 'python01'], server, home);
        const [record] = await pull(server, { histories: 'all' });
        assert.equal(record!.id, 'python01');
        assert.equal(record!.name, 'logged by Python');
        assert.equal(record!.state, 'finished');
        assert.deepEqual(record!.tags, ['python']);
        assert.deepEqual(record!.config, {
          learning_rate: 1e-3,
          sizes: [256, 256],
          'optimizer.name': 'adam',
          seed: '9223372036854775807',
        });
        assert.equal(record!.summary.best_val_dice, 1 - 1 / 30);
        assert.deepEqual(
          record!.history!.epoch,
          Array.from({ length: 30 }, (_, i) => i + 1),
        );
        assert.deepEqual(
          record!.history!.val_dice,
          Array.from({ length: 30 }, (_, i) => (i === 6 ? NaN : 1 - 1 / (i + 1))),
        );
      });
    });

    it('syncs an offline run that we wrote', async () => {
      await withServer(async (server, home) => {
        const config = { learning_rate: 1e-3, loss: 'focal', sizes: [256, 256] };
        const log = startRunLog({
          entity: 'lab',
          project: 'beads',
          id: 'offline1',
          name: 'written by us',
          tags: ['ours'],
          config,
          mode: 'offline',
          folder: home,
          env: {},
        });
        for (let epoch = 1; epoch <= 400; epoch++)
          log.logEpoch({ epoch, loss: 1 / epoch, val_dice: epoch === 3 ? NaN : 0.5 });
        const { folder } = await log.finish({ best_val_dice: 0.75 });
        await runPython(['-m', 'wandb', 'sync', folder!], server, home);
        const [synced] = await pull(server, { histories: 'all' });
        const { records } = await readWandbFolder(home);
        const [written] = records.filter((record) => record.id === 'offline1');
        assert.equal(synced!.name, 'written by us');
        assert.deepEqual(synced!.config, config);
        assert.equal(synced!.summary.best_val_dice, 0.75);
        assert.equal(synced!.history!.loss!.length, 400);
        for (const key of ['epoch', 'loss', 'val_dice']) {
          assert.deepEqual(synced!.history![key], written!.history![key]);
        }
      });
    });
  },
);
