import type { MeasuredObject } from '../objects/measure-objects';
import { findObjects } from '../objects/find-objects';
import type { ObjectSettings } from '../network-description';

/** Sums over the pixels of a part of an object. */
interface Sums {
  n: number;
  x: number;
  y: number;
  xx: number;
  yy: number;
  xy: number;
  light: number;
  edge: boolean;
}

/** {@link StripObjects} between two strips. */
export interface StripObjectsState {
  readonly sums: readonly Sums[];
  readonly parent: readonly number[];
  /** Labels of the last row. */
  readonly last: Int32Array | null;
}

/**
 * Objects of a picture that comes in strips of rows. Within a strip they are told apart as the settings say. Over the border
 * between two strips connected pieces are joined wherever they touch, which is exact; objects that are split or are peaks
 * are joined with the one across the border that they share most of it with, where that is mutual.
 */
export class StripObjects {
  private sums: Sums[] = [];
  private parent: number[] = [0];
  private last: Int32Array | null = null;

  constructor(
    private readonly size: { readonly height: number; readonly width: number },
    private readonly settings: ObjectSettings,
    private readonly threshold: number,
  ) {}

  /** What the rows so far have left: plain data, for {@link goOn}. */
  get state(): StripObjectsState {
    return { sums: this.sums, parent: this.parent, last: this.last };
  }

  /** Takes the place of objects that were interrupted. */
  goOn({ sums, parent, last }: StripObjectsState): void {
    [this.sums, this.parent, this.last] = [[...sums], [...parent], last];
  }

  /**
   * The next rows: their provisional labels, counted on from those before.
   *
   * @param intensities one a pixel
   */
  add(map: Float32Array, top: number, rows: number, intensities: ArrayLike<number>): Int32Array {
    const { height, width } = this.size;
    const { method } = this.settings;
    const whole = method === 'peaks' ? this.settings : { ...this.settings, minimumArea: 0 };
    const { labels, count } = findObjects(map, { height: rows, width }, whole, this.threshold);
    const base = this.sums.length;
    for (let k = 1; k <= count; k += 1) {
      this.sums.push({ n: 0, x: 0, y: 0, xx: 0, yy: 0, xy: 0, light: 0, edge: false });
      this.parent.push(base + k);
    }
    for (let i = 0; i < labels.length; i += 1) {
      if (labels[i] === 0) continue;
      labels[i]! += base;
      const [x, y] = [i % width, top + Math.floor(i / width)];
      const sum = this.sums[labels[i]! - 1]!;
      sum.n += 1;
      sum.x += x;
      sum.y += y;
      sum.xx += x * x;
      sum.yy += y * y;
      sum.xy += x * y;
      sum.light += intensities[i]!;
      if (x === 0 || y === 0 || x === width - 1 || y === height - 1) sum.edge = true;
    }
    if (this.last) this.join(this.last, labels.subarray(0, width), method === 'components');
    this.last = labels.slice(-width);
    return labels;
  }

  /** The final number of every provisional one (at its place; 0 for none), in reading order of strips, and the objects. */
  end(): { readonly numbers: Int32Array; readonly objects: MeasuredObject[] } {
    const merged = new Map<number, Sums>();
    this.sums.forEach((sum, i) => {
      const root = this.find(i + 1);
      const into = merged.get(root);
      if (!into) merged.set(root, { ...sum });
      else {
        for (const key of ['n', 'x', 'y', 'xx', 'yy', 'xy', 'light'] as const) into[key] += sum[key];
        into.edge ||= sum.edge;
      }
    });
    const least = this.settings.method === 'peaks' ? 1 : Math.max(1, this.settings.minimumArea);
    const final = new Map<number, number>();
    const objects: MeasuredObject[] = [];
    for (const [root, sum] of merged) {
      if (sum.n < least) continue;
      final.set(root, objects.length + 1);
      objects.push(measured(objects.length + 1, sum));
    }
    const numbers = Int32Array.from({ length: this.parent.length }, (_, i) => final.get(this.find(i)) ?? 0);
    return { numbers, objects };
  }

  private join(above: Int32Array, below: Int32Array, all: boolean): void {
    const shared = new Map<string, { a: number; b: number; n: number }>();
    for (let x = 0; x < above.length; x += 1)
      for (const u of all ? [x - 1, x, x + 1] : [x]) {
        const [a, b] = [above[x]!, below[u] ?? 0];
        if (a === 0 || b === 0) continue;
        if (all) this.unite(a, b);
        else {
          const key = `${a},${b}`;
          const pair = shared.get(key) ?? { a, b, n: 0 };
          pair.n += 1;
          shared.set(key, pair);
        }
      }
    const best = (side: 'a' | 'b'): Map<number, { a: number; b: number; n: number }> => {
      const most = new Map<number, { a: number; b: number; n: number }>();
      for (const pair of shared.values())
        if (pair.n > (most.get(pair[side])?.n ?? 0)) most.set(pair[side], pair);
      return most;
    };
    const ofBelow = best('b');
    for (const pair of best('a').values()) if (ofBelow.get(pair.b) === pair) this.unite(pair.a, pair.b);
  }

  private unite(a: number, b: number): void {
    const [x, y] = [this.find(a), this.find(b)];
    this.parent[Math.max(x, y)] = Math.min(x, y);
  }

  private find(label: number): number {
    let root = label;
    while (this.parent[root] !== root) root = this.parent[root]!;
    while (this.parent[label] !== root) [label, this.parent[label]] = [this.parent[label]!, root];
    return root;
  }
}

function measured(label: number, { n, x, y, xx, yy, xy, light, edge }: Sums): MeasuredObject {
  const [mx, my] = [x / n, y / n];
  const [vx, vy, c] = [xx / n - mx * mx, yy / n - my * my, xy / n - mx * my];
  const apart = Math.sqrt(((vx - vy) / 2) ** 2 + c ** 2);
  const largest = (vx + vy) / 2 + apart;
  return {
    label,
    x: mx,
    y: my,
    area: n,
    equivalentDiameter: Math.sqrt((4 * n) / Math.PI),
    eccentricity: n === 1 || largest <= 0 ? 0 : Math.sqrt(Math.min(1, (2 * apart) / largest)),
    meanIntensity: light / n,
    touchesEdge: edge,
  };
}
