import assert from 'node:assert/strict';
import { describe as suite, it } from 'node:test';
import {
  bcaInterval,
  bestOfLevels,
  bestOfN,
  betweenGroups,
  bootstrap,
  bootstrapRows,
  brownForsythe,
  correlation,
  correlationMatrix,
  describe,
  expectedMaximum,
  factorialAnova,
  hedgesG,
  holm,
  kruskal,
  meanDifference,
  noncentralFCdf,
  noncentralTCdf,
  omegaSquared,
  oneWayAnova,
  pairwiseWelch,
  permutationCorrelation,
  permutationTest,
  trend,
  uniformityTest,
  welchAnova,
  welchTest,
} from 'unetlab/analysis';
import { Random } from 'unetlab/random';
import { close, fixture, withNaN } from './close';

interface PairFixture {
  a: number;
  b: number;
  t: number | null;
  df: number;
  p: number;
  low: number;
  high: number;
  g: number;
  g_low: number;
  g_high: number;
  holm: number;
}
interface GroupsFixture {
  name: string;
  values: number[][];
  f: number;
  p: number;
  omega: number;
  omega_low: number;
  omega_high: number;
  h: number;
  kruskal_p: number;
  levene: number;
  levene_p: number;
  welch_f: number;
  welch_df2: number;
  welch_p: number;
  pairs: PairFixture[];
  describe: { mean: number; sd: number | null; median: number }[];
}
interface BootstrapFixture {
  low: number;
  high: number;
  replicates: number[];
  estimate: number;
}
interface Fixture {
  groups: GroupsFixture[];
  correlation: {
    x: (number | null)[];
    y: (number | null)[];
    r: number;
    p: number;
    low: number;
    high: number;
    rho: number;
    rho_p: number;
  };
  noncentral: { kind: 't' | 'f'; x: number; df: number; df2: number; nc: number; cdf: number }[];
  factorial: {
    rows: { lr: string[]; bs: string[]; loss: string[]; depth: number[]; y: number[] };
    cases: {
      formula: string;
      r_squared: number;
      terms: Record<string, { df: number; sum_sq: number; f: number | null; p: number | null }>;
    }[];
  };
  resampling: {
    a: number[];
    b: number[];
    one: BootstrapFixture;
    two: BootstrapFixture;
    permutation: {
      u: number[];
      v: number[];
      w: number[];
      exact: Record<'two-sided' | 'greater' | 'less', number>;
      single: number;
      x: number[];
      y: number[];
      pairing: number;
    };
    expected_maximum: { n: number; value: number }[];
    chisquare: { counts: number[]; statistic: number; p: number };
  };
  trends: {
    x: number[];
    y: number[];
    slope: number;
    p: number;
    slope_ci: [number, number];
    band: [number, number][];
    lowess_first: number;
    lowess_last: number;
  };
  grubbs: { values: number[]; simulated_p: number };
}

const want = fixture<Fixture>('statistics.json');
const named = (values: number[][]) => values.map((group, i) => ({ name: `g${i}`, values: [...group, NaN] })); // a missing value each: it must not count
const levels = (n: number, pick: (i: number) => string) => Array.from({ length: n }, (_, i) => pick(i));

