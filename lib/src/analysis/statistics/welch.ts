import { describe } from './describe';
import { fUpper, tQuantile, tTwoSided } from './distributions';
import { hedgesG, type EffectSize } from './effect-size';
import { holm } from './holm';
import { requireLevel, type Group, type Interval, type Numbers } from './numbers';

/** Welch's comparison of two means, unequal variances allowed. */
export interface WelchTest {
  /** Mean of the first minus mean of the second; null where one is empty. */
  readonly difference: number | null;
  readonly t: number | null;
  /** Degrees of freedom by Welch and Satterthwaite. */
  readonly df: number | null;
  /** Two-sided. */
  readonly p: number | null;
  /** Interval of the difference. */
  readonly interval: Interval | null;
  /** Why there is no test, or null. */
  readonly reason: string | null;
}

/** Welch's t-test of two samples; missing values are left out. Needs two values and some spread. */
export function welchTest(a: Numbers, b: Numbers, level = 0.95): WelchTest {
  requireLevel(level);
  const one = describe(a);
  const two = describe(b);
  const difference = one.mean === null || two.mean === null ? null : one.mean - two.mean;
  const none = (reason: string): WelchTest => ({
    difference,
    t: null,
    df: null,
    p: null,
    interval: null,
    reason,
  });
  if (one.n === 0 || two.n === 0) return none('a group is empty');
  if (one.sd === null || two.sd === null)
    return none('a group of one has no standard deviation, so its mean has no known error');
  const va = one.sd ** 2 / one.n;
  const vb = two.sd ** 2 / two.n;
  if (va + vb === 0) return none('neither group varies');
  const se = Math.sqrt(va + vb);
  const df = (va + vb) ** 2 / (va ** 2 / (one.n - 1) + vb ** 2 / (two.n - 1));
  const t = difference! / se;
  const half = tQuantile((1 + level) / 2, df) * se;
  const interval = { low: difference! - half, high: difference! + half, level };
  return { difference, t, df, p: tTwoSided(t, df), interval, reason: null };
}

/** One pair of groups compared. */
export interface PairComparison extends WelchTest {
  readonly a: string;
  readonly b: string;
  readonly nA: number;
  readonly nB: number;
  /** p-value corrected by Holm over all the pairs that could be tested. */
  readonly pHolm: number | null;
  readonly effect: EffectSize;
}

/** Every pair of groups by Welch's test, with Holm's correction and Hedges' g. */
export function pairwiseWelch(groups: readonly Group[], level = 0.95): PairComparison[] {
  const pairs = groups.flatMap((a, i) => groups.slice(i + 1).map((b) => ({ a, b })));
  const tests = pairs.map(({ a, b }) => welchTest(a.values, b.values, level));
  const corrected = holm(tests.map(({ p }) => p));
  return pairs.map(({ a, b }, i) => ({
    ...tests[i]!,
    a: a.name,
    b: b.name,
    nA: describe(a.values).n,
    nB: describe(b.values).n,
    pHolm: corrected[i]!,
    effect: hedgesG(a.values, b.values, level),
  }));
}

/** Welch's one-way analysis of variance. */
export interface WelchAnova {
  readonly f: number | null;
  readonly df: readonly [number, number] | null;
  readonly p: number | null;
  /** Groups that were left out because they hold fewer than two values. */
  readonly leftOut: readonly string[];
  readonly reason: string | null;
}

/** Welch's F (1951, Biometrika 38): are all means equal, variances not assumed so? Groups of one are left out and named. */
export function welchAnova(groups: readonly Group[]): WelchAnova {
  const described = groups.map(({ name, values }) => ({ name, ...describe(values) }));
  const usable = described.filter(({ sd }) => sd !== null && sd > 0);
  const leftOut = described.filter(({ sd }) => sd === null || sd === 0).map(({ name }) => name);
  if (usable.length < 2)
    return {
      f: null,
      df: null,
      p: null,
      leftOut,
      reason: 'fewer than two groups have a spread of their own',
    };
  const k = usable.length;
  const weights = usable.map(({ n, sd }) => n / sd! ** 2);
  const total = weights.reduce((sum, w) => sum + w, 0);
  const grand = usable.reduce((sum, { mean }, i) => sum + weights[i]! * mean!, 0) / total;
  const between = usable.reduce((sum, { mean }, i) => sum + weights[i]! * (mean! - grand) ** 2, 0) / (k - 1);
  const lambda = usable.reduce((sum, { n }, i) => sum + (1 - weights[i]! / total) ** 2 / (n - 1), 0);
  const f = between / (1 + (2 * (k - 2) * lambda) / (k * k - 1));
  const df2 = (k * k - 1) / (3 * lambda);
  return { f, df: [k - 1, df2], p: fUpper(f, k - 1, df2), leftOut, reason: null };
}
