import { completePairs, correlation, type Correlation } from './correlation';
import { meanOf } from './describe';
import { tQuantile, tTwoSided } from './distributions';
import { requireLevel, type Interval, type Numbers } from './numbers';

/** A smooth line through a scatter, with the band of its mean. */
export interface Trend {
  readonly method: 'linear' | 'loess';
  readonly scale: 'linear' | 'log';
  readonly n: number;
  /** Rows left out: a value missing, or not above 0 on a log scale. */
  readonly dropped: number;
  /** Points of the line, ascending, on the axis's own scale (not its logarithm). */
  readonly x: readonly number[];
  readonly fit: readonly number[];
  readonly low: readonly number[];
  readonly high: readonly number[];
  /** Change of y for one unit of x, or for a factor of ten on a log scale; the straight line's, whatever the method. */
  readonly slope: number | null;
  readonly slopeInterval: Interval | null;
  /** Two-sided p-value of no slope. */
  readonly p: number | null;
  /** Pearson's r on the same scale. */
  readonly correlation: Correlation;
  readonly reason: string | null;
}

export interface TrendOptions {
  readonly method?: 'linear' | 'loess';
  /** `log` takes the decimal logarithm of x first. */
  readonly scale?: 'linear' | 'log';
  readonly level?: number;
  /** Share of the points that a local fit sees, in (0, 1]; default 2/3. */
  readonly span?: number;
  /** Points of the line, default 60. */
  readonly points?: number;
}

/**
 * Trend of y over x: a straight line, or LOESS (locally weighted straight lines, tricube weights; Cleveland, 1979,
 * JASA 74, without robustness passes). The band is the pointwise interval of the mean line.
 */
export function trend(
  x: Numbers,
  y: Numbers,
  { method = 'linear', scale = 'linear', level = 0.95, span = 2 / 3, points = 60 }: TrendOptions = {},
): Trend {
  requireLevel(level);
  if (!(span > 0 && span <= 1)) throw new RangeError(`invalid span; not in (0, 1]: ${span}`);
  const scaled = scale === 'log' ? Float64Array.from(x, (value) => (value > 0 ? Math.log10(value) : NaN)) : x;
  const pairs = completePairs(scaled, y);
  const n = pairs.x.length;
  const base = { method, scale, n, dropped: x.length - n, correlation: correlation(scaled, y, { level }) };
  const empty = { x: [], fit: [], low: [], high: [], slope: null, slopeInterval: null, p: null };
  if (n < 3) return { ...base, ...empty, reason: `${n} complete rows; three are needed for a trend` };
  if (base.correlation.reason !== null && isFlat(pairs.x))
    return { ...base, ...empty, reason: 'x is constant, so there is no trend over it' };
  const line = straightLine(pairs.x, pairs.y);
  const quantile = tQuantile((1 + level) / 2, n - 2);
  const least = Math.min(...extremes(pairs.x));
  const most = Math.max(...extremes(pairs.x));
  const at = Array.from({ length: points }, (_, i) => least + ((most - least) * i) / (points - 1));
  const band =
    method === 'linear'
      ? at.map((value) => ({ fit: line.at(value), half: quantile * line.seAt(value) }))
      : loess(pairs.x, pairs.y, at, span, level);
  const t = line.slope === 0 ? 0 : line.slopeSe === 0 ? Infinity : line.slope / line.slopeSe;
  return {
    ...base,
    x: at.map((value) => (scale === 'log' ? 10 ** value : value)),
    fit: band.map(({ fit }) => fit),
    low: band.map(({ fit, half }) => fit - half),
    high: band.map(({ fit, half }) => fit + half),
    slope: line.slope,
    slopeInterval: {
      low: line.slope - quantile * line.slopeSe,
      high: line.slope + quantile * line.slopeSe,
      level,
    },
    p: tTwoSided(t, n - 2),
    reason: null,
  };
}

function straightLine(
  x: Float64Array,
  y: Float64Array,
): { slope: number; slopeSe: number; at: (x: number) => number; seAt: (x: number) => number } {
  const n = x.length;
  const mx = meanOf(x);
  const my = meanOf(y);
  let sxx = 0;
  let sxy = 0;
  for (let i = 0; i < n; i += 1) {
    sxx += (x[i]! - mx) ** 2;
    sxy += (x[i]! - mx) * (y[i]! - my);
  }
  const slope = sxy / sxx;
  let rss = 0;
  for (let i = 0; i < n; i += 1) rss += (y[i]! - my - slope * (x[i]! - mx)) ** 2;
  const sigma = Math.sqrt(rss / Math.max(1, n - 2));
  return {
    slope,
    slopeSe: sigma / Math.sqrt(sxx),
    at: (value) => my + slope * (value - mx),
    seAt: (value) => sigma * Math.sqrt(1 / n + (value - mx) ** 2 / sxx),
  };
}