suite('groups, against scipy and statsmodels', () => {
  for (const c of want.groups) {
    it(c.name, () => {
      const groups = named(c.values);
      c.describe.forEach((d, i) => {
        const got = describe(groups[i]!.values);
        close(got.mean, d.mean, 'mean');
        if (d.sd === null) assert.equal(got.sd, null);
        else close(got.sd, d.sd, 'sd');
        close(got.median, d.median, 'median');
        assert.equal(got.missing, 1);
      });
      const anova = oneWayAnova(groups);
      close(anova.f, c.f, 'F');
      close(anova.p, c.p, 'p of F', 1e-7);
      close(anova.effect.value, c.omega, 'omega squared');
      close(anova.effect.interval?.low, c.omega_low, 'omega low', 1e-5);
      close(anova.effect.interval?.high, c.omega_high, 'omega high', 1e-5);
      const rank = kruskal(groups);
      close(rank.h, c.h, 'H');
      close(rank.p, c.kruskal_p, 'p of H', 1e-7);
      const spread = brownForsythe(groups);
      close(spread.f, c.levene, 'Brown-Forsythe F');
      close(spread.p, c.levene_p, 'Brown-Forsythe p', 1e-7);
      const welch = welchAnova(groups);
      close(welch.f, c.welch_f, 'Welch F');
      close(welch.df?.[1], c.welch_df2, 'Welch df');
      close(welch.p, c.welch_p, 'Welch p', 1e-7);
      const pairs = pairwiseWelch(groups);
      assert.equal(pairs.length, c.pairs.length);
      c.pairs.forEach((p, i) => {
        const got = pairs[i]!;
        if (p.t === null) {
          assert.equal(got.p, null);
          assert.match(got.reason ?? '', /group of one/);
          assert.equal(got.effect.value, null);
          return;
        }
        close(got.t, p.t, 't');
        close(got.df, p.df, 'df');
        close(got.p, p.p, 'p', 1e-7);
        close(got.pHolm, p.holm, 'Holm p', 1e-7);
        close(got.interval?.low, p.low, 'difference low', 1e-7);
        close(got.interval?.high, p.high, 'difference high', 1e-7);
        close(got.effect.value, p.g, 'Hedges g');
        close(got.effect.interval?.low, p.g_low, 'g low', 1e-6);
        close(got.effect.interval?.high, p.g_high, 'g high', 1e-6);
      });
    });
  }

  it('says what cannot be tested instead of answering NaN', () => {
    assert.deepEqual(describe([NaN, Infinity]), {
      n: 0,
      missing: 2,
      mean: null,
      sd: null,
      interval: null,
      min: null,
      median: null,
      max: null,
    });
    assert.match(oneWayAnova([{ name: 'a', values: [1, 2] }]).reason ?? '', /two are needed/);
    assert.match(
      oneWayAnova([
        { name: 'a', values: [1] },
        { name: 'b', values: [2] },
      ]).reason ?? '',
      /one value/,
    );
    assert.match(
      kruskal([
        { name: 'a', values: [1, 1] },
        { name: 'b', values: [1] },
      ]).reason ?? '',
      /equal/,
    );
    assert.match(welchTest([1, 1], [1, 1]).reason ?? '', /varies/);
    assert.match(hedgesG([], [1, 2]).reason ?? '', /empty/);
    assert.equal(
      oneWayAnova([
        { name: 'a', values: [1, 1] },
        { name: 'b', values: [2, 2] },
      ]).p,
      0,
    );
    assert.throws(() => welchTest([1, 2], [3, 4], 95), /invalid level; not in \(0, 1\): 95/);
  });

  it('corrects by Holm and skips tests that were not made', () => {
    assert.deepEqual(holm([0.01, null, 0.04, 0.03]), [0.03, null, 0.06, 0.06]);
  });
});

suite('correlation, against scipy', () => {
  const c = want.correlation;
  it('agrees with ties and missing values', () => {
    const pearson = correlation(withNaN(c.x), withNaN(c.y));
    assert.equal(pearson.n, 37);
    close(pearson.r, c.r, 'r');
    close(pearson.p, c.p, 'p', 1e-7);
    close(pearson.interval?.low, c.low, 'low');
    close(pearson.interval?.high, c.high, 'high');
    const spearman = correlation(withNaN(c.x), withNaN(c.y), { method: 'spearman' });
    close(spearman.r, c.rho, 'rho');
    close(spearman.p, c.rho_p, 'p of rho', 1e-7);
    assert.ok(spearman.interval!.low < c.rho && c.rho < spearman.interval!.high);
  });

  it('fills a matrix pairwise, with a reason where there is no correlation', () => {
    for (const method of ['pearson', 'spearman'] as const) {
      const matrix = correlationMatrix(
        [
          { name: 'x', values: withNaN(c.x) },
          { name: 'y', values: withNaN(c.y) },
          { name: 'constant', values: c.x.map(() => 2) },
          { name: 'empty', values: c.x.map(() => NaN) },
        ],
        { method },
      );
      close(matrix.cells[1]![0]!.r, method === 'pearson' ? c.r : c.rho, `${method} cell`);
      close(matrix.cells[0]![0]!.r, 1, 'diagonal');
      assert.equal(matrix.cells[0]![2]!.reason, 'a column is constant');
      assert.equal(matrix.cells[3]![0]!.reason, 'no row has both values');
    }
    assert.throws(() => correlation([1, 2], [1]), /must have the same length; got 2 and 1/);
  });
});

