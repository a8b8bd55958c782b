import { finite, type Numbers } from '../statistics/numbers';
import { scaleOf } from '../statistics/scale';

/** A column that may explain a metric: numbers (`NaN` for missing), or levels (null for missing). */
export interface Feature {
  readonly name: string;
  readonly values: Numbers | readonly (string | null)[];
  /** Axis on which equal steps count equally; default by {@link scaleOf}. */
  readonly scale?: 'linear' | 'log';
}

/** Most bins a feature is cut into: a set of bins then fits one 32-bit mask. */
export const maxBins = 32;

/** Features as small integers, what the trees work on. */
export interface BinnedFeatures {
  readonly n: number;
  readonly names: readonly string[];
  /** Bin of row `i` in feature `f` at `f · n + i`. */
  readonly bins: Uint8Array;
  readonly binCounts: readonly number[];
  /** True for levels without an order. */
  readonly unordered: readonly boolean[];
  /** Share of the search space in each bin; sums to 1 for each feature. */
  readonly measures: readonly Float64Array[];
  readonly notices: readonly string[];
}

/**
 * Cuts features into at most 32 bins.
 *
 * Up to 12 distinct numbers are levels of equal measure (a grid). More are cut at quantiles, and a bin's measure is its
 * length on the feature's scale (`range`) or its share of the runs (`runs`). Missing values are a bin of their own,
 * measured by their share. Of more than 31 levels of text the commonest 30 are kept and the rest pooled, with a notice.
 *
 * @param rows which rows of the columns to take.
 */
export function binFeatures(
  features: readonly Feature[],
  rows: readonly number[],
  measure: 'range' | 'runs' = 'range',
): BinnedFeatures {
  const n = rows.length;
  const bins = new Uint8Array(features.length * n);
  const notices: string[] = [];
  const cut = features.map((feature, f) => {
    const values = rows.map((row) => feature.values[row] ?? null);
    const into = bins.subarray(f * n, (f + 1) * n);
    const numeric = values.every((value) => value === null || typeof value === 'number');
    const result = numeric
      ? cutNumbers(
          values.map((value) => value ?? NaN),
          into,
          feature.scale,
        )
      : cutLevels(
          feature.name,
          values.map((value) => (value === null ? null : String(value))),
          into,
          notices,
        );
    return { ...result, measure: measure === 'runs' ? sharesOf(into, result.count) : result.measure };
  });
  return {
    n,
    names: features.map(({ name }) => name),
    bins,
    binCounts: cut.map(({ count }) => count),
    unordered: cut.map(({ unordered }) => unordered),
    measures: cut.map(({ measure: m }) => m),
    notices,
  };
}

interface Cut {
  readonly count: number;
  readonly unordered: boolean;
  readonly measure: Float64Array;
}

const gridLevels = 12;

function cutNumbers(values: readonly number[], into: Uint8Array, scale?: 'linear' | 'log'): Cut {
  const sorted = finite(values).slice().sort();
  const distinct = sorted.filter((value, i) => i === 0 || value !== sorted[i - 1]);
  const missing = values.length - sorted.length;
  const room = missing > 0 ? maxBins - 1 : maxBins;
  const edges = distinct.length <= room ? midpoints(distinct) : quantileEdges(sorted, room);
  const count = edges.length + 1;
  const measure = new Float64Array(missing > 0 ? count + 1 : count);
  const known = (values.length - missing) / values.length;
  if (distinct.length <= gridLevels) {
    measure.fill(known / count, 0, count);
  } else {
    const log = (scale ?? scaleOf(sorted)) === 'log' && distinct[0]! > 0;
    const axis = log ? Math.log : (value: number): number => value;
    const bounds = [distinct[0]!, ...edges, distinct[distinct.length - 1]!].map(axis);
    const whole = bounds[count]! - bounds[0]!;
    for (let b = 0; b < count; b += 1) measure[b] = (known * (bounds[b + 1]! - bounds[b]!)) / whole;
  }
  if (missing > 0) measure[count] = 1 - known;
  values.forEach((value, i) => (into[i] = Number.isFinite(value) ? binOf(edges, value) : count));
  return { count: measure.length, unordered: false, measure };
}

function midpoints(distinct: Float64Array): number[] {
  return Array.from(
    { length: Math.max(0, distinct.length - 1) },
    (_, i) => (distinct[i]! + distinct[i + 1]!) / 2,
  );
}

function quantileEdges(sorted: Float64Array, count: number): number[] {
  const edges: number[] = [];
  for (let b = 1; b < count; b += 1) {
    const at = Math.floor((b * sorted.length) / count);
    const edge = (sorted[at - 1]! + sorted[at]!) / 2;
    if (edge > (edges[edges.length - 1] ?? sorted[0]!) && edge < sorted[sorted.length - 1]!) edges.push(edge);
  }
  return edges;
}

function binOf(edges: readonly number[], value: number): number {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (edges[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function cutLevels(
  name: string,
  values: readonly (string | null)[],
  into: Uint8Array,
  notices: string[],
): Cut {
  const tally = new Map<string, number>();
  for (const value of values) tally.set(value ?? '', (tally.get(value ?? '') ?? 0) + 1);
  let kept = [...tally.keys()].sort((a, b) => tally.get(b)! - tally.get(a)! || (a < b ? -1 : 1));
  if (kept.length > maxBins - 1) {
    notices.push(
      `${name} has ${kept.length} levels; the commonest ${maxBins - 2} are kept and the others pooled`,
    );
    kept = kept.slice(0, maxBins - 2);
  }
  const index = new Map(kept.map((level, i) => [level, i]));
  const count = kept.length + (kept.length < tally.size ? 1 : 0);
  values.forEach((value, i) => (into[i] = index.get(value ?? '') ?? kept.length));
  return { count, unordered: true, measure: new Float64Array(count).fill(1 / count) };
}

function sharesOf(bins: Uint8Array, count: number): Float64Array {
  const shares = new Float64Array(count);
  for (const bin of bins) shares[bin]! += 1 / bins.length;
  return shares;
}
