import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { arrayJobs, SearchStore, slurmScript, writeKeptScript, writeTrialPlan } from 'unetlab/search';
import { inNewFolder, runsOf, shortSearch, shortTrial, shortTrials } from './parts/short-search';
import { noSlurm, Slurm } from './parts/slurm';

describe('an array job, with a Slurm of its own', { skip: noSlurm, timeout: 600_000 }, () => {
  it('of 12 trials, two of them ended by scancel --signal=TERM and one requeued, records each once', async (t) => {
    await inNewFolder(async (home) => {
      const folder = join(home, 'short');
      shortSearch(folder);
      writeTrialPlan(folder, shortTrials(12));
      mkdirSync(join(folder, 'logs'));
      const slurm = await Slurm.start(join(home, 'slurm'));
      try {
        Object.assign(slurm.env, {
          UNETLAB_TRIAL_PROGRAM: shortTrial,
          SHORT_TRIAL_STEP: '1000',
          SHORT_TRIAL_EPOCHS: '5',
        });
        const script = join(folder, 'submit.slurm');
        const job = { name: 'short', folder, checkout: process.cwd(), node: process.execPath, time: '5' };
        writeKeptScript(script, slurmScript(job));
        const [[program, ...args] = ['']] = arrayJobs(
          'slurm',
          script,
          shortTrials(12).map((_, i) => i),
        );
        const said = slurm.run(program!, args);
        const id = /Submitted batch job (\d+)/.exec(said)?.[1];
        assert.ok(id, `sbatch said ${said}`);

        const store = new SearchStore(folder);
        const epochOf = (i: number): number => {
          try {
            return Number(readFileSync(join(folder, 'trials', shortTrials(12)[i]!.id, 'epochs'), 'utf8'));
          } catch {
            return 0;
          }
        };
        /** The next task that has an epoch and is not yet through. */
        const running = async (known: readonly number[]): Promise<number> => {
          for (;;) {
            assert.ok(store.records().length < 10, 'tasks are left to interrupt');
            for (let i = 0; i < 12; i++)
              if (
                !known.includes(i) &&
                epochOf(i) >= 1 &&
                epochOf(i) <= 3 &&
                !store.has(shortTrials(12)[i]!.id)
              )
                return i;
            await wait(50);
          }
        };
        const hit: number[] = [];
        for (const how of ['TERM', 'TERM', 'requeue'] as const) {
          const task = await running(hit);
          hit.push(task);
          const command =
            how === 'TERM'
              ? slurm.begin('scancel', ['--signal=TERM', `${id}_${task}`])
              : slurm.begin('scontrol', ['requeue', `${id}_${task}`]);
          await until(() => slurm.jobs().includes(`${id}_${task} PENDING`));
          command.kill();
        }
        const isOver = (): boolean => store.records().length === 12;
        // Slurm lets two minutes pass before it starts a job that was queued again
        for (const task of hit) slurm.run('scontrol', ['update', `jobid=${id}_${task}`, 'StartTime=now']);
        await until(isOver, 300_000);
        await until(() => slurm.jobs().length === 0);

        const records = store.records();
        assert.deepEqual(
          records.map((record) => record.id),
          shortTrials(12).map((trial) => trial.id),
        );
        assert.ok(records.every(({ state }) => state === 'finished'));
        const runs = runsOf(folder);
        for (const [i, { id: trial }] of shortTrials(12).entries()) {
          const own = runs.filter((run) => run.trial === trial);
          const ends = own.filter(({ word }) => word === 'end').length;
          assert.equal(ends, 1, `${trial} was trained to its end once`);
          assert.equal(own.filter(({ word }) => word === 'begin').length, hit.includes(i) ? 2 : 1);
        }
        for (const task of hit.slice(0, 2))
          assert.match(
            readFileSync(join(folder, 'logs', `${id}-${task}.log`), 'utf8'),
            /SIGTERM.*\n.*saved[^]*queued again/,
          );
        t.diagnostic(
          `tasks ${hit.join(', ')} were interrupted; ${readdirSync(join(folder, 'logs')).length} logs`,
        );
      } finally {
        await slurm.stop();
      }
    });
  });

  it('that is cancelled stays so', async () => {
    await inNewFolder(async (home) => {
      const folder = join(home, 'short');
      shortSearch(folder);
      writeTrialPlan(folder, shortTrials(1));
      mkdirSync(join(folder, 'logs'));
      const slurm = await Slurm.start(join(home, 'slurm'));
      try {
        Object.assign(slurm.env, {
          UNETLAB_TRIAL_PROGRAM: shortTrial,
          SHORT_TRIAL_STEP: '500',
          SHORT_TRIAL_EPOCHS: '100',
        });
        const script = join(folder, 'submit.slurm');
        writeFileSync(
          script,
          slurmScript({ name: 'short', folder, checkout: process.cwd(), node: process.execPath }),
        );
        const id = /job (\d+)/.exec(slurm.run('sbatch', ['--array=0', script]))![1]!;
        await until(() => runsOf(folder).length === 1);
        slurm.run('scancel', [id]);
        await until(() => runsOf(folder).at(-1)?.word === 'stop' && slurm.jobs().length === 0);
        await wait(2000);
        assert.deepEqual(slurm.jobs(), []);
      } finally {
        await slurm.stop();
      }
    });
  });
});

it('a task of a plan that is not there, or has no such trial, says so', async () => {
  await inNewFolder((folder) => {
    shortSearch(folder);
    const task = (number: string): string =>
      spawnSync(process.execPath, ['scripts/search/task.mjs', '--out', folder, '--trial', number], {
        encoding: 'utf8',
      }).stdout;
    assert.match(task('0'), /holds no plan: it was not made by npm run search -- submit/);
    writeTrialPlan(folder, shortTrials(2));
    assert.match(task('2'), /has no trial 2; there are 0 to 1/);
    return Promise.resolve();
  });
});

async function until(isSo: () => boolean, limit = 120_000): Promise<void> {
  const from = performance.now();
  while (!isSo()) {
    if (performance.now() - from > limit) throw new Error('waited in vain');
    await wait(200);
  }
}

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