suite('noncentral distributions, against scipy', () => {
  for (const c of want.noncentral)
    it(`${c.kind}(${c.x}; ${c.df}, ${c.nc})`, () => {
      close(
        c.kind === 't' ? noncentralTCdf(c.x, c.df, c.nc) : noncentralFCdf(c.x, c.df, c.df2, c.nc),
        c.cdf,
        'cdf',
        1e-9,
      );
    });
});

suite('factorial analysis of variance, type II, against statsmodels', () => {
  const { rows, cases } = want.factorial;
  const factor = (name: 'lr' | 'bs' | 'loss') => ({ name, levels: rows[name] });
  const shapes: Record<string, Parameters<typeof factorialAnova>> = {
    'y ~ C(lr) + C(bs)': [rows.y, [factor('lr'), factor('bs')], { interactions: 1 }],
    'y ~ C(lr) * C(bs)': [rows.y, [factor('lr'), factor('bs')]],
    'y ~ C(lr) * C(bs) * C(loss)': [
      rows.y,
      [factor('lr'), factor('bs'), factor('loss')],
      { interactions: 3 },
    ],
    'y ~ (C(lr) + C(bs) + C(loss))**2': [rows.y, [factor('lr'), factor('bs'), factor('loss')]],
    'y ~ C(bs) * C(loss) + depth': [
      rows.y,
      [factor('bs'), factor('loss')],
      { covariates: [{ name: 'depth', values: rows.depth }] },
    ],
  };
  for (const c of cases)
    it(c.formula, () => {
      const got = factorialAnova(...shapes[c.formula]!);
      close(got.rSquared, c.r_squared, 'R squared');
      for (const [name, row] of Object.entries(c.terms)) {
        if (name === 'Residual') {
          assert.equal(got.residual.df, row.df);
          close(got.residual.sumSq, row.sum_sq, 'residual');
          continue;
        }
        const wanted = name.replace(/C\((\w+)\)/g, '$1').replaceAll(':', ' × ');
        const term = got.terms.find(({ term }) => term === wanted);
        assert.ok(term, `no term ${wanted}`);
        assert.equal(term.df, row.df, name);
        close(term.sumSq, row.sum_sq, `${name} sum of squares`);
        close(term.f, row.f!, `${name} F`);
        close(term.p, row.p!, `${name} p`, 1e-7);
      }
    });

  it('names empty cells, aliased terms and a model without residual', () => {
    const y = [1, 2, 3, 4, 5, 6, 7];
    const a = levels(7, (i) => (i < 4 ? 'low' : 'high'));
    const empty = factorialAnova(y, [
      { name: 'a', levels: a },
      { name: 'b', levels: ['x', 'x', 'y', 'y', 'x', 'x', 'x'] },
    ]);
    assert.ok(empty.notices.some((notice) => notice.includes('a × b: 1 of 4 cells are empty')));
    const aliased = factorialAnova(
      y,
      [
        { name: 'a', levels: a },
        { name: 'copy', levels: a.map((v) => `${v}!`) },
      ],
      {
        interactions: 1,
      },
    );
    assert.ok(
      aliased.notices.some((notice) => notice.startsWith('copy cannot be told from the other terms')),
    );
    assert.equal(aliased.terms[0]!.p, null);
    const saturated = factorialAnova([1, 2], [{ name: 'a', levels: ['x', 'y'] }]);
    assert.equal(saturated.terms[0]!.p, null);
    assert.match(saturated.notices.join(), /no degrees of freedom/);
    assert.throws(() => factorialAnova(y, [{ name: 'a', levels: ['x'] }]), /factor a has 1 entries for 7/);
  });

  it('does not depend on the order of the factors', () => {
    const one = factorialAnova(rows.y, [factor('lr'), factor('bs'), factor('loss')]);
    const two = factorialAnova(rows.y, [factor('loss'), factor('lr'), factor('bs')]);
    for (const { term, sumSq } of one.terms.filter(({ term }) => !term.includes('×')))
      close(two.terms.find((t) => t.term === term)?.sumSq, sumSq, term);
  });
});

