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
/** Values beyond which a soft map is measured in steps. */
const FINE = 2048;

/**
 * Measures a plane: how often each value occurs, in how many pieces, how thick, and what it touches.
 *
 * @param colours whether the values are colours `0xRRGGBB`
 */
export function measurePlane(
  plane: ArrayLike<number>,
  height: number,
  width: number,
  colours = false,
): PlaneMeasure {
  const { values, counts, ids } = census(plane);
  const none = new Uint32Array(values.length);
  const measured = { values: Float64Array.from(values), counts };
  // Of 0 with 255 or 65535 no shape is ever asked for.
  if (values.every((value) => value === 0 || value === 255 || value === 65535) && values.length <= 2)
    return {
      ...measured,
      parts: none,
      deep: none,
      contacts: [],
      pairs: 0,
      unequal: 0,
      close: 0,
      besideZero: none,
    };
  const touched = touching(ids, height, width, values, values.indexOf(0));
  // A fine soft map has as many values as pixels; a thousand of them tell as much.
  const fine =
    values.length > FINE && (touched.unequal > 0.25 * touched.pairs || !values.every(Number.isInteger));
  if (fine) return measurePlane(coarse(plane, values, colours), height, width, colours);
  const shapes = values.length <= MOST_VALUES;
  return {
    ...measured,
    parts: shapes ? connectedParts(ids, height, width, values.length) : none,
    deep: shapes ? deepPixels(ids, height, width, values.length) : none,
    ...touched,
  };
}

/** Half of the width in pixels that an outline may have in a picture of this size: 2, and 1 % of the shorter side. */
export function outlineRadius(height: number, width: number): number {
  return Math.max(2, Math.round(Math.min(height, width) / 100));
}

/** The plane in a thousand steps of the power of two that holds its values; 0, 0.5 and 1 stay what they are. Of colours, eight shades. */
function coarse(plane: ArrayLike<number>, values: readonly number[], colours: boolean): Float64Array {
  if (colours) return Float64Array.from(plane, (value) => value & 0xe0e0e0);
  const largest = Math.max(Math.abs(values[0]!), Math.abs(values.at(-1)!));
  const step = 2 ** Math.ceil(Math.log2(largest)) / 1024;
  return Float64Array.from(plane, (value) => Math.floor(value / step) * step);
}

/** Values, ascending; how often each occurs; and for every pixel the place of its value, −1 where it is none. */
function census(plane: ArrayLike<number>): { values: number[]; counts: Uint32Array; ids: Int32Array } {
  const ids = new Int32Array(plane.length);
  // Whole numbers up to 65535 go through a table, which is ten times as fast as a map.
  const table = new Int32Array(65536).fill(-1);
  const others = new Map<number, number>();
  const seen: number[] = [];
  for (let i = 0; i < ids.length; i += 1) {
    const value = plane[i]!;
    const small = value >= 0 && value < 65536 && Number.isInteger(value);
    let id = small ? table[value]! : Number.isFinite(value) ? (others.get(value) ?? -1) : -2;
    if (id === -1) {
      id = seen.length;
      // −0 and 0 are one value.
      seen.push(value + 0);
      if (small) table[value] = id;
      else others.set(value, id);
    }
    ids[i] = Math.max(id, -1);
  }
  const order = seen.map((_, id) => id).sort((a, b) => seen[a]! - seen[b]!);
  const place = new Int32Array(seen.length);
  order.forEach((id, at) => {
    place[id] = at;
  });
  const counts = new Uint32Array(seen.length);
  for (let i = 0; i < ids.length; i += 1) {
    const id = ids[i]!;
    if (id < 0) continue;
    ids[i] = place[id]!;
    counts[place[id]!]! += 1;
  }
  return { values: order.map((id) => seen[id]!), counts, ids };
}

/** Connected parts by value: runs of a row, less the joins of runs that touch in the row above. */
function connectedParts(ids: Int32Array, height: number, width: number, count: number): Uint32Array {
  const parts = new Uint32Array(count);
  const parent: number[] = [];
  const root = (start: number): number => {
    let at = start;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at]!]!;
      at = parent[at]!;
    }
    return at;
  };
  let above: { start: number; end: number; id: number; run: number }[] = [];
  for (let y = 0; y < height; y += 1) {
    const row: typeof above = [];
    let first = 0;
    for (let start = 0, end = 1; start < width; start = end) {
      const id = ids[y * width + start]!;
      for (end = start + 1; end < width && ids[y * width + end] === id; end += 1);
      if (id < 0) continue;
      const run = parent.length;
      parent.push(run);
      parts[id]! += 1;
      row.push({ start, end, id, run });
      while (first < above.length && above[first]!.end < start) first += 1;
      for (let k = first; k < above.length && above[k]!.start <= end; k += 1) {
        if (above[k]!.id !== id) continue;
        const [one, other] = [root(above[k]!.run), root(run)];
        if (one === other) continue;
        parent[Math.max(one, other)] = Math.min(one, other);
        parts[id]! -= 1;
      }
    }
    above = row;
  }
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
