import assert from 'node:assert/strict';
import { describe as suite, it } from 'node:test';
import {
  bcaInterval,
  bestOfLevels,
  bestOfN,
  betweenGroups,
  bootstrap,
  bootstrapRows,
  correlation,
  correlationMatrix,
  describe,
  factorialAnova,
  hedgesG,
  meanDifference,
  omegaSquared,
  oneWayAnova,
  permutationCorrelation,
  permutationTest,
  quantile,
  ranksOf,
  scaleOf,
  trend,
  uniformityTest,
  welchAnova,
  welchTest,
} from 'unetlab/analysis';
import { Random } from 'unetlab/random';
import { close, fixture } from '../close';

interface Borders {
  best: { values: number[]; best: number; second: number; expected: number; p: number; noise: number; corrected: number }[]; // prettier-ignore
  quantiles: { values: number[]; at: number[]; want: number[] };
  describe: { values: number[]; mean: number; sd: number; interval90: [number, number]; least: number; most: number; median: number }; // prettier-ignore
  ranks: { values: number[]; ranks: number[] };
  loess: { x: number[]; y: number[]; at: number[]; span: number; fit: number[]; half: number[] }[];
  spearman: { x: number[]; y: number[]; rho: number; low: number; high: number }[];
  even: { values: number[]; low: number; high: number; bins: number; counts: number[]; statistic: number; p: number }[]; // prettier-ignore
  ratio: {
    a: number[];
    b: number[];
    level: number;
    low: number;
    high: number;
    replicates: number[];
    settled: { low: number; high: number; error: number };
  };
  pairings: { x: number[]; y: number[]; p: Record<'two-sided' | 'greater' | 'less', number> };
  line: { x: number[]; y: number[]; slope: number; p: number };
}
/** Made by test/fixtures/analysis/make_borders.py. */
const want = fixture<Borders>('borders.json');
const mean = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((a, b) => a + b, 0) / values.length;

suite('scale of a column', () => {
  /** Largest gap between the share of values up to a point and what an even spread has there. */
  const gap = (values: readonly number[]): number => {
    const [least, most] = [Math.min(...values), Math.max(...values)];
    return Math.max(
      ...values.flatMap((value) => {
        const even = (value - least) / (most - least);
        const share = (among: number[]): number => among.length / values.length;
        return [
          share(values.filter((other) => other <= value)) - even,
          even - share(values.filter((other) => other < value)),
        ];
      }),
    );
  };
  it('is that on which the spread is nearer to even', () => {
    const random = new Random(2);
    let logarithmic = 0;
    for (let round = 0; round < 60; round += 1) {
      const bend = random.between(0.5, 3);
      const values = [1, 60, ...Array.from({ length: 6 }, () => 1 + 59 * random.uniform() ** bend)];
      const wanted = gap(values.map(Math.log)) < gap(values) ? 'log' : 'linear';
      logarithmic += Number(wanted === 'log');
      assert.equal(scaleOf(values), wanted, values.join(' '));
    }
    assert.ok(logarithmic > 10 && logarithmic < 50, `${logarithmic} of 60: both are tried`);
  });
  it('needs two positive values and a factor of ten, and is linear where both are as even', () => {
    const byHand = [
      [[1, 100 ** 0.25, 10], 'log'],
      [[1, 3, 9.99], 'linear'],
      [[1, 100], 'linear'],
      [[-1, 1, 10, 100], 'linear'],
      [[NaN, 5], 'linear'],
      [[], 'linear'],
      [[1000, 1, 10, 100, Infinity], 'log'],
      [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 'linear'],
    ] as const;
    for (const [values, scale] of byHand) assert.equal(scaleOf([...values]), scale, values.join(' '));
  });
});

