import assert from 'node:assert/strict';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { syntheticMicrobeads, writeSamples } from 'unetlab/data';
import { Random } from 'unetlab/random';
import { SearchStore } from 'unetlab/search';
import type { RunRecord } from 'unetlab/types';
import { timeless } from './timeless';

// Real trials by the command itself, killed for good at random moments; the seed of the moments is printed.
const root = mkdtempSync(join(tmpdir(), 'unetlab-search-slow-'));
after(() => {
  rmSync(root, { recursive: true, force: true });
});
const data = join(root, 'data');
const space = join(root, 'beads.yaml');
const undisturbed = join(root, 'undisturbed');

function start(folder: string, ...more: string[]): ChildProcess {
  return spawn(
    process.execPath,
    ['scripts/search.mjs', 'start', space, '--data', data, '--group', 'image', '--out', folder, ...more],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
}

async function ended(child: ChildProcess): Promise<{ code: number | null; out: string; err: string }> {
  let [out, err] = ['', ''];
  child.stdout!.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr!.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, out, err };
}

/** Processes of trials of this test that run now. */
function trialProcesses(): number[] {
  return readdirSync('/proc').flatMap((pid) => {
    if (!/^\d+$/.test(pid)) return [];
    try {
      const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      const where = readFileSync(`/proc/${pid}/environ`, 'utf8');
      return line.includes('trial-process.js') && where.includes(`UNETLAB_TEST=${root}`) ? [Number(pid)] : [];
    } catch {
      return []; // gone meanwhile
    }
  });
}

/** What a record says but for times and machines. */
function whatCounts({ id, state, config, summary, history, notices }: RunRecord): unknown {
  const { machine: _machine, network_bytes: _bytes, ...own } = summary;
  return { id, state, config, summary: timeless(own), columns: timeless(history!), notices };
}

const records = (folder: string): RunRecord[] => new SearchStore(folder).records();

before(async () => {
  process.env.UNETLAB_TEST = root;
  await writeSamples(data, syntheticMicrobeads({ count: 12, size: 128, seed: 5 }));
  writeFileSync(
    space,
    `method: grid
metric: {name: best_val_jaccard, goal: maximize}
base: published-256
folds: {of: 3, only: [0]}
seeds: [1, 2]
retries: 50
parameters:
  learning_rate: {values: [0.002, 0.01]}
  model.depth: {value: 2}
  model.baseFilters: {value: 4}
  size: {value: 128}
  batch_size: {value: 4}
  epochs: {value: 12}
  precision: {value: float32}
`,
  );
});

