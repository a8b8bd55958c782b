import { describe } from './describe';
import { logGamma } from './distributions';
import { noncentralFCdf, noncentralTCdf, solveNoncentrality } from './noncentral';
import { requireLevel, type Interval, type Numbers } from './numbers';

/** How large an effect is, with its interval. */
export interface EffectSize {
  readonly value: number | null;
  readonly interval: Interval | null;
  /** Why there is no value, or null. */
  readonly reason: string | null;
}

/**
 * Hedges' g: the difference of two means in pooled standard deviations, corrected for small samples by the exact
 * gamma factor (Hedges, 1981, Journal of Educational Statistics 6); interval by inverting the noncentral t
 * distribution. About 0.2 is small, 0.5 medium, 0.8 large. Assumes equal variances.
 */
export function hedgesG(a: Numbers, b: Numbers, level = 0.95): EffectSize {
  requireLevel(level);
  const one = describe(a);
  const two = describe(b);
  const none = (reason: string): EffectSize => ({ value: null, interval: null, reason });
  if (one.n === 0 || two.n === 0) return none('a group is empty');
  if (one.sd === null || two.sd === null) return none('a group of one has no standard deviation');
  const df = one.n + two.n - 2;
  const pooled = Math.sqrt(((one.n - 1) * one.sd ** 2 + (two.n - 1) * two.sd ** 2) / df);
  if (pooled === 0) return none('neither group varies');
  const d = (one.mean! - two.mean!) / pooled;
  const correction = Math.exp(logGamma(df / 2) - logGamma((df - 1) / 2)) / Math.sqrt(df / 2);
  const scale = Math.sqrt((one.n * two.n) / (one.n + two.n));
  const t = d * scale;
  const tail = (1 - level) / 2;
  const reach = 10 + 3 * Math.abs(t) + 10;
  const bound = (target: number): number =>
    (correction / scale) *
    solveNoncentrality((delta) => noncentralTCdf(t, df, delta), target, t - reach, t + reach);
  return {
    value: correction * d,
    interval: { low: bound(1 - tail), high: bound(tail), level },
    reason: null,
  };
}

/**
 * Partial ω² of a term from its F test: the share of variance that it explains beyond chance, among what the other
 * terms leave (Olejnik and Algina, 2003, Psychological Methods 8). Negative where F < 1: less than chance would give.
 * The interval inverts the noncentral F distribution (Steiger, 2004, Psychological Methods 9) and never leaves [0, 1).
 *
 * @param n number of runs behind the test.
 */
export function omegaSquared(f: number, df1: number, df2: number, n: number, level = 0.95): EffectSize {
  requireLevel(level);
  if (!(df1 > 0) || !(df2 > 0))
    return { value: null, interval: null, reason: 'no degrees of freedom are left' };
  if (f === Infinity) return { value: 1, interval: null, reason: null };
  const value = (df1 * (f - 1)) / (df1 * (f - 1) + n);
  const tail = (1 - level) / 2;
  let reach = 10 + 4 * df1 * f;
  while (noncentralFCdf(f, df1, df2, reach) > tail / 2) reach *= 2;
  const bound = (target: number): number => {
    const lambda = solveNoncentrality((l) => noncentralFCdf(f, df1, df2, l), target, 0, reach);
    return lambda / (lambda + n);
  };
  return { value, interval: { low: bound(1 - tail), high: bound(tail), level }, reason: null };
}
