import { findObjects } from '../objects/find-objects';
import type { ObjectSettings } from '../network-description';
import { joinedPieces } from './joined-pieces';
import { addSums, INTO, N, objectSums, SUMS } from './object-sums';

/** {@link StripObjects} between two strips: what reaches the last row. It does not grow with the rows that are done. */
export interface StripObjectsState {
  /** Numbers given so far. */
  readonly count: number;
  /** Objects that are finished and count. */
  readonly found: number;
  /** Numbers of objects that go on, in rising order, and a row of sums each. */
  readonly open: Int32Array;
  readonly sums: Float64Array;
  /** Numbers of the last row. */
  readonly last: Int32Array | null;
}

/** What a strip adds. */
export interface StripOfObjects {
  /** Provisional numbers, counted on from those of the strips above; an object from above keeps its number. */
  readonly labels: Int32Array;
  /** Sums of the numbers that are new, in turn; 0 pixels where an object goes on below, or is none. */
  readonly sums: Float64Array;
  /** Objects from above that end here. */
  readonly ended: readonly { readonly number: number; readonly sums: Float64Array }[];
}

/**
 * Objects of a picture that comes in strips of rows. Within a strip they are told apart as the settings say, over the border
 * between two strips as {@link joinedPieces} does. Only objects that reach the last row are held.
 */
export class StripObjects {
  private held: StripObjectsState = {
    ...{ count: 0, found: 0, open: new Int32Array(0), sums: new Float64Array(0), last: null },
  };

  constructor(
    private readonly size: { readonly height: number; readonly width: number },
    private readonly settings: ObjectSettings,
    private readonly threshold: number,
  ) {}

  /** What the rows so far have left: plain data, for {@link goOn}. */
  get state(): StripObjectsState {
    return this.held;
  }

  /** Takes the place of objects that were interrupted. */
  goOn(state: StripObjectsState): void {
    this.held = state;
  }

  /**
   * The next rows.
   *
   * @param intensities one a pixel
   */
  add(map: Float32Array, top: number, rows: number, intensities: ArrayLike<number>): StripOfObjects {
    const { height, width } = this.size;
    const { settings, held } = this;
    const whole = settings.method === 'peaks' ? settings : { ...settings, minimumArea: 0 };
    const pieces = findObjects(map, { height: rows, width }, whole, this.threshold);
    const { labels, count } = pieces;
    const above = held.open.length;
    // Objects from above come first, then this strip's pieces: the least of those that are joined gives the number.
    const sums = new Float64Array(SUMS * (above + count));
    sums.set(held.sums);
    sums.set(objectSums(pieces, this.size, top, intensities), SUMS * above);
    const parent = this.joined(labels.subarray(0, width), count);
    const row = (node: number): Float64Array => sums.subarray(SUMS * node, SUMS * (node + 1));
    const numbers = new Int32Array(above + count);
    numbers.set(held.open);
    let next = held.count;
    const ended: { number: number; sums: Float64Array }[] = [];
    for (let node = 0; node < parent.length; node += 1) {
      const root = parent[node]!;
      if (root !== node) {
        addSums(row(root), row(node));
        if (node < above) ended.push({ number: numbers[node]!, sums: joinedWith(numbers[root]!) });
        numbers[node] = numbers[root]!;
      } else if (node >= above) numbers[node] = next += 1;
    }
    for (let i = 0; i < labels.length; i += 1)
      if (labels[i] !== 0) labels[i] = numbers[above + labels[i]! - 1]!;
    const last = labels.slice(-width);
    const goingOn = new Set(top + rows === height ? [] : last);
    const least = settings.method === 'peaks' ? 1 : Math.max(1, settings.minimumArea);
    const fresh = new Float64Array(SUMS * (next - held.count));
    const open: number[] = [];
    let { found } = held;
    for (let node = 0; node < parent.length; node += 1) {
      if (parent[node] !== node) continue;
      const number = numbers[node]!;
      if (goingOn.has(number)) {
        open.push(node);
        continue;
      }
      const counts = row(node)[N]! >= least;
      if (counts) found += 1;
      if (node < above) ended.push({ number, sums: counts ? row(node).slice() : joinedWith(0) });
      else if (counts) fresh.set(row(node), SUMS * (number - held.count - 1));
    }
    const openSums = new Float64Array(SUMS * open.length);
    open.forEach((node, i) => {
      openSums.set(row(node), SUMS * i);
    });
    this.held = {
      ...{ count: next, found, last, sums: openSums },
      open: Int32Array.from(open, (node) => numbers[node]!),
    };
    return { labels, sums: fresh, ended };
  }

  /** Of every object from above and every piece of the strip, the first one that it is joined with. */
  private joined(first: Int32Array, count: number): Int32Array {
    const { open, last } = this.held;
    const parent = Int32Array.from({ length: open.length + count }, (_, i) => i);
    if (!last) return parent;
    const find = (node: number): number => {
      while (parent[node] !== node) node = parent[node] = parent[parent[node]!]!;
      return node;
    };
    const nodes = new Map(Array.from(open, (number, i) => [number, i]));
    for (const [a, b] of joinedPieces(last, first, this.settings.method === 'components')) {
      const [x, y] = [find(nodes.get(a)!), find(open.length + b - 1)];
      parent[Math.max(x, y)] = Math.min(x, y);
    }
    for (let node = 0; node < parent.length; node += 1) parent[node] = find(node);
    return parent;
  }
}

/** Sums of a number that stands for another one, or for no object (0). */
function joinedWith(number: number): Float64Array {
  const sums = new Float64Array(SUMS);
  sums[INTO] = number;
  return sums;
}
