import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { RunRecord } from 'unetlab/types';
import {
  HistoryColumns,
  isJsonObject,
  isMedia,
  parseExactJson,
  parseLenientJson,
  readNumber,
  sameButAbbreviated,
  toConfigValue,
  toConfigValues,
  withUniqueIds,
} from 'unetlab/values';

describe('lenient JSON', () => {
  it('takes what Python writes: NaN and infinities bare, control characters within texts', () => {
    const read = parseLenientJson(
      '{"a": NaN, "b": [Infinity, -Infinity], "c": "x\ty\u0001", "NaN": "NaN, Infinity"}',
    );
    assert.deepEqual(read, { a: 'NaN', b: ['Infinity', '-Infinity'], c: 'x\ty\u0001', NaN: 'NaN, Infinity' });
    assert.deepEqual(parseLenientJson('["a \\" NaN \\\\", NaN]'), ['a " NaN \\', 'NaN']);
    assert.throws(() => parseLenientJson('{"a": nan}'), SyntaxError);
  });

  it('keeps the digits of whole numbers that a double rounds, where it is to be exact', () => {
    const text = '{"seed": 18446744073709551615, "even": 9007199254740994, "low": -9007199254740993, "t": 1.5, "f": 0.1234567890123456789, "e": 1234567890123456789e2, "n": NaN, "s": "12345678901234567890"}'; // prettier-ignore
    assert.deepEqual(parseExactJson(text), {
      seed: '18446744073709551615',
      even: 9007199254740994, // a double holds it
      low: '-9007199254740993',
      t: 1.5,
      f: 0.1234567890123456789, // eslint-disable-line no-loss-of-precision -- as the text has it
      e: 1234567890123456789e2, // eslint-disable-line no-loss-of-precision
      n: 'NaN',
      s: '12345678901234567890',
    });
    assert.deepEqual(parseExactJson('[1, null, [9007199254740993]]'), [1, null, ['9007199254740993']]);
    assert.deepEqual(parseLenientJson('[9007199254740993]'), [9007199254740992]);
  });

  it('reads spelled numbers and no others', () => {
    assert.deepEqual(['NaN', 'Infinity', '-Infinity'].map(readNumber), [NaN, Infinity, -Infinity]);
    assert.equal(readNumber(0), 0);
    for (const other of ['1', 'toString', '', null, true, undefined])
      assert.equal(readNumber(other), undefined);
    assert.deepEqual([{}, [], null, 'a', undefined].map(isJsonObject), [true, false, false, false, false]);
  });
});

describe('configurations', () => {
  it('become flat, with what has no flat form as JSON text', () => {
    const object = {
      lr: 'NaN',
      model: { filters: [8, 16], norm: { kind: 'batch', on: true }, none: {} },
      picture: { _type: 'image-file', path: 'a.png' },
      steps: [{ at: 1 }, null, 'Infinity'],
      absent: null,
    };
    assert.deepEqual(toConfigValues(object), {
      lr: NaN,
      'model.filters': [8, 16],
      'model.norm.kind': 'batch',
      'model.norm.on': true,
      'model.none': '{}',
      picture: '{"_type":"image-file","path":"a.png"}',
      steps: ['{"at":1}', null, Infinity],
      absent: null,
    });
    assert.equal(toConfigValue('12'), '12');
    assert.deepEqual([isMedia({ _type: 'table' }), isMedia({ _type: 1 }), isMedia({})], [true, false, false]);
  });
});

