import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { signFlipTest } from 'unetlab/analysis';
import { Random } from 'unetlab/random';

describe('signFlipTest', () => {
  const random = (): Random => new Random(1);

  it('looks at all arrangements of few pairs: values counted by hand', () => {
    // |sums| of ±1 ±2 ±3: 6 in 2 of 8 arrangements
    const all = signFlipTest([1, 2, 3], { random: random() });
    assert.deepEqual([all.statistic, all.p, all.arrangements, all.exact], [2, 2 / 8, 8, true]);
    // 1 + 2 − 3 = 0: nothing is further away
    assert.equal(signFlipTest([1, 2, -3], { random: random() }).p, 1);
    // sums of at least 4 of ±1 ±2 ±3: 6 and 4
    assert.equal(signFlipTest([-1, 2, 3], { random: random(), alternative: 'greater' }).p, 2 / 8);
  });

  it('samples arrangements of many pairs, near the exact value', () => {
    const differences = Array.from({ length: 12 }, (_, i) => Math.sin(i * 7) + 0.3);
    const exact = signFlipTest(differences, { random: random() });
    const sampled = signFlipTest(differences, { random: random(), permutations: 3000 });
    assert.ok(exact.exact && !sampled.exact);
    assert.ok(Math.abs(exact.p! - sampled.p!) < 0.04);
  });

  it('leaves missing pairs out and says why there is no test', () => {
    assert.equal(signFlipTest([1, NaN, 2, 3], { random: random() }).arrangements, 8);
    assert.match(signFlipTest([1], { random: random() }).reason!, /1 complete pair; two/);
    assert.match(signFlipTest([0, 0], { random: random() }).reason!, /no pair differs/);
  });
});
