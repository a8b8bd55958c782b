import assert from 'node:assert/strict';
import { describe as suite, it } from 'node:test';
import { bestOfLevels, bestOfN, describe, expectedMaximum } from 'unetlab/analysis';
import { close } from '../close';
import { want } from './want';

const up = { goal: 'maximize' } as const;

suite('best of N', () => {
  it('knows the mean of the largest of n normal draws', () => {
    for (const { n, value } of want.resampling.expected_maximum)
      assert.ok(Math.abs(expectedMaximum(n) - value) < 1e-7, `n = ${n}: ${expectedMaximum(n)} for ${value}`);
    assert.throws(() => expectedMaximum(0), /not a whole number from 1: 0/);
  });
  it('judges the best as the largest of n normal draws', () => {
    const got = bestOfN(want.grubbs.values, up);
    assert.ok(Math.abs(got.p! - want.grubbs.simulated_p) < 0.002, `got ${String(got.p)}`);
    const mirrored = bestOfN(
      want.grubbs.values.map((value) => -value),
      { goal: 'minimize' },
    );
    close(mirrored.p, got.p!, 'mirrored p');
    close(mirrored.best, -0.164, 'mirrored best');
    assert.equal(bestOfN([1, 2], up).p, null);
    const noisy = bestOfN(want.grubbs.values, up, { noiseSd: 10 });
    close(noisy.corrected, describe(want.grubbs.values).mean!, 'all noise: back to the mean');
    close(bestOfN(want.grubbs.values, up, { noiseSd: 0 }).corrected, 0.164, 'no noise: as measured');
  });
  it('compares levels at equal numbers of tries', () => {
    const groups = [
      { name: 'few', values: [1, 9] },
      { name: 'many', values: [2, 6, 7, 8] },
      { name: 'one', values: [5] },
    ];
    const got = bestOfLevels(groups, up);
    assert.equal(got.budget, 2);
    assert.equal(got.winnerByBest, 'few');
    assert.equal(got.winnerByMean, 'many');
    assert.equal(got.winnerWithoutBest, 1);
    const many = got.levels[1]!;
    close(many.bestAtBudget, (6 + 7 + 7 + 8 + 8 + 8) / 6, 'mean of the best of each pair');
    close(many.chanceOfBest, 4 / 7, 'chance');
    assert.equal(got.levels[2]!.bestAtBudget, null);
  });
  it('says which bound of the score the luck of so many tries would pass', () => {
    const percent = Array.from({ length: 60 }, (_, i) => 90 + (i % 10));
    const beyond = (range: readonly [number, number | null] | null, values = percent) =>
      bestOfN(values, { goal: 'maximize', range }).beyond;
    assert.equal(beyond([0, 100]), 'above 100');
    assert.equal(beyond([0, 1]), 'above 1');
    assert.equal(beyond(null), null);
    assert.equal(
      beyond(
        [0, 100],
        percent.map((value) => value - 50),
      ),
      null,
    );
    const errors = percent.map((value) => (value - 89) / 10);
    assert.equal(bestOfN(errors, { goal: 'minimize', range: [0, null] }).beyond, 'below 0');
  });
  it('compares levels of what is better lower', () => {
    const got = bestOfLevels(
      [
        { name: 'steady', values: [3, 4] },
        { name: 'lucky', values: [1, 9] },
      ],
      { goal: 'minimize' },
    );
    assert.deepEqual([got.winnerByBest, got.winnerByMean], ['lucky', 'steady']);
  });
});