suite('descriptions, against numpy', () => {
  it('quantiles, ranks and intervals at another level', () => {
    const { values, at, want: wanted } = want.quantiles;
    at.forEach((p, i) => {
      close(quantile([...values, NaN], p), wanted[i]!, `quantile ${p}`);
    });
    assert.deepEqual([quantile(values, -1), quantile(values, 2)], [Math.min(...values), Math.max(...values)]);
    assert.ok(Number.isNaN(quantile([], 0.5)));
    assert.deepEqual([...ranksOf(want.ranks.values)], want.ranks.ranks);
    const d = want.describe;
    const got = describe(d.values, 0.9);
    for (const [name, value] of [['mean', d.mean], ['sd', d.sd], ['min', d.least], ['max', d.most], ['median', d.median]] as const) close(got[name], value, name); // prettier-ignore
    close(got.interval?.low, d.interval90[0], 'low');
    close(got.interval?.high, d.interval90[1], 'high');
    assert.deepEqual(describe([4]), { n: 1, missing: 0, mean: 4, sd: null, interval: null, min: 4, median: 4, max: 4 }); // prettier-ignore
    for (const level of [0, 1, NaN])
      assert.throws(() => describe([1, 2], level), /invalid level; not in \(0, 1\)/);
  });
});

suite('the best of few', () => {
  const up = { goal: 'maximize' } as const;
  it('by Grubbs’ test, in either direction', () => {
    for (const { values, best, second, expected, p, noise, corrected } of want.best)
      for (const sign of [1, -1]) {
        const got = bestOfN(values.map((value) => sign * value), { goal: sign > 0 ? 'maximize' : 'minimize' }, { noiseSd: noise }); // prettier-ignore
        assert.deepEqual([got.n, got.best, got.runnerUp], [values.length, sign * best, sign * second]);
        close(got.expectedBest, sign * expected, 'expected best', 1e-6);
        close(got.p, p, 'p', 1e-6);
        close(got.corrected, sign * corrected, 'corrected');
      }
    assert.deepEqual(bestOfN([NaN], up), { n: 0, best: null, runnerUp: null, expectedBest: null, p: null, corrected: null, beyond: null, reason: '0 values; three are needed to judge the best' }); // prettier-ignore
    assert.equal(bestOfN([5], up).reason, '1 value; three are needed to judge the best');
    assert.equal(bestOfN([2, 2, 2], up).reason, 'all values are equal');
    assert.equal(bestOfN([1, 2, 4], up).corrected, null);
    assert.equal(bestOfN([0, 0, 0, 1], up).p, 0, 'as far out as four values can be');
  });
  it('of levels, where less is better', () => {
    const got = bestOfLevels([{ name: 'a', values: [5, 1, 4, NaN] }, { name: 'b', values: [2, 2, 3, 2] }, { name: 'c', values: [9] }, { name: 'none', values: [] }], { goal: 'minimize' }); // prettier-ignore
    assert.deepEqual([got.budget, got.winnerByBest, got.winnerByMean, got.winnerWithoutBest], [3, 'a', 'b', 4]); // prettier-ignore
    assert.deepEqual(got.levels.map(({ n, best }) => [n, best]), [[3, 1], [4, 2], [1, 9]]); // prettier-ignore
    close(got.levels[0]!.bestAtBudget, 1, 'all of a');
    close(got.levels[1]!.bestAtBudget, 2, 'three of b');
    close(got.levels[0]!.mean, 10 / 3, 'mean');
    close(got.levels[2]!.chanceOfBest, 1 / 8, 'chance');
    assert.equal(bestOfLevels([{ name: 'one', values: [1] }], up).winnerWithoutBest, null);
    assert.equal(bestOfLevels([{ name: 'one', values: [1, 2] }], up, { budget: 1 }).levels[0]!.bestAtBudget!.toFixed(6), '1.500000'); // prettier-ignore
    assert.deepEqual(bestOfLevels([], up), { levels: [], budget: 1, winnerByBest: null, winnerByMean: null, winnerWithoutBest: null }); // prettier-ignore
  });
});

