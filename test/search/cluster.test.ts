import assert from 'node:assert/strict';
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import {
  arrayJobs,
  arrayRanges,
  pbsScript,
  planForCluster,
  readTrialPlan,
  runTask,
  SearchStore,
  slurmScript,
  writeKeptScript,
  writeTrialPlan,
} from 'unetlab/search';
import { inNewFolder, shortSearch, shortTrial, shortTrials } from './parts/short-search';

const job = { name: '36 grids', folder: "/data/it's here", checkout: '/home/a', node: '/usr/bin/node' };

describe('the script of an array job', () => {
  it('asks Slurm for what was asked for, and is queued again a minute before its time is up', () => {
    const text = slurmScript({ ...job, time: '12:00:00', partition: 'gpu', cpus: 8, gpus: 1, memory: '16G' });
    assert.match(text, /^#!\/bin\/bash\n#SBATCH --job-name=s36_grids\n/);
    for (const line of [
      '--requeue',
      '--signal=B:USR1@60',
      '--open-mode=append',
      '--time=12:00:00',
      '--partition=gpu',
      '--cpus-per-task=8',
      '--gres=gpu:1',
      '--mem=16G',
    ])
      assert.ok(text.includes(`#SBATCH ${line}\n`), line);
    assert.ok(
      text.includes(String.raw`--out '/data/it'\''s here' --trial $(( ${'$'}{1:-0} + SLURM_ARRAY_TASK_ID ))`),
    );
    assert.doesNotMatch(slurmScript(job), /--time|--partition|--mem|gres/);
  });

  it('asks PBS in its own words', () => {
    const text = pbsScript({
      ...job,
      time: '24:00:00',
      partition: 'long',
      cpus: 36,
      gpus: 1,
      memory: '240gb',
    });
    assert.ok(text.includes('#PBS -l walltime=24:00:00\n'));
    assert.ok(text.includes('#PBS -l select=1:ncpus=36:ngpus=1:mem=240gb\n'));
    assert.ok(text.includes('#PBS -q long\n'));
  });

  it('is kept where somebody edited it', async () => {
    await inNewFolder((folder) => {
      const path = join(folder, 'submit.slurm');
      assert.equal(writeKeptScript(path, slurmScript(job)), 'written');
      assert.equal(writeKeptScript(path, slurmScript({ ...job, time: '1:00' })), 'written');
      assert.match(readFileSync(path, 'utf8'), /--time=1:00/);
      appendFileSync(path, 'module load cuda\n');
      assert.equal(writeKeptScript(path, slurmScript(job)), 'kept');
      assert.match(readFileSync(path, 'utf8'), /--time=1:00[^]*module load cuda/);
      return Promise.resolve();
    });
  });

  it('is submitted in arrays of the size that Slurm takes', () => {
    assert.equal(arrayRanges([0, 1, 2, 5, 7, 8]), '0-2,5,7-8');
    assert.deepEqual(arrayJobs('slurm', 's', [0, 1, 3]), [['sbatch', '--array=0-1,3', 's']]);
    assert.deepEqual(arrayJobs('slurm', 's', [9, 10, 12], 11), [
      ['sbatch', '--array=9', 's'],
      ['sbatch', '--array=0,2', 's', '10'],
    ]);
    assert.deepEqual(arrayJobs('pbs', 's', [2, 5]), [['qsub', '-J', '2-5', 's']]);
    assert.deepEqual(arrayJobs('pbs', 's', [2]), [['qsub', '-v', 'UNETLAB_TRIAL=2', 's']]);
  });
});

describe('a plan of trials', () => {
  it('is kept, and may grow, but is not exchanged for another', async () => {
    await inNewFolder((folder) => {
      writeTrialPlan(folder, shortTrials(3));
      writeTrialPlan(folder, shortTrials(5));
      writeTrialPlan(folder, shortTrials(2));
      assert.deepEqual(readTrialPlan(folder), shortTrials(5));
      assert.throws(() => {
        writeTrialPlan(folder, shortTrials(3).reverse());
      }, /holds another plan of this search; name a new folder with --out/);
      return Promise.resolve();
    });
  });

  it('is not made for a search whose trials depend on each other', async () => {
    await inNewFolder((folder) => {
      const { space } = shortSearch(folder);
      const pruned = { kind: 'asha', minEpochs: 1, maxEpochs: 9, factor: 3 } as const;
      assert.throws(() => planForCluster({ ...space, method: 'bayes' }), /goes through the queue/);
      assert.throws(
        () => planForCluster({ ...space, prune: pruned }),
        /early_terminate .* goes through the queue/,
      );
      assert.throws(() => planForCluster({ ...space, method: 'random' }), /needs a number of trials/);
      return Promise.resolve();
    });
  });
});

describe('a task', () => {
  it('records its trial once, leaves one that is held alone, and can be stopped and gone on with', async () => {
    await inNewFolder(async (folder) => {
      shortSearch(folder);
      writeTrialPlan(folder, shortTrials(2));
      const { signal } = new AbortController();
      const options = { folder, program: shortTrial };
      const first = await runTask({ ...options, trial: 1, signal });
      assert.ok(first.state === 'recorded' && first.record.about?.tries === 1);
      assert.deepEqual(await runTask({ ...options, trial: 1, signal }), { state: 'known' });
      const store = new SearchStore(folder);
      const lease = store.claim(shortTrials(1)[0]!.id)!;
      assert.equal((await runTask({ ...options, trial: 0, signal })).state, 'held');
      lease.release();
      const controller = new AbortController();
      const stopped = await runTask({
        ...options,
        trial: 0,
        signal: controller.signal,
        onLine: (line) => {
          if (line.startsWith('epoch 2')) controller.abort();
        },
      });
      assert.deepEqual(stopped, { state: 'interrupted', epochs: 2 });
      const lines: string[] = [];
      await runTask({ ...options, trial: 0, signal, onLine: (line) => lines.push(line) });
      assert.deepEqual(lines, ['epoch 3: 0.0300']);
      assert.equal(store.records().length, 2);
    });
  });
});
