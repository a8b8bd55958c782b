import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { RunStore } from 'unetlab/runs';
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
