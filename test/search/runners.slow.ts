import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { beadTiles, writeSamples } from 'unetlab/data';
import { gridOf, readSpace, SearchStore } from 'unetlab/search';
import type { RunRecord } from 'unetlab/types';
import { startServer, testKey } from '../wandb/server/server';
import { inNewFolder } from './parts/short-search';
import { noRedis, password, RedisServer } from './parts/redis-server';
import { noSlurm, Slurm } from './parts/slurm';
import { timeless } from './timeless';

/**
 * Real trainings, through every runner by the commands that a reader types. UNETLAB_RUNNERS_SPACE and UNETLAB_RUNNERS_DATA
 * name another space, taken at its size `smoke`, and another folder.
 */
const given = process.env.UNETLAB_RUNNERS_SPACE;
const givenData = process.env.UNETLAB_RUNNERS_DATA;
const text =
  given === undefined
    ? `name: four
method: grid
metric: { name: best_val_jaccard, goal: maximize }
base: best
folds: { of: 3, only: [0] }
seeds: [1]
parameters:
  learning_rate: { values: [0.001, 0.004] }
  batch_size: { values: [4, 8] }
  size: { value: 64 }
  base_filters: { value: 4 }
  depth: { value: 2 }
  epochs: { value: 2 }
`
    : readFileSync(given, 'utf8');
const size = given === undefined ? {} : { size: 'smoke' };
const space = readSpace(text, 'the space', size);
const trials = gridOf(space).length;

/** What a record says of a trial, whoever ran it: all but times, memory and the name that it was given, which its network's file holds. */
function core({ state, config, summary: all, history, notices }: RunRecord): unknown {
  const { network_bytes: _ofTheName, ...summary } = all;
  return JSON.parse(
    JSON.stringify({
      state,
      config: timeless(config),
      summary: timeless(summary),
      history: timeless(history!),
      notices,
    }),
  );
}

function byConfiguration(folder: string): unknown[] {
  const records = new SearchStore(folder).records();
  const key = ({ config }: RunRecord): string => JSON.stringify(Object.entries(config).sort());
  return [...records].sort((a, b) => (key(a) < key(b) ? -1 : 1)).map(core);
}

function command(
  name: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['scripts/search.mjs', name, ...args], { env });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (part: Buffer) => (said += part.toString()));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(said);
      else reject(new Error(`search ${name} ended with ${code}: ${said.slice(-2000)}`));
    });
  });
}

describe(`the same ${trials} trainings through each runner`, { timeout: 7_200_000 }, () => {
  const sized = given === undefined ? [] : ['--size', 'smoke'];
  let expected: unknown[] = [];
  const run = async (
    work: (home: string, data: string, file: string) => Promise<string>,
  ): Promise<unknown[]> => {
    let found: unknown[] = [];
    await inNewFolder(async (home) => {
      const data = givenData ?? join(home, 'beads');
      if (givenData === undefined) await writeSamples(data, beadTiles({ scenes: 6, side: 64, perScene: 2 }));
      const file = join(home, 'space.yaml');
      writeFileSync(file, text);
      found = byConfiguration(await work(home, data, file));
    });
    return found;
  };

  before(async () => {
    expected = await run(async (home, data, file) => {
      const out = join(home, 'here');
      await command('start', [file, '--data', data, '--out', out, ...sized]);
      return out;
    });
    assert.equal(expected.length, trials);
  });

  it('a queue with two workers', { skip: noRedis }, async () => {
    const found = await run(async (home, data, file) => {
      const redis = await RedisServer.start(join(home, 'redis'));
      try {
        const out = join(home, 'queue');
        const env = { ...process.env, REDIS_PASSWORD: password };
        const queue = ['--queue', redis.url, '--workers', '2'];
        await command('start', [file, '--data', data, '--out', out, ...sized, ...queue], env);
        return out;
      } finally {
        await redis.kill();
      }
    });
    assert.deepEqual(found, expected);
  });

  it('an array job of Slurm', { skip: noSlurm }, async () => {
    const found = await run(async (home, data, file) => {
      const slurm = await Slurm.start(join(home, 'slurm'));
      try {
        const out = join(home, 'cluster');
        await command(
          'submit',
          [file, '--data', data, '--out', out, ...sized, '--slurm', '--cpus', '1'],
          slurm.env,
        );
        while (slurm.jobs().length > 0) await new Promise((resolve) => setTimeout(resolve, 500));
        return out;
      } finally {
        await slurm.stop();
      }
    });
    assert.deepEqual(found, expected);
  });

  it('a W&B agent', async () => {
    const found = await run(async (home, data) => {
      const server = await startServer();
      try {
        const own = /^base:.*$/m.exec(text)![0];
        const folds = /^folds:.*$/m.exec(text)![0];
        const values = gridOf(space).map((one) => one.values);
        const names = Object.keys(values[0]!);
        const lists = names.map((name) => [...new Set(values.map((one) => one[name]!))]);
        const yaml = `method: grid\nmetric: { name: ${space.objective.metric}, goal: maximize }\n${own}\n${folds}\nparameters:\n${names
          .map((name, i) => `  ${name}: { values: ${JSON.stringify(lists[i])} }\n`)
          .join('')}`;
        const sweep = server.store.addSweep(
          server.store.addProject('lab', 'beads'),
          'sw33p001',
          yaml,
          'grid',
        );
        sweep.todo.push(...values);
        const out = join(home, 'agent');
        const place = { WANDB_BASE_URL: server.url, WANDB_API_KEY: testKey };
        await command('agent', ['lab/beads/sw33p001', '--data', data, '--out', out], {
          ...process.env,
          ...place,
        });
        return out;
      } finally {
        await server.close();
      }
    });
    assert.deepEqual(found, expected);
  });
});
