import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { RunRecord } from 'unetlab/types';
import { describeColumns, runFrame, runTable } from 'unetlab/wandb';

function run(id: string, config: RunRecord['config'], summary: RunRecord['summary']): RunRecord {
  return {
    id,
    name: `run ${id}`,
    source: 'wandb',
    state: 'finished',
    sweep: 's1',
    url: `https://example.org/${id}`,
    created: '2025-01-01T00:00:00.000Z',
    tags: [],
    config,
    summary,
    history: null,
    notices: [],
  };
}

const records = [
  run(
    'a',
    { lr: 0.1, loss: 'dice', size: [256, 256, 1], amp: true },
    { dice: 0.5, _runtime: 3, lr: 9, '_wandb.runtime': 2 },
  ),
  run('b', { lr: 0.01, batch_size: 8 }, { dice: NaN, note: 'x' }),
  run('c', { lr: 0.001, batch_size: 'auto', run_name: 'mine' }, {}),
];

describe('a table of runs', () => {
  it('is {...summary, ...config, run_name, run_id, url, state, sweep, created} without _ keys', () => {
    const { columns, rows, notices } = runTable(records);
    assert.deepEqual(columns, [
      'dice',
      'lr',
      'note',
      'loss',
      'size',
      'amp',
      'batch_size',
      'lr (logged)',
      'run_name',
      'run_id',
      'url',
      'state',
      'sweep',
      'created',
    ]);
    assert.deepEqual(rows[0], [
      0.5,
      0.1,
      null,
      'dice',
      '[256,256,1]',
      true,
      null,
      9,
      'run a',
      'a',
      'https://example.org/a',
      'finished',
      's1',
      '2025-01-01T00:00:00.000Z',
    ]);
    assert.deepEqual(rows[2]!.slice(0, 3), [NaN, 0.001, null]);
    assert.deepEqual(notices, [
      'both config and summary have lr: what was logged stands under "lr (logged)"',
      "values named like the table's own columns are left out: run_name",
    ]);
  });

  it('is described column by column', () => {
    const of = new Map(describeColumns(runTable(records)).map((column) => [column.column, column]));
    assert.deepEqual(of.get('dice'), {
      column: 'dice',
      type: 'number',
      filled: 1,
      missing: 2,
      distinct: 1,
      range: [0.5, 0.5],
    });
    assert.deepEqual(of.get('lr')!.range, [0.001, 0.1]);
    assert.equal(of.get('batch_size')!.type, 'mixed');
    assert.equal(of.get('amp')!.type, 'boolean');
    assert.equal(of.get('size')!.type, 'text');
    assert.equal(of.get('note')!.missing, 2);
    assert.equal(describeColumns(runTable([run('x', { a: null }, {})]))[0]!.type, 'empty');
  });

  it('becomes a danfojs frame that groups and sorts', async () => {
    const many = Array.from({ length: 30 }, (_, i) =>
      run(String(i), { batch_size: [4, 8, 16][i % 3]! }, i === 7 ? {} : { dice: i / 30 }),
    );
    const frame = await runFrame(many);
    assert.deepEqual(frame.shape, [30, 8]);
    assert.deepEqual(frame.columns.slice(0, 2), ['dice', 'batch_size']);
    const values = frame.column('dice').values as number[];
    assert.ok(Number.isNaN(values[7]));
    assert.equal(values[8], 8 / 30);
    const best = frame.sortValues('dice', { ascending: false });
    assert.equal((best.column('run_id').values as string[]).includes('29'), true);
  });

  it('of no runs has no rows', () => {
    assert.deepEqual(runTable([]).rows, []);
  });
});