suite('local lines, against their hat matrix', () => {
  for (const { x, y, at, span, fit, half } of want.loess)
    it(`with a span of ${span}`, () => {
      const shuffled = new Random(1).shuffle(x.map((_, i) => i));
      const got = trend(shuffled.map((i) => x[i]!), shuffled.map((i) => y[i]!), { method: 'loess', span, points: at.length }); // prettier-ignore
      at.forEach((place, i) => {
        close(got.x[i], place, 'x');
        close(got.fit[i], fit[i]!, `fit at ${place}`, 1e-7);
        close(got.high[i]! - got.fit[i]!, half[i]!, `band at ${place}`, 1e-6);
        close(got.fit[i]! - got.low[i]!, half[i]!, `band at ${place}`, 1e-6);
      });
    });
  it('a straight line through many points is itself, without a band', () => {
    const x = Array.from({ length: 620 }, (_, i) => i ** 2 / 1000);
    const got = trend(x, x.map((v) => 2 - 0.5 * v), { method: 'loess', points: 9 }); // prettier-ignore
    got.x.forEach((place, i) => {
      close(got.fit[i], 2 - 0.5 * place, 'fit', 1e-7);
      assert.ok(got.high[i]! - got.fit[i]! < 1e-6, `band ${got.high[i]! - got.fit[i]!}`);
    });
  });
  it('values that do not change have a slope of 0, which is none', () => {
    const flat = trend([1, 2, 3, 5], [5, 5, 5, 5]);
    assert.deepEqual([flat.reason, flat.slope, flat.p], [null, 0, 1]);
    assert.equal(trend([1, 2, 3, 4], [1, 2, 3, 4]).p, 0);
  });
  it('a straight line has its slope, p and defaults', () => {
    const { x, y, slope, p } = want.line;
    const got = trend([...x, NaN, 3], [...y, 1, NaN]);
    close(got.slope, slope, 'slope');
    close(got.p, p, 'p', 1e-7);
    assert.deepEqual([got.n, got.dropped, got.x.length, got.x[0], got.x[59]], [8, 2, 60, 1, 8]);
    const exact = trend([1, 10, 100], [0, 1, 2], { scale: 'log', points: 3 });
    close(exact.slope, 1, 'a factor of ten');
    exact.fit.forEach((value, i) => {
      close(value, i, 'exact');
      close(exact.x[i], 10 ** i, 'x');
    });
    for (const span of [0, 1.1]) assert.throws(() => trend(x, y, { span }), /invalid span; not in \(0, 1\]/);
  });
});

suite('correlations at their borders', () => {
  it('have the interval of Bonett and Wright for ranks', () => {
    for (const { x, y, rho, low, high } of want.spearman) {
      const got = correlation(x, y, { method: 'spearman', level: 0.9 });
      close(got.r, rho, 'rho');
      close(got.interval?.low, low, 'low');
      close(got.interval?.high, high, 'high');
      const cell = correlationMatrix([{ name: 'x', values: x }, { name: 'y', values: y }], { method: 'spearman', level: 0.9 }).cells[0]![1]!; // prettier-ignore
      assert.deepEqual(cell, got);
    }
  });
  it('say little of few rows', () => {
    const got = [[1], [1, 2], [1, 2, 4], [1, 2, 3, 4]].map((x) =>
      correlation(
        x,
        x.map((v) => 3 * v),
      ),
    );
    assert.equal(got[0]!.reason, 'one row has both values; two are needed');
    assert.deepEqual(got.slice(1).map(({ r, p, interval }) => [r!.toFixed(12), p, interval]), [['1.000000000000', null, null], ['1.000000000000', got[2]!.p, null], ['1.000000000000', 0, null]]); // prettier-ignore
    assert.ok(got[2]!.p! < 1e-6);
  });
  it('are tested by going through orders, on either side', () => {
    const { x, y, p } = want.pairings;
    for (const alternative of ['two-sided', 'greater', 'less'] as const) {
      const got = permutationCorrelation(x, y, { random: new Random(4), alternative, permutations: 4000 });
      assert.ok(Math.abs(got.p! - p[alternative]) < 0.035, `${alternative}: ${got.p} for ${p[alternative]}`);
      assert.deepEqual([got.arrangements, got.exact], [4001, false]);
      close(got.statistic, correlation(x, y).r!, 'r');
    }
    assert.match(
      permutationCorrelation([1, 2], [1, 2], { random: new Random(1) }).reason!,
      /^2 complete rows/,
    );
  });
});

