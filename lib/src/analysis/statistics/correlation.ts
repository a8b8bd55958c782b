import { normalQuantile, tTwoSided } from './distributions';
import { meanOf } from './describe';
import { requireLevel, requireSameLength, type Interval, type Numbers } from './numbers';
import { ranksOf } from './ranks';

export type CorrelationMethod = 'pearson' | 'spearman';

/** How closely two columns move together. */
export interface Correlation {
  readonly method: CorrelationMethod;
  /** Rows where both values are finite. */
  readonly n: number;
  /** In [−1, 1]; null where it is not defined. */
  readonly r: number | null;
  /** Two-sided p-value of r = 0 (Student's t with n − 2 degrees of freedom); null for n < 3. */
  readonly p: number | null;
  /**
   * Interval by Fisher's z; for ranks with the variance of Bonett and Wright (2000, Psychometrika 65). Null for n < 4
   * and for |r| = 1.
   */
  readonly interval: Interval | null;
  /** Why `r` is null, or null. */
  readonly reason: string | null;
}

/** Pearson's or Spearman's correlation over the rows where both columns are finite. */
export function correlation(
  x: Numbers,
  y: Numbers,
  { method = 'pearson', level = 0.95 }: { method?: CorrelationMethod; level?: number } = {},
): Correlation {
  requireLevel(level);
  const pairs = completePairs(x, y);
  const [a, b] = method === 'spearman' ? [ranksOf(pairs.x), ranksOf(pairs.y)] : [pairs.x, pairs.y];
  return correlationOfComplete(a, b, method, level);
}

/** Correlation of two complete columns, ranked already where the method is Spearman's. */
export function correlationOfComplete(
  a: Numbers,
  b: Numbers,
  method: CorrelationMethod,
  level: number,
): Correlation {
  const n = a.length;
  const none = (reason: string): Correlation => ({ method, n, r: null, p: null, interval: null, reason });
  if (n < 2) return none(n === 0 ? 'no row has both values' : 'one row has both values; two are needed');
  const meanA = meanOf(a);
  const meanB = meanOf(b);
  let sab = 0;
  let saa = 0;
  let sbb = 0;
  for (let i = 0; i < n; i += 1) {
    const da = a[i]! - meanA;
    const db = b[i]! - meanB;
    sab += da * db;
    saa += da * da;
    sbb += db * db;
  }
  if (isConstant(a) || isConstant(b)) return none('a column is constant');
  const r = Math.max(-1, Math.min(1, sab / Math.sqrt(saa * sbb)));
  const p = n < 3 ? null : tTwoSided(r * Math.sqrt((n - 2) / (1 - r * r)), n - 2);
  return { method, n, r, p, interval: fisherInterval(r, n, method, level), reason: null };
}

/** Rows of two columns where both values are finite. */
export function completePairs(x: Numbers, y: Numbers): { x: Float64Array; y: Float64Array } {
  requireSameLength(x, y, 'the two columns');
  const a = new Float64Array(x.length);
  const b = new Float64Array(x.length);
  let n = 0;
  for (let i = 0; i < x.length; i += 1) {
    if (!Number.isFinite(x[i]) || !Number.isFinite(y[i])) continue;
    a[n] = x[i]!;
    b[n++] = y[i]!;
  }
  return { x: a.subarray(0, n), y: b.subarray(0, n) };
}

function isConstant(values: Numbers): boolean {
  for (let i = 1; i < values.length; i += 1) if (values[i] !== values[0]) return false;
  return true;
}

function fisherInterval(r: number, n: number, method: CorrelationMethod, level: number): Interval | null {
  if (n < 4 || Math.abs(r) === 1) return null;
  const inflation = method === 'spearman' ? 1 + (r * r) / 2 : 1;
  const half = normalQuantile((1 + level) / 2) * Math.sqrt(inflation / (n - 3));
  const z = Math.atanh(r);
  return { low: Math.tanh(z - half), high: Math.tanh(z + half), level };
}
