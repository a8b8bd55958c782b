/** Numbers in a row: a plain array or a typed one. `NaN` and infinities mark missing values unless a function says otherwise. */
export type Numbers = readonly number[] | Float64Array | Float32Array;

/** Values of one level of a factor. */
export interface Group {
  readonly name: string;
  readonly values: Numbers;
}

/** An interval estimate. */
export interface Interval {
  readonly low: number;
  readonly high: number;
  /** Coverage aimed at, in (0, 1). */
  readonly level: number;
}

/** The finite values of a column, in order. */
export function finite(values: Numbers): Float64Array {
  const kept = new Float64Array(values.length);
  let n = 0;
  for (const value of values) if (Number.isFinite(value)) kept[n++] = value;
  return kept.subarray(0, n);
}

/** Throws unless `level` is a coverage in (0, 1). */
export function requireLevel(level: number): void {
  if (!(level > 0 && level < 1)) throw new RangeError(`invalid level; not in (0, 1): ${level}`);
}

/** Throws unless two columns have the same length. */
export function requireSameLength(a: Numbers, b: Numbers, what: string): void {
  if (a.length !== b.length)
    throw new RangeError(`${what} must have the same length; got ${a.length} and ${b.length}`);
}