suite('resampling at its borders', () => {
  it('has the BCa interval of scipy at another level', () => {
    const { a, b, level, low, high, replicates, settled } = want.ratio;
    const left = (values: number[], of: (rest: number[]) => number): number[] =>
      values.map((_, i) => of(values.filter((__, j) => j !== i)));
    const got = bcaInterval(mean(a) / mean(b), replicates, [left(a, (r) => mean(r) / mean(b)), left(b, (r) => mean(a) / mean(r))], level); // prettier-ignore
    close(got?.low, low, 'low');
    close(got?.high, high, 'high');
    const own = bootstrap([a, [...b, NaN]], ([p, q]) => mean(p!) / mean(q!), { random: new Random(6), level, resamples: 1500 }); // prettier-ignore
    assert.equal(own.method, 'bca');
    close(own.interval?.low, settled.low, 'own low', 0.1);
    close(own.interval?.high, settled.high, 'own high', 0.1);
    close(own.standardError, settled.error, 'own error', 0.1);
  });
  it('says how much of it was not defined', () => {
    const random = (): Random => new Random(9);
    const some = bootstrapRows([[1, 2, 3, 9]], ([x]) => (x!.includes(9) ? mean(x!) : NaN), { random: random(), resamples: 200 }); // prettier-ignore
    assert.match(some.reason!, /^the statistic was not defined on \d+ of 200 resamples$/);
    assert.equal(bootstrapRows([[1, NaN], [1, 2]], () => 5, { random: random() }).reason, '1 complete row; two are needed'); // prettier-ignore
    assert.equal(bootstrapRows([[1, NaN]], ([x]) => x![0]! + 4, { random: random() }).estimate, 5);
    assert.ok(Number.isNaN(bootstrapRows([[NaN]], () => 5, { random: random() }).estimate));
    assert.equal(bootstrap([[]], () => 5, { random: random() }).reason, 'sample 1 holds 0 values; two are needed'); // prettier-ignore
    assert.match(
      bootstrap([[1, 2]], () => NaN, { random: random() }).reason!,
      /not defined on the resamples/,
    );
  });
  it('goes through arrangements up to the number asked for', () => {
    const groups = [{ name: 'a', values: [1, 2, 3] }, { name: 'b', values: [4, 5, 7] }]; // prettier-ignore
    const at = (permutations: number): [boolean, number] => {
      const { exact, arrangements } = permutationTest(groups, meanDifference, { random: new Random(1), permutations }); // prettier-ignore
      return [exact, arrangements];
    };
    assert.deepEqual([at(20), at(19)], [[true, 20], [false, 20]]); // prettier-ignore
    const three = permutationTest([...groups, { name: 'c', values: [9, 8] }], betweenGroups, { random: new Random(1), alternative: 'greater' }); // prettier-ignore
    assert.deepEqual([three.exact, three.arrangements], [true, 560]);
    close(three.statistic, 12 + (16 * 16) / 3 + (17 * 17) / 2, 'sum');
    assert.match(
      permutationTest([groups[0]!], meanDifference, { random: new Random(1) }).reason!,
      /two groups/,
    );
  });
});

suite('evenness over a range', () => {
  it('takes 2 to 20 bins, one for ten values', () => {
    for (const { values, low, high, counts, statistic, p } of want.even) {
      const got = uniformityTest([...values, high + 1, low - 1, NaN], low, high);
      assert.deepEqual([got.counts, got.df], [counts, counts.length - 1]);
      close(got.chiSquare, statistic, 'statistic');
      close(got.p, p, 'p', 1e-6);
    }
    assert.deepEqual(uniformityTest([0, 1], 0, 1).counts, [1, 1], 'both ends are inside');
    assert.deepEqual(uniformityTest([], 0, 1), { chiSquare: 0, df: 1, p: 1, counts: [0, 0] });
    assert.throws(() => uniformityTest([1], 1, 1), /invalid range; high must exceed low: \[1, 1\]/);
  });
});