describe('a search by its command', () => {
  it('runs; the same command again trains nothing', async () => {
    const began = performance.now();
    const { code, out, err } = await ended(start(undisturbed));
    assert.equal(code, 0, err);
    assert.match(
      out,
      /4\/4 {2}c0001-s2-f0 {2}learning_rate 0\.01, seed 2, fold 0 {2}best_val_jaccard 0\.\d{4} in/,
    );
    const wall = (performance.now() - began) / 1000;
    const training = records(undisturbed).reduce((sum, { summary }) => sum + Number(summary.seconds), 0);
    console.log(
      `overhead: ${((wall - training) / 4).toFixed(1)} s a trial of ${(training / 4).toFixed(1)} s`,
    );
    const times = (): number[] =>
      readdirSync(join(undisturbed, 'records')).map(
        (name) => statSync(join(undisturbed, 'records', name)).mtimeMs,
      );
    const stood = times();
    const again = await ended(start(undisturbed));
    assert.match(again.out, /goes on in .*\n[^]*finished: 4 trials finished/);
    assert.doesNotMatch(again.out, /4\/4/);
    assert.deepEqual(times(), stood);
  });

  it('killed at random moments, trial or runner, comes to the same records, each once', async () => {
    const seed = process.pid;
    const random = new Random(seed);
    console.log(`moments by seed ${seed}`);
    const folder = join(root, 'killed');
    let kills = { trial: 0, runner: 0 };
    const deadline = performance.now() + 900_000;
    for (;;) {
      const child = start(folder);
      const end = ended(child);
      const isOver = end.then(() => true);
      let isKilled = false;
      while (!isKilled && kills.trial + kills.runner < 12) {
        if (await Promise.race([isOver, sleep(800 + random.int(2500)).then(() => false)])) break;
        const victims = trialProcesses();
        if (victims[0] !== undefined && random.uniform() < 0.5) {
          process.kill(victims[0], 'SIGKILL');
          kills = { ...kills, trial: kills.trial + 1 };
        } else {
          child.kill('SIGKILL');
          isKilled = true;
          kills = { ...kills, runner: kills.runner + 1 };
        }
      }
      const { code, err } = await end;
      if (isKilled) continue;
      assert.equal(code, 0, err);
      break;
    }
    assert.ok(performance.now() < deadline);
    console.log(`killed ${kills.trial} trials and ${kills.runner} runners`);
    assert.deepEqual(records(folder).map(whatCounts), records(undisturbed).map(whatCounts));
  });

  it('lets no trial outlive its runner, and loses no finished epoch', async () => {
    const folder = join(root, 'orphan');
    const child = start(folder);
    const end = ended(child);
    const checkpoints = join(folder, 'trials', 'c0000-s1-f0', 'checkpoints');
    const epochs = (): number => {
      try {
        const [own] = readdirSync(checkpoints);
        return Math.max(
          0,
          ...readdirSync(join(checkpoints, own!)).map((name) => Number(/\d{5}/.exec(name)?.[0] ?? 0)),
        );
      } catch {
        return 0;
      }
    };
    while (epochs() < 3) await sleep(20);
    child.kill('SIGKILL');
    await end;
    for (let waited = 0; trialProcesses().length > 0; waited += 1) {
      assert.ok(waited < 100, 'its trial still runs');
      await sleep(100);
    }
    const reached = epochs();
    assert.ok(reached >= 3 && reached < 12, `${reached} epochs`);
    assert.ok(!new SearchStore(folder).has('c0000-s1-f0'));
    const { code } = await ended(start(folder));
    assert.equal(code, 0);
    assert.deepEqual(records(folder).map(whatCounts), records(undisturbed).map(whatCounts));
  });

  it('runs once where it is started twice at once', async () => {
    const folder = join(root, 'twice');
    const both = await Promise.all([ended(start(folder)), ended(start(folder))]);
    assert.deepEqual(both.map(({ code }) => code).sort(), [0, 2]);
    const refused = both.find(({ code }) => code === 2)!;
    assert.match(
      refused.err,
      /this search runs already \(process \d+ on .*npm run search -- stop .* ends it\n$/,
    );
    assert.deepEqual(records(folder).map(whatCounts), records(undisturbed).map(whatCounts));
  });

  it('ends in order when it is asked to, and goes on', async () => {
    const folder = join(root, 'stopped');
    const child = start(folder, '--jobs', '2');
    const end = ended(child);
    while (trialProcesses().length < 2) await sleep(50);
    await sleep(1500);
    const status = spawnSync(process.execPath, ['scripts/search.mjs', 'status', folder], {
      encoding: 'utf8',
    });
    assert.match(status.stdout, new RegExp(`run by {6}process ${child.pid!} on`));
    assert.match(status.stdout, /; 2 running[^]* {2}c0000-s1-f0 {2}epoch \d+ of 12/);
    const asked = spawnSync(process.execPath, ['scripts/search.mjs', 'stop', folder], { encoding: 'utf8' });
    assert.match(asked.stdout, /^stopped; npm run search -- start .* goes on\n$/, asked.stderr);
    const { code, out } = await end;
    assert.equal(code, 0);
    assert.match(out, /interrupted; the same command goes on: \d trials finished/);
    assert.deepEqual(trialProcesses(), []);
    assert.equal((await ended(start(folder))).code, 0);
    assert.deepEqual(records(folder).map(whatCounts), records(undisturbed).map(whatCounts));
  });
});

describe('a search on a full disk', () => {
  it('ends with one line, and goes on when there is space again', (test) => {
    const folder = join(root, 'full');
    const command = `${process.execPath} scripts/search.mjs start ${space} --data ${data} --group image --out ${folder}/s`;
    const script = [
      `mkdir -p ${folder} && mount -t tmpfs -o size=900k none ${folder} || exit 99`,
      `${command}; echo "first $?"`,
      `mount -o remount,size=20m ${folder}`,
      `${command}; echo "second $?"`,
      `mount -o remount,ro ${folder}`,
      `${command}; echo "third $?"`,
    ].join('\n');
    const { status, stdout, stderr } = spawnSync('unshare', ['-rm', 'sh', '-c', script], {
      encoding: 'utf8',
    });
    if (status === 99 || stderr.includes('Operation not permitted')) {
      test.skip('this machine mounts nothing for its users');
      return;
    }
    assert.match(stdout, /first 2\n/);
    assert.match(stdout, /finished: 4 trials finished[^]*second 0\n[^]*third 2\n$/);
    const said = stderr.split('\n').filter((line) => !/absl|oneDNN|^$/.test(line));
    assert.deepEqual(said, [
      `${folder}/s cannot be written to: no space is left there`,
      `${folder}/s cannot be written to: it is read-only`,
    ]);
  });
});
