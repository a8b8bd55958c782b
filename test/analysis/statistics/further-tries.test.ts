import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { expectedMaximum, furtherTries } from 'unetlab/analysis';
import { Random } from 'unetlab/random';

const open = { goal: 'maximize', range: null } as const;
const draws = (count: number, draw: (random: Random) => number): number[] => {
  const random = new Random(5);
  return Array.from({ length: count }, () => draw(random));
};

describe('furtherTries', () => {
  it('gives the mean for one try, and the mean of the larger for two', () => {
    const at = furtherTries([1, 2, 3], { ...open, random: new Random(1), draws: 20_000 });
    assert.ok(Math.abs(at(1).mean - 2) < 0.02);
    // of nine pairs five hold a 3, three more a 2, one none of them; a resample holds them unevenly, which takes a little
    assert.ok(at(2).mean > 2.2 && at(2).mean < (5 * 3 + 3 * 2 + 1) / 9);
  });

  it('goes on beyond the recorded ones as far as their tail lets it: uniform, normal, exponential', () => {
    const cases: [string, (random: Random) => number, number, number][] = [
      ['uniform', (random) => random.uniform(), 2000 / 2001, 0.03],
      ['normal', (random) => random.normal(), expectedMaximum(2000), 0.6],
      ['exponential', (random) => -Math.log(1 - random.uniform()), Math.log(2000) + 0.5772, 2],
    ];
    for (const [name, draw, want, tolerance] of cases) {
      const best = furtherTries(draws(400, draw), { ...open, random: new Random(2) })(2000);
      assert.ok(Math.abs(best.mean - want) < tolerance, `${name}: ${best.mean}, wanted ${want}`);
      assert.ok(best.middle.low < want && best.middle.high > want, `${name}: ${JSON.stringify(best.middle)}`);
    }
  });

  it('rises with the tries, is wider beyond the records, and stays in the range of the score', () => {
    const scores = draws(36, (random) => 0.9 * random.uniform());
    const at = furtherTries(scores, { goal: 'maximize', range: [0, 1], random: new Random(3) });
    const means = [1, 4, 36, 400, 4000].map((tries) => at(tries).mean);
    assert.deepEqual(
      means,
      [...means].sort((a, b) => a - b),
    );
    assert.ok(at(4000).middle.high <= 1);
    assert.ok(at(4000).middle.high > Math.max(...scores));
    assert.equal(at(36).chanceOfRecord, 0.5);
  });

  it('turns round where lower is better, and leaves missing scores out', () => {
    const scores = draws(30, (random) => random.uniform());
    const high = furtherTries([...scores, NaN], { ...open, random: new Random(4) })(100);
    const low = furtherTries(
      scores.map((score) => -score),
      { goal: 'minimize', range: null, random: new Random(4) },
    )(100);
    assert.equal(low.mean, -high.mean);
    assert.equal(low.middle.low, -high.middle.high);
  });

  it('stays at the best of few or equal scores', () => {
    assert.equal(furtherTries([0.5, 0.5], { ...open, random: new Random(1) })(50).mean, 0.5);
    const equal = new Array<number>(30).fill(0.125);
    assert.deepEqual(furtherTries(equal, { ...open, random: new Random(1) })(50).middle, {
      low: 0.125,
      high: 0.125,
      level: 0.9,
    });
  });

  it('names what it cannot use', () => {
    assert.throws(() => furtherTries([1], { ...open, random: new Random(1) })(0), /tries; .*: 0/);
    assert.throws(() => furtherTries([NaN], { ...open, random: new Random(1) }), /no score/);
  });
});
