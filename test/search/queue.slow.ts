import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { Random } from 'unetlab/random';
import {
  openQueuedSearch,
  queueRunner,
  runQueueWorker,
  runSearch,
  SearchStore,
  startLocalWorkers,
  type TrialHooks,
  type TrialRunner,
} from 'unetlab/search';
import { inNewFolder, inOrder, runsOf, shortSearch, shortTrial, shortTrials } from './parts/short-search';
import { noRedis, password, RedisServer } from './parts/redis-server';

process.env.REDIS_PASSWORD = password;

interface Scene {
  readonly redis: RedisServer;
  readonly folder: string;
}

async function withRedis(work: (scene: Scene) => Promise<void>): Promise<void> {
  await inNewFolder(async (home) => {
    const redis = await RedisServer.start(join(home, 'redis'));
    const folder = join(home, 'short');
    shortSearch(folder);
    try {
      await work({ redis, folder });
    } finally {
      await redis.kill();
    }
  });
}

/** A worker in this process, and how to end it. */
function worker({ redis }: Scene, change: { handOn?: number; open?: () => Promise<TrialRunner> } = {}) {
  const controller = new AbortController();
  const lines: string[] = [];
  const ended = runQueueWorker({
    url: redis.url,
    open: (search) => openQueuedSearch(search, { program: shortTrial }),
    signal: controller.signal,
    onLine: (line) => lines.push(line),
    handOn: 3000,
    ...change,
  });
  return {
    lines,
    ended,
    end: async () => {
      controller.abort();
      await ended;
    },
  };
}

const quiet: TrialHooks = {};

