import type { Random } from '../../random';
import { meanOf, quantileSorted } from './describe';
import { normalCdf, normalQuantile } from './distributions';
import { finite, requireLevel, requireSameLength, type Interval, type Numbers } from './numbers';

/** A bootstrap estimate. */
export interface Bootstrap {
  /** The statistic of the data itself. */
  readonly estimate: number;
  /** Standard deviation of the replicates; null where there are none. */
  readonly standardError: number | null;
  readonly interval: Interval | null;
  /** `bca` unless it is not defined (no spread, or all replicates on one side), then `percentile`. */
  readonly method: 'bca' | 'percentile' | 'none';
  readonly reason: string | null;
}

export interface BootstrapOptions {
  readonly random: Random;
  /** Number of resamples, default 2000. */
  readonly resamples?: number;
  /** Coverage, default 0.95. */
  readonly level?: number;
}

/**
 * Bootstrap interval of a statistic of one or more independent samples, each resampled within itself (Efron, 1987,
 * JASA 82: bias-corrected and accelerated). Missing values are left out first; a sample of one cannot be resampled.
 */
export function bootstrap(
  samples: readonly Numbers[],
  statistic: (samples: readonly Float64Array[]) => number,
  { random, resamples = 2000, level = 0.95 }: BootstrapOptions,
): Bootstrap {
  requireLevel(level);
  const kept = samples.map(finite);
  const small = kept.findIndex((values) => values.length < 2);
  if (small >= 0) {
    const count = kept[small]!.length;
    const estimate = count === 0 ? NaN : statistic(kept);
    return none(
      estimate,
      `sample ${small + 1} holds ${count} value${count === 1 ? '' : 's'}; two are needed`,
    );
  }
  const buffers = kept.map((values) => new Float64Array(values.length));
  const replicates = new Float64Array(resamples);
  for (let b = 0; b < resamples; b += 1) {
    kept.forEach((values, s) => {
      const buffer = buffers[s]!;
      for (let i = 0; i < values.length; i += 1) buffer[i] = values[random.int(values.length)]!;
    });
    replicates[b] = statistic(buffers);
  }
  const jackknife = kept.map((values, s) =>
    Float64Array.from({ length: values.length }, (_, left) => {
      const without = values.filter((_, i) => i !== left);
      return statistic(kept.map((sample, i) => (i === s ? without : sample)));
    }),
  );
  return summarise(statistic(kept), replicates, jackknife, level);
}

/** Bootstrap interval of a statistic of rows, whole rows resampled together: for correlations and other paired values. */
export function bootstrapRows(
  columns: readonly Numbers[],
  statistic: (columns: readonly Float64Array[]) => number,
  { random, resamples = 2000, level = 0.95 }: BootstrapOptions,
): Bootstrap {
  requireLevel(level);
  for (const column of columns) requireSameLength(column, columns[0]!, 'the columns');
  const rows = Array.from({ length: columns[0]?.length ?? 0 }, (_, i) => i).filter((i) =>
    columns.every((column) => Number.isFinite(column[i])),
  );
  const n = rows.length;
  const kept = columns.map((column) => Float64Array.from(rows, (i) => column[i]!));
  if (n < 2)
    return none(n === 0 ? NaN : statistic(kept), `${n} complete row${n === 1 ? '' : 's'}; two are needed`);
  const buffers = kept.map(() => new Float64Array(n));
  const replicates = new Float64Array(resamples);
  for (let b = 0; b < resamples; b += 1) {
    for (let i = 0; i < n; i += 1) {
      const row = random.int(n);
      kept.forEach((column, c) => (buffers[c]![i] = column[row]!));
    }
    replicates[b] = statistic(buffers);
  }
  const jackknife = Float64Array.from({ length: n }, (_, left) =>
    statistic(kept.map((column) => column.filter((_, i) => i !== left))),
  );
  return summarise(statistic(kept), replicates, [jackknife], level);
}

/**
 * Bias-corrected and accelerated interval from replicates and jackknife values (one list a sample), or null where it
 * is not defined. The share of replicates below the estimate counts ties by half, as scipy does.
 */
export function bcaInterval(
  estimate: number,
  replicates: Numbers,
  jackknife: readonly Numbers[],
  level: number,
): Interval | null {
  const sorted = finite(replicates).slice().sort();
  let below = 0;
  for (const value of sorted) below += value < estimate ? 1 : value === estimate ? 0.5 : 0;
  const bias = normalQuantile(below / sorted.length);
  let cubes = 0;
  let squares = 0;
  for (const values of jackknife) {
    const n = values.length;
    const mean = meanOf(values);
    for (let i = 0; i < n; i += 1) {
      const influence = (n - 1) * (mean - values[i]!);
      cubes += influence ** 3 / n ** 3;
      squares += influence ** 2 / n ** 2;
    }
  }
  if (!Number.isFinite(bias) || squares === 0) return null;
  const acceleration = cubes / (6 * squares ** 1.5);
  const at = (p: number): number => {
    const z = bias + normalQuantile(p);
    return quantileSorted(sorted, normalCdf(bias + z / (1 - acceleration * z)));
  };
  return { low: at((1 - level) / 2), high: at((1 + level) / 2), level };
}

function summarise(
  estimate: number,
  replicates: Float64Array,
  jackknife: readonly Numbers[],
  level: number,
): Bootstrap {
  const kept = finite(replicates).slice().sort();
  if (kept.length < 2 || !Number.isFinite(estimate))
    return none(estimate, 'the statistic is not defined on the resamples');
  const mean = meanOf(kept);
  const standardError = Math.sqrt(
    kept.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (kept.length - 1),
  );
  const lost = replicates.length - kept.length;
  const reason =
    lost === 0 ? null : `the statistic was not defined on ${lost} of ${replicates.length} resamples`;
  const bca = bcaInterval(estimate, kept, jackknife, level);
  const interval = bca ?? {
    low: quantileSorted(kept, (1 - level) / 2),
    high: quantileSorted(kept, (1 + level) / 2),
    level,
  };
  return { estimate, standardError, interval, method: bca ? 'bca' : 'percentile', reason };
}

function none(estimate: number, reason: string): Bootstrap {
  return { estimate, standardError: null, interval: null, method: 'none', reason };
}