suite('effect sizes', () => {
  it('omega squared covers 0 when F is below 1 and has no value without degrees of freedom', () => {
    const weak = omegaSquared(0.4, 2, 12, 15);
    assert.ok(weak.value! < 0);
    assert.equal(weak.interval!.low, 0);
    assert.equal(omegaSquared(1, 0, 12, 15).value, null);
  });
});

suite('bootstrap, against scipy', () => {
  const { a, b, one, two } = want.resampling;
  const jackknife = (values: number[], of: (rest: number[]) => number) =>
    values.map((_, left) => of(values.filter((_, i) => i !== left)));
  const mean = (values: number[]) => values.reduce((s, v) => s + v, 0) / values.length;

  it('gives the same BCa interval from the same replicates, for one sample and for two', () => {
    const single = bcaInterval(one.estimate, one.replicates, [jackknife(a, mean)], 0.95);
    close(single?.low, one.low, 'low');
    close(single?.high, one.high, 'high');
    const both = bcaInterval(
      two.estimate,
      two.replicates,
      [jackknife(a, (rest) => mean(rest) - mean(b)), jackknife(b, (rest) => mean(a) - mean(rest))],
      0.95,
    );
    close(both?.low, two.low, 'low of two');
    close(both?.high, two.high, 'high of two');
  });

  it('resamples to nearly the same interval, and repeats with the seed', () => {
    const run = (seed: number) =>
      bootstrap([a], ([x]) => mean([...x!]), { random: new Random(seed), resamples: 4000 });
    const got = run(1);
    close(got.interval?.low, one.low, 'low', 0.1);
    close(got.interval?.high, one.high, 'high', 0.1);
    assert.deepEqual(run(1), got);
    assert.notDeepEqual(run(2), got);
  });

  it('keeps rows together and refuses samples of one', () => {
    const c = want.correlation;
    const got = bootstrapRows([withNaN(c.x), withNaN(c.y)], ([x, y]) => correlation(x!, y!).r!, {
      random: new Random(3),
      resamples: 1000,
    });
    close(got.estimate, c.r, 'r');
    assert.ok(got.interval!.low < c.r && got.interval!.high > c.r);
    assert.match(
      bootstrap([[1, NaN]], () => 1, { random: new Random(1) }).reason ?? '',
      /holds 1 value; two are/,
    );
    const flat = bootstrap([[2, 2, 2]], ([x]) => x![0]!, { random: new Random(1), resamples: 50 });
    assert.equal(flat.method, 'percentile');
  });
});

suite('permutation tests, against scipy', () => {
  const { u, v, w, exact, single, x, y, pairing } = want.resampling.permutation;
  const random = new Random(5);
  const groups = [
    { name: 'u', values: u },
    { name: 'v', values: [...v, NaN] },
  ];
  it('enumerates unequal groups exactly', () => {
    for (const alternative of ['two-sided', 'greater', 'less'] as const) {
      const got = permutationTest(groups, meanDifference, { random, alternative });
      assert.equal(got.exact, true);
      assert.equal(got.arrangements, 210);
      close(got.p, exact[alternative], alternative);
    }
  });
  it('takes a group of one', () => {
    const got = permutationTest([groups[0]!, { name: 'w', values: w }], meanDifference, { random });
    close(got.p, single, 'p');
  });
  it('samples when there are too many arrangements, and never answers 0', () => {
    const got = permutationTest(groups, meanDifference, { random, permutations: 200 });
    assert.equal(got.exact, false);
    assert.ok(Math.abs(got.p! - exact['two-sided']) < 0.12);
    const far = permutationTest(
      [
        { name: 'a', values: levels(20, () => '').map((_, i) => i) },
        { name: 'b', values: levels(20, () => '').map((_, i) => i + 100) },
      ],
      betweenGroups,
      { random, permutations: 99, alternative: 'greater' },
    );
    assert.equal(far.p, 0.01);
    assert.match(
      permutationTest([groups[0]!, { name: 'e', values: [] }], meanDifference, { random }).reason ?? '',
      /group e is empty/,
    );
  });
  it('tests a correlation', () => {
    const got = permutationCorrelation(x, y, { random, permutations: 20000 });
    assert.ok(Math.abs(got.p! - pairing) < 0.015, `got ${String(got.p)}, want ${pairing}`);
    assert.match(permutationCorrelation([1, 1, 1, 1], [1, 2, 3, 4], { random }).reason ?? '', /constant/);
  });
});