describe('HistoryColumns', () => {
  const read = (
    rows: readonly Record<string, never>[] | readonly object[],
  ): ReturnType<HistoryColumns['finish']> => {
    const columns = new HistoryColumns();
    for (const row of rows) columns.addRow(row as never);
    return columns.finish();
  };

  it('fills what is missing with NaN, and sorts by step, rows without one last', () => {
    const { history, notices } = read([
      { _step: 5, loss: 0.5, late: 1 },
      { loss: 0.1 },
      { _step: 2, loss: 'NaN', good: true },
      { _step: 'NaN', loss: 0.2, good: false },
      { _step: 3, loss: null, deep: { er: 7 } },
    ]);
    assert.deepEqual(history, {
      _step: [2, 3, 5, NaN, NaN],
      loss: [NaN, NaN, 0.5, 0.1, 0.2],
      late: [NaN, NaN, 1, NaN, NaN],
      good: [1, NaN, NaN, NaN, 0],
      'deep.er': [NaN, 7, NaN, NaN, NaN],
    });
    assert.deepEqual(notices, []);
  });

  it('merges rows of a step, the later value winning, and says so', () => {
    const rows = [
      { _step: 0, loss: 1, only: 4 },
      { _step: 1, loss: 2 },
      { _step: 0, loss: 3, more: 5 },
    ];
    const { history, notices } = read(rows);
    assert.deepEqual(history, { _step: [0, 1], loss: [3, 2], only: [4, NaN], more: [5, NaN] });
    assert.deepEqual(notices, ['1 history rows repeated a step and were merged']);
    const parts = new HistoryColumns();
    for (const row of rows) parts.mergeRow(row);
    assert.equal(parts.length, 2);
    assert.deepEqual(parts.finish().notices, []);
  });

  it('keeps columns apart when keys change places between rows', () => {
    const { history } = read([{ a: 1, b: 2 }, { b: 3, a: 4 }, { b: 5 }, { a: 6, c: 7 }]);
    assert.deepEqual(history, { a: [1, 4, NaN, 6], b: [2, 3, 5, NaN], c: [NaN, NaN, NaN, 7] });
  });

  it('counts what is no number by its kind', () => {
    const { history, notices } = read([
      { loss: 1, text: 'a', list: [1], picture: { _type: 'image-file' } },
      { loss: 2, text: 'b' },
    ]);
    assert.deepEqual(history, { loss: [1, 2] });
    assert.deepEqual(notices, [
      'history key "text" holds text values, not numbers: 2 left out of the history',
      'history key "list" holds list values, not numbers: 1 left out of the history',
      'history key "picture" holds image-file values, not numbers: 1 left out of the history',
    ]);
  });

  it('counts epochs from 1, those from 1 as they are', () => {
    const from0 = read([{ epoch: 1 }, { epoch: 0 }, { epoch: 2 }]);
    assert.deepEqual(from0.history.epoch, [2, 1, 3]);
    assert.deepEqual(from0.notices, ['the history counted epochs from 0: they are counted from 1 here']);
    assert.deepEqual(read([{ epoch: 1 }, { epoch: 2 }]), { history: { epoch: [1, 2] }, notices: [] });
    assert.deepEqual(read([{ loss: 1 }]).notices, []);
  });

  it('names a metric that seems to go on under another name', () => {
    const { notices } = read([
      { 'validation Dice': 0.5, _step: 0 },
      { 'validation Dice': 0.6, _step: 1 },
      { 'val Dice': 0.7, _step: 2 },
    ]);
    assert.deepEqual(notices, [
      'history key "validation Dice" stops at row 2 and "val Dice" starts at row 3: perhaps one metric under two names',
    ]);
    assert.deepEqual(
      read([{ 'validation Dice': 1, 'val Dice': 1 }]).notices,
      [],
      'side by side they are two',
    );
    assert.deepEqual(read([{ _run: 1 }, { _runtime: 2 }]).notices, [], "W&B's own keys are none");
  });
});

describe('names and ids', () => {
  it('are the same but abbreviated word by word, from three letters on', () => {
    for (const [a, b] of [
      ['val_dice', 'Validation dice'],
      ['validation/loss', 'val-loss'],
      ['pre jac', 'precision jaccard'],
    ] as const) {
      assert.equal(sameButAbbreviated(a, b), true, `${a}, ${b}`);
      assert.equal(sameButAbbreviated(b, a), true, `${b}, ${a}`);
    }
    for (const [a, b] of [
      ['loss', 'loss'],
      ['va dice', 'validation dice'],
      ['val dice', 'val dice 2'],
      ['val loss', 'train loss'],
      ['val dice', 'val loss'],
      ['', 'x'],
    ] as const)
      assert.equal(sameButAbbreviated(a, b), false, `${a}, ${b}`);
  });

  it('are numbered where they repeat, around those that are taken', () => {
    const record = (id: string): RunRecord => ({ id, notices: ['old'] }) as unknown as RunRecord;
    const { records, repeated } = withUniqueIds(['x', 'y', 'x', 'x#2', 'x', 'y'].map(record));
    assert.deepEqual(
      records.map(({ id }) => id),
      ['x', 'y', 'x#3', 'x#2', 'x#4', 'y#2'],
    );
    assert.deepEqual(repeated, ['x', 'y']);
    assert.deepEqual(records[2]!.notices, ['old', 'x occurs more than once: called x#3 here']);
    assert.deepEqual(records[0]!.notices, ['old']);
  });
});
