import type { Size } from '../../data';

/** A closed line along the edges of pixels: corners in turn, `x, y, x, y …`; pixel (0, 0) spans 0 to 1. */
export type Ring = readonly number[];

/** The outline of an object. */
export interface Outline {
  readonly label: number;
  /** Around its pieces, clockwise on the screen, the largest first; pixels that touch at a corner are one piece. */
  readonly outer: readonly Ring[];
  /** Around its holes, the other way. */
  readonly holes: readonly Ring[];
}

/**
 * Follows the edges of numbered objects, with the object at the right hand.
 *
 * @param labels 0 = background, n = pixels of object n; row by row
 */
export function traceOutlines(labels: Int32Array, { height, width }: Size): Outline[] {
  const seen = new Uint8Array(labels.length); // pixels whose upper edge is part of a ring
  const found = new Map<number, { outer: { ring: number[]; area: number }[]; holes: number[][] }>();
  for (let y = 0, i = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1, i += 1) {
      const label = labels[i]!;
      if (label <= 0 || seen[i] === 1 || (y > 0 && labels[i - width] === label)) continue;
      const ring = follow(labels, { height, width }, label, x, y, seen);
      const own = found.get(label) ?? { outer: [], holes: [] };
      found.set(label, own);
      const area = ringArea(ring);
      if (area > 0) own.outer.push({ ring, area });
      else own.holes.push(ring);
    }
  return [...found]
    .sort(([a], [b]) => a - b)
    .map(([label, { outer, holes }]) => ({
      label,
      outer: outer.sort((a, b) => b.area - a.area).map(({ ring }) => ring),
      holes,
    }));
}

/** Area inside a ring in pixels, positive where it goes clockwise on the screen. */
export function ringArea(ring: Ring): number {
  let twice = 0;
  for (let i = 0; i < ring.length; i += 2) {
    const j = (i + 2) % ring.length;
    twice += ring[i]! * ring[j + 1]! - ring[j]! * ring[i + 1]!;
  }
  return twice / 2;
}

/** One ring, from the upper edge of a pixel on; a corner is kept where the way turns. */
function follow(
  labels: Int32Array,
  { height, width }: Size,
  label: number,
  startX: number,
  startY: number,
  seen: Uint8Array,
): number[] {
  const inside = (x: number, y: number): boolean =>
    x >= 0 && y >= 0 && x < width && y < height && labels[y * width + x] === label;
  const ring: number[] = [];
  let [x, y, dx, dy] = [startX, startY, 1, 0]; // a corner of pixels, and the way that leaves it
  do {
    if (dx === 1) seen[y * width + x] = 1;
    x += dx;
    y += dy;
    // The pixels ahead, to the left and to the right of the way.
    const [rx, ry] = [x + (dx - dy - 1) / 2, y + (dy + dx - 1) / 2];
    const [lx, ly] = [x + (dx + dy - 1) / 2, y + (dy - dx - 1) / 2];
    if (inside(lx, ly)) {
      ring.push(x, y);
      [dx, dy] = [dy, -dx];
    } else if (!inside(rx, ry)) {
      ring.push(x, y);
      [dx, dy] = [-dy, dx];
    }
  } while (x !== startX || y !== startY || dx !== 1 || dy !== 0);
  return ring;
}