suite('tests that cannot be made say why', () => {
  const group = (name: string, ...values: number[]): { name: string; values: number[] } => ({ name, values });
  it('for two groups and for several', () => {
    assert.equal(welchTest([], [1, 2]).reason, 'a group is empty');
    assert.equal(welchTest([1, 2], []).difference, null);
    assert.match(welchTest([1], [1, 2]).reason!, /^a group of one/);
    assert.equal(welchTest([3, 3], [1, 1]).difference, 2);
    assert.match(hedgesG([1], [2, 3]).reason!, /^a group of one/);
    assert.equal(hedgesG([1, 1], [2, 2]).reason, 'neither group varies');
    const flat = welchAnova([group('a', 1, 1), group('b', 1, 2), group('c', 5)]);
    assert.deepEqual([flat.f, flat.leftOut], [null, ['a', 'c']]);
    const anova = oneWayAnova([group('a', 1, 3), group('b', 4, 6), group('c', 9), group('none')]);
    assert.deepEqual([anova.df, anova.groupsOfOne, anova.sumSqWithin], [[2, 2], ['c'], 4]);
    // means 2, 5 and 9 around 23/5
    close(anova.sumSqBetween, 2 * 2.6 ** 2 + 2 * 0.4 ** 2 + 4.4 ** 2, 'between');
    close(anova.f, (2 * 2.6 ** 2 + 2 * 0.4 ** 2 + 4.4 ** 2) / 2 / 2, 'F');
    assert.equal(oneWayAnova([group('a', 2, 2), group('b', 2)]).reason, 'all values are equal');
    assert.deepEqual(omegaSquared(Infinity, 1, 3, 5), { value: 1, interval: null, reason: null });
    close(omegaSquared(3, 2, 12, 15).value, 4 / 19, 'omega squared');
  });
  it('for factors: rows with something missing are left out and counted', () => {
    const y = [1, 2, 4, 3, 5, 9, NaN, 4];
    const a = ['x', 'x', 'y', 'y', 'x', 'y', 'x', null];
    const got = factorialAnova(y, [{ name: 'a', levels: a }]);
    assert.deepEqual([got.n, got.dropped, got.residual.df, got.notices], [6, 2, 4, []]);
    // x: 1, 2, 5 (mean 8/3); y: 4, 3, 9 (mean 16/3)
    close(got.terms[0]!.sumSq, 6 * (4 / 3) ** 2, 'between');
    close(got.residual.sumSq, 26 / 3 + 62 / 3, 'within');
    close(got.terms[0]!.f, (6 * (4 / 3) ** 2) / (88 / 3 / 4), 'F');
    close(got.terms[0]!.effect.value, (got.terms[0]!.f! - 1) / (got.terms[0]!.f! + 5), 'omega squared');
    close(got.rSquared, 32 / 3 / 40, 'R²');
    const crossed = factorialAnova([1, 2, 3, 5, 4, 4], [{ name: 'a', levels: ['x', 'x', 'y', 'y', 'x', 'y'] }, { name: 'b', levels: [1, 2, 1, 2, 1, 2] }]); // prettier-ignore
    assert.deepEqual(crossed.notices, []);
    assert.deepEqual(crossed.terms.map(({ term, df }) => [term, df]), [['a', 1], ['b', 1], ['a × b', 1]]); // prettier-ignore
    const flat = factorialAnova([2, 2, 2], [{ name: 'a', levels: ['x', 'x', 'y'] }]);
    assert.deepEqual([flat.rSquared, flat.terms[0]!.f, flat.terms[0]!.effect.reason], [null, null, 'not testable in this design']); // prettier-ignore
    const exact = factorialAnova([1, 1, 3, 3], [{ name: 'a', levels: ['x', 'x', 'y', 'y'] }]);
    assert.deepEqual([exact.terms[0]!.f, exact.terms[0]!.p], [Infinity, 0]);
    assert.throws(() => factorialAnova(y, [], { covariates: [{ name: 'c', values: [1] }] }), /covariate c and response must have the same length; got 1 and 8/); // prettier-ignore
  });
});