describe('the queue, with a redis-server of its own', { skip: noRedis, timeout: 600_000 }, () => {
  it('runs a trial in a worker and brings its epochs, notices and record back', async () => {
    await withRedis(async (scene) => {
      const { redis, folder } = scene;
      const runner = await queueRunner({ url: redis.url, folder });
      const one = worker(scene);
      const epochs: [number, number][] = [];
      const [trial] = shortTrials(1);
      const outcome = await runner.run(trial!, {
        onEpoch: (epoch, score) => {
          epochs.push([epoch, score]);
          return Promise.resolve('go on');
        },
      });
      assert.equal(outcome.state, 'recorded');
      assert.ok(Number.isNaN(outcome.record.summary.best_val_loss));
      assert.deepEqual(epochs, [
        [1, 0.01],
        [2, 0.02],
        [3, 0.03],
      ]);
      assert.equal(await runner.slots(), 1);
      await runner.close();
      await one.end();
    });
  });

  it('carries a decision to prune to the worker', async () => {
    await withRedis(async (scene) => {
      const { redis, folder } = scene;
      const runner = await queueRunner({ url: redis.url, folder });
      const one = worker(scene);
      const outcome = await runner.run(shortTrials(1)[0]!, {
        onEpoch: (epoch) => Promise.resolve(epoch === 2 ? 'prune' : 'go on'),
      });
      assert.ok(outcome.state === 'recorded' && outcome.record.state === 'pruned');
      await runner.close();
      await one.end();
    });
  });

  it('keeps a result until the store has it, and hands it to a coordinator that comes later', async () => {
    await withRedis(async (scene) => {
      const { redis, folder } = scene;
      const [trial] = shortTrials(1);
      const one = worker(scene);
      for (const _ of [1, 2]) {
        // each runner is closed before its record was stored, as if it had been killed
        const runner = await queueRunner({ url: redis.url, folder });
        assert.equal((await runner.run(trial!, quiet)).state, 'recorded');
        await runner.close();
      }
      assert.equal(runsOf(folder).filter(({ word }) => word === 'begin').length, 1);
      const last = await queueRunner({ url: redis.url, folder });
      const outcome = await last.run(trial!, quiet);
      assert.ok(outcome.state === 'recorded');
      new SearchStore(folder).write(outcome.record);
      await last.close();
      assert.deepEqual(await redis.jobs(), []);
      await one.end();
    });
  });

  it('hands a trial back at once where its worker is told to end, and ends a trial that its coordinator stops', async () => {
    await withRedis(async (scene) => {
      const { redis, folder } = scene;
      process.env.SHORT_TRIAL_STEP = '100';
      process.env.SHORT_TRIAL_EPOCHS = '20';
      try {
        const runner = await queueRunner({ url: redis.url, folder, lookEvery: 200 });
        const first = worker(scene, { handOn: 60_000 });
        const controller = new AbortController();
        const seen: number[] = [];
        let heard = (): void => undefined;
        const running = runner.run(shortTrials(1)[0]!, {
          signal: controller.signal,
          onEpoch: (epoch) => {
            seen.push(epoch);
            heard();
            return Promise.resolve('go on');
          },
        });
        await new Promise<void>((resolve) => (heard = resolve));
        await first.end();
        const before = seen.at(-1)!;
        const second = worker(scene, { handOn: 60_000 });
        await new Promise<void>((resolve) => (heard = resolve));
        assert.ok(seen.at(-1)! > before, 'it goes on where it was');
        controller.abort();
        assert.deepEqual(await running, { state: 'interrupted' });
        assert.deepEqual(await redis.jobs(), []);
        assert.deepEqual(
          runsOf(folder).map(({ word }) => word),
          ['begin', 'stop', 'begin', 'stop'],
        );
        await second.end();
        await runner.close();
      } finally {
        delete process.env.SHORT_TRIAL_STEP;
        delete process.env.SHORT_TRIAL_EPOCHS;
      }
    });
  });

  it('stops the trial of a worker that cannot renew its hold, before another one gets it', async () => {
    await withRedis(async (scene) => {
      const { redis, folder } = scene;
      process.env.SHORT_TRIAL_STEP = '200';
      process.env.SHORT_TRIAL_EPOCHS = '60';
      try {
        const runner = await queueRunner({ url: redis.url, folder, lookEvery: 200 });
        const one = worker(scene, { handOn: 2000 });
        let heard = (): void => undefined;
        const controller = new AbortController();
        const running = runner.run(shortTrials(1)[0]!, {
          signal: controller.signal,
          onEpoch: () => {
            heard();
            return Promise.resolve('go on');
          },
        });
        await new Promise<void>((resolve) => (heard = resolve));
        redis.freeze();
        await until(() => runsOf(folder).at(-1)?.word === 'stop');
        redis.thaw();
        await until(() => runsOf(folder).filter(({ word }) => word === 'begin').length === 2);
        assert.match(one.lines.join('\n'), /the hold on it was lost/);
        controller.abort();
        await running;
        await one.end();
        await runner.close();
      } finally {
        delete process.env.SHORT_TRIAL_STEP;
        delete process.env.SHORT_TRIAL_EPOCHS;
      }
    });
  });

  it('says in one line that there is no queue, or another password', async () => {
    await withRedis(async ({ redis, folder }) => {
      process.env.REDIS_PASSWORD = 'wrong';
      try {
        await assert.rejects(queueRunner({ url: redis.url, folder }), ({ message }: Error) => {
          assert.match(
            message,
            /^the queue redis:\/\/127\.0\.0\.1:\d+ refused the password \(WRONGPASS.*\): set REDIS_PASSWORD$/,
          );
          return !message.includes('wrong\n');
        });
      } finally {
        process.env.REDIS_PASSWORD = password;
      }
      await redis.kill();
      await assert.rejects(
        queueRunner({ url: redis.url, folder, patience: 500 }),
        /^QueueAwayError: the queue redis:\/\/127\.0\.0\.1:\d+ cannot be reached \(ECONNREFUSED\)/,
      );
    });
  });

  it('costs little: 200 trials that do nothing', async (t) => {
    await withRedis(async ({ redis, folder }) => {
      process.env.SHORT_TRIAL_EPOCHS = '1';
      const workers = startLocalWorkers({ url: redis.url, workers: 2, program: shortTrial });
      const runner = await queueRunner({ url: redis.url, folder });
      const started = performance.now();
      try {
        const { records } = await runSearch({ folder, suggester: inOrder(200), runner, jobs: 4 });
        assert.equal(records.length, 200);
        t.diagnostic(`200 trials in ${((performance.now() - started) / 1000).toFixed(1)} s`);
      } finally {
        delete process.env.SHORT_TRIAL_EPOCHS;
        await runner.close();
        await workers.close();
      }
    });
  });

  it('loses no trial and records none twice through 40 kills of workers, coordinator and server', async (t) => {
    await withRedis(async ({ redis, folder }) => {
      const trials = 200;
      const random = new Random(20);
      const deaths = { worker: 0, coordinator: 0, server: 0 };
      const env = { ...process.env, SHORT_TRIAL_STEP: '120', SHORT_TRIAL_EPOCHS: '3' };
      let over = false;
      const output: string[] = [];

      function start(args: readonly string[], more: NodeJS.ProcessEnv, input?: string): ChildProcess {
        const child = spawn(process.execPath, args, {
          stdio: ['pipe', 'pipe', 'pipe'],
          env: { ...env, ...more },
        });
        child.stdin.on('error', () => undefined);
        if (input !== undefined) child.stdin.write(input);
        for (const stream of [child.stdout, child.stderr])
          stream.on('data', (chunk: Buffer) => output.push(chunk.toString()));
        return child;
      }
      const workerFile = require
        .resolve('unetlab/search')
        .replace(/index\.js$/, join('runners', 'queue', 'worker-process.js'));
      const startWorker = (i: number): ChildProcess =>
        start(
          [workerFile],
          { WORKER: String(i) },
          `${JSON.stringify({ url: redis.url, out: null, data: null, handOn: 3000, program: shortTrial })}\n`,
        );
      const startCoordinator = (): ChildProcess =>
        start([join(__dirname, 'parts', 'coordinator.js'), folder, redis.url, String(trials), '8'], {});

      const workers = Array.from({ length: 4 }, (_, i) => startWorker(i));
      let coordinator = startCoordinator();
      const finished = (): boolean => new SearchStore(folder).records().length === trials;
      const dead = (child: ChildProcess): Promise<unknown> =>
        new Promise((resolve) => {
          if (child.exitCode !== null || child.signalCode !== null) resolve(null);
          else child.once('exit', resolve);
        });
      for (let kill = 0; kill < 40 && !over; kill++) {
        await wait(300 + random.int(700));
        over = finished();
        const draw = random.int(1000) / 1000;
        if (draw < 0.6) {
          const i = random.int(4);
          workers[i]!.kill('SIGKILL');
          await dead(workers[i]!);
          workers[i] = startWorker(i);
          deaths.worker++;
        } else if (draw < 0.85) {
          coordinator.kill('SIGKILL');
          await dead(coordinator);
          coordinator = startCoordinator();
          deaths.coordinator++;
        } else {
          await redis.kill();
          await wait(random.int(500));
          await redis.start();
          deaths.server++;
        }
      }
      assert.equal(over, false, 'all kills came while there was work');
      await until(() => coordinator.exitCode !== null, 240_000);
      assert.equal(coordinator.exitCode, 0, output.slice(-20).join(''));
      for (const child of workers) child.stdin!.end();
      await Promise.all(workers.map(dead));

      const files = readdirSync(join(folder, 'records')).filter((name) => !name.startsWith('.'));
      assert.deepEqual(
        files.sort(),
        shortTrials(trials)
          .map(({ id }) => `${id}.json`)
          .sort(),
      );
      const records = new SearchStore(folder).records();
      assert.ok(records.every(({ state, about }) => state === 'finished' && about?.tries === 1));
      assertNeverTwice(runsOf(folder));
      const begun = runsOf(folder).filter(({ word }) => word === 'begin').length;
      t.diagnostic(`${JSON.stringify(deaths)}, ${begun} starts of ${trials} trials`);
    });
  });
});

/** A trial begins only once its last process has ended; one that was killed itself would not say so, and none was. */
function assertNeverTwice(runs: ReturnType<typeof runsOf>): void {
  const running = new Set<string>();
  for (const { word, trial } of runs) {
    if (word === 'begin') {
      assert.ok(!running.has(trial), `${trial} was run twice at once`);
      running.add(trial);
    } else running.delete(trial);
  }
}

async function until(isSo: () => boolean, limit = 60_000): Promise<void> {
  const from = performance.now();
  while (!isSo()) {
    if (performance.now() - from > limit) throw new Error('waited in vain');
    await wait(50);
  }
}

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
