import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { movedRanks, sampledHistory, sharesByImage, withoutSettings } from 'unetlab/analysis';
import type { History, RunRecord } from 'unetlab/types';

const run = (name: string, history: History | null): RunRecord => ({
  id: name,
  name,
  source: 'local',
  state: 'finished',
  sweep: null,
  url: null,
  created: null,
  tags: [],
  config: { a: 1, b: 2 },
  summary: {},
  history,
  notices: [],
});

describe('sampled histories', () => {
  const whole = { epoch: [1, 2, 3, 4], val: [0.1, NaN, 0.9, 0.2] };

  it('name the wrong best epoch where the best row was not drawn', () => {
    const found = sampledHistory(run('a', whole), { epoch: [1, 4], val: [0.1, 0.2] }, 'val', 'maximize');
    assert.deepEqual(
      [found.epoch, found.best, found.epochInSample, found.bestInSample, found.rows, found.sampled],
      [3, 0.9, 4, 0.2, 4, 2],
    );
    assert.ok(Math.abs(found.lost - 0.7) < 1e-12);
  });

  it('take the least where lower is better, and count rows where no epoch is logged', () => {
    const found = sampledHistory(
      run('a', { val: [3, 1, 2] }),
      { val: [3, 2], _step: [0, 20] },
      'val',
      'minimize',
    );
    assert.deepEqual([found.epoch, found.epochInSample, found.lost], [2, 21, 1]);
  });

  it('say which history is missing', () => {
    assert.throws(
      () => sampledHistory(run('a', null), { val: [1] }, 'val', 'maximize'),
      /run a has no history of val/,
    );
  });

  it('change ranks', () => {
    const of = (name: string, best: number, drawn: number) =>
      sampledHistory(run(name, { val: [best] }), { val: [drawn] }, 'val', 'maximize');
    assert.equal(movedRanks([of('a', 3, 1), of('b', 2, 2), of('c', 1, 0)], 'maximize'), 2);
    assert.equal(movedRanks([of('a', 3, 3), of('b', 2, 2)], 'maximize'), 0);
  });
});

describe('records', () => {
  it('lose settings that are no factors, and nothing else', () => {
    const given = run('a', null);
    assert.deepEqual(withoutSettings([given], ['b', 'c']), [{ ...given, config: { a: 1 } }]);
    assert.deepEqual(given.config, { a: 1, b: 2 });
  });
});

describe('shares by image', () => {
  it('divide the sizes of the gradients, whatever their signs', () => {
    assert.deepEqual(sharesByImage([1, -1, -4, 2], 2), [0.25, 0.75]);
    assert.throws(() => sharesByImage([1, 2, 3], 2), /3 pixels cannot be divided into 2/);
  });
});
