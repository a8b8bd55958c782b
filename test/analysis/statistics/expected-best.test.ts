import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { expectedBest } from 'unetlab/analysis';

describe('expectedBest', () => {
  it('is the mean for one try, and counts the draws for two', () => {
    assert.equal(expectedBest([1, 2, 3], 1, { goal: 'maximize' }).mean, 2);
    // of nine pairs five hold a 3, three more a 2, one none of them
    const two = expectedBest([3, 1, 2], 2, { goal: 'maximize' });
    assert.ok(Math.abs(two.mean - (5 * 3 + 3 * 2 + 1) / 9) < 1e-12);
  });

  it('turns round where lower is better, and leaves missing scores out', () => {
    const high = expectedBest([1, 2, 3, NaN], 4, { goal: 'maximize' });
    const low = expectedBest([-1, -2, -3], 4, { goal: 'minimize' });
    assert.equal(low.mean, -high.mean);
    assert.deepEqual(low.middle, { low: -high.middle.high, high: -high.middle.low, level: 0.9 });
  });

  it('never passes the best one, and says how likely a better one is', () => {
    const { mean, middle, chanceOfRecord } = expectedBest([0.1, 0.2, 0.3, 0.4], 400, { goal: 'maximize' });
    assert.ok(mean <= 0.4 && mean > 0.399);
    assert.deepEqual(middle, { low: 0.4, high: 0.4, level: 0.9 });
    assert.equal(chanceOfRecord, 400 / 404);
  });

  it('has nine of ten draws between its ends', () => {
    const scores = Array.from({ length: 1000 }, (_, i) => i / 1000);
    const { middle } = expectedBest(scores, 10, { goal: 'maximize' });
    // of uniform draws: 0.05 and 0.95 to the power of 1/10
    assert.ok(Math.abs(middle.low - 0.05 ** 0.1) < 0.002);
    assert.ok(Math.abs(middle.high - 0.95 ** 0.1) < 0.002);
  });

  it('names what it cannot use', () => {
    assert.throws(() => expectedBest([1], 0, { goal: 'maximize' }), /tries; .*: 0/);
    assert.throws(() => expectedBest([NaN], 1, { goal: 'maximize' }), /no score/);
  });
});