/** Local straight lines at `at`, with half-widths from the residual variance and each point's weights. */
function loess(
  x: Float64Array,
  y: Float64Array,
  at: readonly number[],
  span: number,
  level: number,
): { fit: number; half: number }[] {
  const order = Uint32Array.from(x, (_, i) => i).sort((a, b) => x[a]! - x[b]!);
  const sx = Float64Array.from(order, (i) => x[i]!);
  const sy = Float64Array.from(order, (i) => y[i]!);
  const n = sx.length;
  const window = Math.min(n, Math.max(3, Math.round(span * n)));
  const grid =
    n <= 500 ? Array.from(sx) : Array.from({ length: 100 }, (_, i) => sx[Math.round((i * (n - 1)) / 99)]!);
  const own = grid.map((value) => localLine(sx, sy, value, window));
  const ownFits = own.map(({ fit }) => fit);
  const fitted = Array.from(sx, (value) => interpolate(grid, ownFits, value));
  const trace = (own.reduce((sum, { leverage }) => sum + leverage, 0) / grid.length) * n;
  const rss = fitted.reduce((sum, value, i) => sum + (sy[i]! - value) ** 2, 0);
  const df = Math.max(1, n - trace);
  const sigma = Math.sqrt(rss / df);
  const quantile = tQuantile((1 + level) / 2, df);
  return at.map((value) => {
    const { fit, norm } = localLine(sx, sy, value, window);
    return { fit, half: quantile * sigma * norm };
  });
}

/** Weighted straight line at one point: its value, the length of its weight vector, and its weight on itself. */
function localLine(
  x: Float64Array,
  y: Float64Array,
  at: number,
  window: number,
): { fit: number; norm: number; leverage: number } {
  let start = lowerBound(x, at);
  let end = start;
  while (end - start < window) {
    if (start === 0) end += 1;
    else if (end === x.length || at - x[start - 1]! <= x[end]! - at) start -= 1;
    else end += 1;
  }
  const farthest = Math.max(at - x[start]!, x[end - 1]! - at);
  const nearest = Math.min(
    ...[x[start]!, x[end - 1]!, x[Math.min(x.length - 1, lowerBound(x, at))]!].map((v) => Math.abs(v - at)),
  );
  const reach = nearest === farthest ? 2 * farthest : farthest; // all neighbours equally far: count all of them
  let [sw, swx, swxx, swy, swxy] = [0, 0, 0, 0, 0];
  const weights = new Float64Array(end - start);
  for (let i = start; i < end; i += 1) {
    const distance = reach === 0 ? 0 : Math.abs(x[i]! - at) / reach;
    const rest = 1 - distance * distance * distance;
    const weight = distance >= 1 ? 0 : rest * rest * rest;
    const dx = x[i]! - at;
    weights[i - start] = weight;
    sw += weight;
    swx += weight * dx;
    swxx += weight * dx * dx;
    swy += weight * y[i]!;
    swxy += weight * dx * y[i]!;
  }
  const det = sw * swxx - swx * swx;
  const flat = det <= 1e-12 * sw * swxx || det === 0;
  const fit = flat ? swy / sw : (swxx * swy - swx * swxy) / det;
  let norm = 0;
  for (let i = start; i < end; i += 1) {
    const weight = weights[i - start]!;
    const share = flat ? weight / sw : (weight * (swxx - swx * (x[i]! - at))) / det;
    norm += share * share;
  }
  return { fit, norm: Math.sqrt(norm), leverage: flat ? 1 / sw : swxx / det };
}

function lowerBound(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function interpolate(grid: readonly number[], values: readonly number[], at: number): number {
  let i = 0;
  let high = grid.length - 1;
  while (i < high) {
    const middle = (i + high) >> 1;
    if (grid[middle]! < at) i = middle + 1;
    else high = middle;
  }
  if (i === 0) return values[0]!;
  const [x0, x1] = [grid[i - 1]!, grid[i]!];
  return x1 === x0 ? values[i]! : values[i - 1]! + ((values[i]! - values[i - 1]!) * (at - x0)) / (x1 - x0);
}

function extremes(values: Float64Array): [number, number] {
  let [least, most] = [values[0]!, values[0]!];
  for (const value of values) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return [least, most];
}

function isFlat(values: Float64Array): boolean {
  const [least, most] = extremes(values);
  return least === most;
}
