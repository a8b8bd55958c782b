import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { grid36, RunStore, runSweep, search15, type Trial } from 'unetlab/sweeps';
import { runRecordFromJson, runRecordToJson, type RunRecord } from 'unetlab/types';

const folder = mkdtempSync(join(tmpdir(), 'unetlab-sweep-'));
after(() => {
  rmSync(folder, { recursive: true, force: true });
});

const record: RunRecord = {
  id: 'a',
  name: 'run a',
  source: 'local',
  state: 'finished',
  sweep: null,
  url: null,
  created: '2026-01-01T00:00:00.000Z',
  tags: [],
  config: { learning_rate: 1e-3, loss: 'dice' },
  summary: { best: NaN, worst: -Infinity, note: 'NaN-like' },
  history: { epoch: [1, 2], val_loss: [NaN, 0.5] },
  notices: [],
};

/** The smallest trial there is. */
const tiny = (name: string, more: Partial<Trial> = {}): Trial => ({
  ...search15()[0]!,
  name,
  sweep: 'tiny',
  epochs: 1,
  scenes: 16,
  tilesPerScene: 1,
  size: 64,
  baseFilters: 4,
  depth: 1,
  ...more,
});

describe('run records as JSON', () => {
  it('come back equal, NaN and infinities too', () => {
    assert.deepEqual(runRecordFromJson(runRecordToJson(record)), record);
    assert.throws(() => runRecordFromJson('{"id": "x"}'), /no run record: it has no name/);
  });
});

describe('RunStore', () => {
  it('appends, lets the last of an id count, and steps over an unfinished line', () => {
    const path = join(folder, 'runs.jsonl');
    const store = new RunStore(path);
    assert.deepEqual(store.read(), []);
    store.append(record);
    appendFileSync(path, '{"id": "cut", "name');
    store.append({ ...record, name: 'renamed' });
    store.append({ ...record, id: 'b' });
    const { records, notices } = store.readWithNotices();
    assert.deepEqual(
      records.map(({ id, name }) => [id, name]),
      [
        ['a', 'renamed'],
        ['b', 'run a'],
      ],
    );
    assert.match(notices.join(), /runs.jsonl, line 2 is left out/);
    store.tidy();
    assert.equal(readFileSync(path, 'utf8').trim().split('\n').length, 2);
  });
});

describe('plans', () => {
  it('cross what they compare', () => {
    const count = (trials: readonly Trial[], key: keyof Trial): number =>
      new Set(trials.map((trial) => trial[key])).size;
    assert.equal(search15().length, 15);
    assert.equal(grid36([1, 2]).length, 72);
    assert.deepEqual(
      (['architecture', 'learningRate', 'batchSize'] as const).map((key) => count(grid36(), key)),
      [3, 4, 3],
    );
    for (const loss of ['dice', 'focal', 'combined'])
      assert.equal(
        count(
          search15().filter((trial) => trial.loss === loss),
          'batchSize',
        ),
        2,
      );
    for (const trials of [search15([1, 2]), grid36([1, 2])])
      assert.equal(count(trials, 'name'), trials.length);
  });
});

describe('runSweep', () => {
  it('runs each trial once, goes on from its records, and records a failure with its words', async () => {
    const store = new RunStore(join(folder, 'sweep.jsonl'));
    const trials = [tiny('one'), tiny('two', { seed: 2 }), tiny('bad', { dropout: 2 })];
    store.append({ ...record, id: 'tiny-one', name: 'from before' });
    const seen: string[] = [];
    const records = await runSweep({
      trials,
      store,
      onProgress: ({ done, total, record: { name } }) => seen.push(`${done}/${total} ${name}`),
    });
    assert.deepEqual(seen, ['2/3 two', '3/3 bad']);
    assert.deepEqual(
      records.map(({ name, state }) => [name, state]),
      [
        ['from before', 'finished'],
        ['two', 'finished'],
        ['bad', 'failed'],
      ],
    );
    assert.match(records[2]!.notices.join(), /invalid dropout: 2; allowed: \[0, 1\)/);
    assert.equal(records[1]!.history!.val_jaccard!.length, 1);
    assert.equal((await runSweep({ trials, store })).length, 3);
  });

  it('leaves interrupted trials for the next call', async () => {
    const path = join(folder, 'stopped.jsonl');
    writeFileSync(path, '');
    const controller = new AbortController();
    setTimeout(() => {
      controller.abort();
    }, 300);
    const records = await runSweep({
      trials: [tiny('slow', { epochs: 5000 })],
      store: new RunStore(path),
      signal: controller.signal,
    });
    assert.deepEqual(records, []);
    assert.equal(readFileSync(path, 'utf8'), '');
  });
});
