import { tQuantile } from './distributions';
import { finite, requireLevel, type Interval, type Numbers } from './numbers';

/** What a column of numbers says about itself. A value that is not defined for so few numbers is null. */
export interface Description {
  /** Finite values. */
  readonly n: number;
  /** `NaN` and infinite values, left out of everything else. */
  readonly missing: number;
  readonly mean: number | null;
  /** Sample standard deviation (divisor n − 1); null for n < 2. */
  readonly sd: number | null;
  /** Student's t interval of the mean; null for n < 2. */
  readonly interval: Interval | null;
  readonly min: number | null;
  readonly median: number | null;
  readonly max: number | null;
}

/** Describes a column. @param level coverage of the mean's interval, default 0.95. */
export function describe(values: Numbers, level = 0.95): Description {
  requireLevel(level);
  const kept = finite(values).slice().sort();
  const n = kept.length;
  const missing = values.length - n;
  if (n === 0)
    return { n, missing, mean: null, sd: null, interval: null, min: null, median: null, max: null };
  const mean = meanOf(kept);
  const sd = sdOf(kept);
  let interval: Interval | null = null;
  if (sd !== null) {
    const half = (tQuantile((1 + level) / 2, n - 1) * sd) / Math.sqrt(n);
    interval = { low: mean - half, high: mean + half, level };
  }
  return {
    n,
    missing,
    mean,
    sd,
    interval,
    min: kept[0]!,
    median: quantileSorted(kept, 0.5),
    max: kept[n - 1]!,
  };
}

/** Mean of finite numbers; `NaN` for none. */
export function meanOf(values: Numbers): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

/** Sum of squared deviations from the mean. */
export function sumOfSquares(values: Numbers): number {
  const mean = meanOf(values);
  let sum = 0;
  for (const value of values) sum += (value - mean) ** 2;
  return sum;
}

/** Sample standard deviation of finite numbers (divisor n − 1), or null for n < 2. */
export function sdOf(values: Numbers): number | null {
  return values.length < 2 ? null : Math.sqrt(sumOfSquares(values) / (values.length - 1));
}

/** Quantile of an ascending column by linear interpolation (numpy's default); `NaN` for none. */
export function quantileSorted(sorted: Numbers, p: number): number {
  if (sorted.length === 0) return NaN;
  const at = Math.min(Math.max(p, 0), 1) * (sorted.length - 1);
  const below = Math.floor(at);
  const low = sorted[below]!;
  return below + 1 < sorted.length ? low + (at - below) * (sorted[below + 1]! - low) : low;
}

/** Quantile of the finite values of a column. */
export function quantile(values: Numbers, p: number): number {
  return quantileSorted(finite(values).slice().sort(), p);
}