suite('best of N', () => {
  it('knows the mean of the largest of n normal draws', () => {
    for (const { n, value } of want.resampling.expected_maximum)
      assert.ok(Math.abs(expectedMaximum(n) - value) < 1e-7, `n = ${n}: ${expectedMaximum(n)} for ${value}`);
    assert.throws(() => expectedMaximum(0), /not a whole number from 1: 0/);
  });
  it('judges the best as the largest of n normal draws', () => {
    const got = bestOfN(want.grubbs.values);
    assert.ok(Math.abs(got.p! - want.grubbs.simulated_p) < 0.002, `got ${String(got.p)}`);
    const mirrored = bestOfN(
      want.grubbs.values.map((value) => -value),
      { direction: 'minimize' },
    );
    close(mirrored.p, got.p!, 'mirrored p');
    close(mirrored.best, -0.164, 'mirrored best');
    assert.equal(bestOfN([1, 2]).p, null);
    const noisy = bestOfN(want.grubbs.values, { noiseSd: 10 });
    close(noisy.corrected, describe(want.grubbs.values).mean!, 'all noise: back to the mean');
    close(bestOfN(want.grubbs.values, { noiseSd: 0 }).corrected, 0.164, 'no noise: as measured');
  });
  it('compares levels at equal numbers of tries', () => {
    const got = bestOfLevels([
      { name: 'few', values: [1, 9] },
      { name: 'many', values: [2, 6, 7, 8] },
      { name: 'one', values: [5] },
    ]);
    assert.equal(got.budget, 2);
    assert.equal(got.winnerByBest, 'few');
    assert.equal(got.winnerByMean, 'many');
    assert.equal(got.winnerWithoutBest, 1);
    const many = got.levels[1]!;
    close(many.bestAtBudget, (6 + 7 + 7 + 8 + 8 + 8) / 6, 'mean of the best of each pair');
    close(many.chanceOfBest, 4 / 7, 'chance');
    assert.equal(got.levels[2]!.bestAtBudget, null);
  });
});

suite('trend, against statsmodels', () => {
  const c = want.trends;
  it('straight line on a log axis', () => {
    const got = trend(c.x, c.y, { scale: 'log', points: 3 });
    close(got.slope, c.slope, 'slope');
    close(got.p, c.p, 'p', 1e-6);
    close(got.slopeInterval?.low, c.slope_ci[0], 'slope low');
    c.band.forEach(([low, high], i) => {
      close(got.low[i], low, `band low ${i}`, 1e-7);
      close(got.high[i], high, `band high ${i}`, 1e-7);
    });
  });
  it('LOESS', () => {
    const got = trend(c.x, c.y, { method: 'loess', points: 5 });
    close(got.fit[0], c.lowess_first, 'first', 1e-6);
    close(got.fit[4], c.lowess_last, 'last', 1e-6);
    got.fit.forEach((fit, i) => {
      assert.ok(got.low[i]! < fit && fit < got.high[i]!);
    });
  });
  it('drops what a log axis cannot show, and has a reason for no trend', () => {
    assert.equal(trend([0, 1, 10, 100], [1, 2, 3, 4], { scale: 'log' }).dropped, 1);
    assert.match(trend([1, 1, 1], [1, 2, 3]).reason ?? '', /constant/);
    assert.match(trend([1, 2], [1, 2]).reason ?? '', /three are needed/);
    const ties = trend([4, 4, 4, 8, 8, 8, 16, 16], [1, 2, 3, 4, 5, 6, 7, 8], { method: 'loess', span: 0.3 });
    ties.fit.forEach((fit, i) => {
      assert.ok(Number.isFinite(fit) && Number.isFinite(ties.low[i]), `fit ${i}`);
    });
  });
});

suite('evenness over a range, against scipy', () => {
  it('agrees', () => {
    const { counts, statistic, p } = want.resampling.chisquare;
    const values = counts.flatMap((count, bin) => Array.from({ length: count }, () => (bin + 0.5) / 5));
    const got = uniformityTest(values, 0, 1, 5);
    assert.deepEqual(got.counts, counts);
    close(got.chiSquare, statistic, 'statistic');
    close(got.p, p, 'p');
  });
});
