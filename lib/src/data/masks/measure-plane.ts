/** The values of one plane of a mask, ascending. All arrays have one entry a value; NaN and infinities are left out. */
export interface PlaneMeasure {
  readonly values: Float64Array;
  /** Pixels that have the value. */
  readonly counts: Uint32Array;
  /** Connected parts of the value (8 neighbours); 0 where the plane has too many values to look at shapes. */
  readonly parts: Uint32Array;
  /** Pixels of the value that lie deeper inside than an outline is wide. */
  readonly deep: Uint32Array;
  /** Pairs of neighbouring pixels of two different values: position, later position, pairs. Up to 64 values only. */
  readonly contacts: readonly (readonly [number, number, number])[];
  /** Neighbouring pixels that are both not 0. */
  readonly pairs: number;
  /** How many of `pairs` differ: few of them in labels, most of them in soft maps. */
  readonly unequal: number;
  /** How many of `unequal` differ by no more than a twentieth of the largest value: nearly all of them in soft maps. */
  readonly close: number;
  /** Neighbours that are 0, by value: labels border on 0, the levels of a soft map lie inside one another. */
  readonly besideZero: Uint32Array;
}

/** Values up to which shapes are looked at. */
const MOST_VALUES = 8192;
const MOST_CONTACTS = 64;

/** Measures a plane: how often each value occurs, in how many pieces, how thick, and what it touches. */
export function measurePlane(plane: Float64Array, height: number, width: number): PlaneMeasure {
  const values = distinct(plane);
  const places = new Map(values.map((value, place) => [value, place]));
  // −1 for NaN and infinities, which belong to no value.
  const ids = Int32Array.from(plane, (value) => places.get(value) ?? -1);
  const counts = new Uint32Array(values.length);
  for (const id of ids) if (id >= 0) counts[id]! += 1;
  const shapes = values.length <= MOST_VALUES;
  const zero = places.get(0) ?? -1;
  return {
    values: Float64Array.from(values),
    counts,
    parts: shapes ? connectedParts(ids, height, width, values.length) : new Uint32Array(values.length),
    deep: shapes ? deepPixels(ids, height, width, values.length) : new Uint32Array(values.length),
    ...touching(ids, height, width, values, zero),
  };
}

/** Half of the width in pixels that an outline may have in a picture of this size: 2, and 1 % of the shorter side. */
export function outlineRadius(height: number, width: number): number {
  return Math.max(2, Math.round(Math.min(height, width) / 100));
}

function distinct(plane: Float64Array): number[] {
  const seen = new Set<number>();
  let last = Number.NaN;
  for (const value of plane) {
    if (value === last) continue;
    last = value;
    // −0 and 0 are one value.
    if (Number.isFinite(value)) seen.add(value + 0);
  }
  return [...seen].sort((a, b) => a - b);
}

function connectedParts(ids: Int32Array, height: number, width: number, count: number): Uint32Array {
  const parent = Int32Array.from(ids, (_, i) => i);
  const root = (start: number): number => {
    let at = start;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at]!]!;
      at = parent[at]!;
    }
    return at;
  };
  const join = (a: number, b: number): void => {
    if (ids[a] !== ids[b]) return;
    const [one, other] = [root(a), root(b)];
    if (one < other) parent[other] = one;
    else parent[one] = other;
  };
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const i = y * width + x;
      if (x > 0) join(i, i - 1);
      if (y === 0) continue;
      join(i, i - width);
      if (x > 0) join(i, i - width - 1);
      if (x < width - 1) join(i, i - width + 1);
    }
  }
  const parts = new Uint32Array(count);
  for (let i = 0; i < ids.length; i += 1) if (ids[i]! >= 0 && parent[i] === i) parts[ids[i]!]! += 1;
  return parts;
}

/** Pixels whose square of `2 · radius + 1` has one value; beyond the frame lies whatever suits. */
function deepPixels(ids: Int32Array, height: number, width: number, count: number): Uint32Array {
  const radius = outlineRadius(height, width);
  const across = insideRuns(ids, height, width, radius);
  const deep = new Uint32Array(count);
  // Columns: a run of pixels that are deep across and have one value.
  for (let x = 0; x < width; x += 1) {
    let start = 0;
    for (let y = 1; y <= height; y += 1) {
      const here = y * width + x;
      const first = start * width + x;
      if (y < height && ids[here] === ids[first] && across[here] === across[first]) continue;
      if (across[first] === 1 && ids[first]! >= 0) {
        const from = start === 0 ? 0 : start + radius;
        const to = y === height ? height : y - radius;
        deep[ids[first]!]! += Math.max(0, to - from);
      }
      start = y;
    }
  }
  return deep;
}

function insideRuns(ids: Int32Array, height: number, width: number, radius: number): Uint8Array {
  const inside = new Uint8Array(ids.length);
  for (let y = 0; y < height; y += 1) {
    let start = 0;
    for (let x = 1; x <= width; x += 1) {
      if (x < width && ids[y * width + x] === ids[y * width + start]) continue;
      const from = start === 0 ? 0 : start + radius;
      const to = x === width ? width : x - radius;
      for (let i = from; i < to; i += 1) inside[y * width + i] = 1;
      start = x;
    }
  }
  return inside;
}

function touching(
  ids: Int32Array,
  height: number,
  width: number,
  values: readonly number[],
  zero: number,
): Pick<PlaneMeasure, 'contacts' | 'pairs' | 'unequal' | 'close' | 'besideZero'> {
  const count = values.length;
  const step = Math.max(...values.slice(-1).map(Math.abs)) / 20;
  const besideZero = new Uint32Array(count);
  const table = count <= MOST_CONTACTS ? new Uint32Array(count * count) : null;
  let [pairs, unequal, close] = [0, 0, 0];
  const look = (a: number, b: number): void => {
    if (a < 0 || b < 0) return;
    if (a !== zero && b !== zero) {
      pairs += 1;
      if (a !== b) {
        unequal += 1;
        if (Math.abs(values[a]! - values[b]!) <= step) close += 1;
      }
    } else if (a !== b) besideZero[a === zero ? b : a]! += 1;
    if (table && a !== b) table[Math.min(a, b) * count + Math.max(a, b)]! += 1;
  };
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const i = y * width + x;
      if (x + 1 < width) look(ids[i]!, ids[i + 1]!);
      if (y + 1 < height) look(ids[i]!, ids[i + width]!);
    }
  }
  const contacts: (readonly [number, number, number])[] = [];
  table?.forEach((number, at) => {
    if (number > 0) contacts.push([Math.floor(at / count), at % count, number]);
  });
  return { contacts, pairs, unequal, close, besideZero };
}
