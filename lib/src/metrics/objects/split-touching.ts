import { checkSize, type Components } from './components';
import { depthInside } from './distance';

/**
 * Pieces of a mask, with objects that touch taken apart: a watershed of the distance to the background.
 *
 * Pixels are visited from the deepest to the shallowest. A pixel with no visited neighbour starts an object,
 * any other joins its deepest neighbour's; where objects meet, the shallower one is kept if it is at least
 * `depth` deeper than the meeting place, and joins the other if not (Edelsbrunner's persistence; the same
 * objects as a watershed from h-maxima with h = `depth`).
 *
 * @param depth in pixels, above 0; default 0.4
 */
export function splitTouching(
  mask: ArrayLike<number>,
  height: number,
  width: number,
  depth = 0.4,
): Components {
  checkSize(mask, height, width);
  if (!(depth > 0)) throw new RangeError(`invalid depth; not above 0: ${depth}`);
  const inside = depthInside(mask, height, width);
  const pixels: number[] = [];
  for (let i = 0; i < inside.length; i += 1) if (inside[i]! > 0) pixels.push(i);
  const order = pixels.sort((a, b) => inside[b]! - inside[a]! || a - b);
  // Regions are named by their deepest pixel + 1; `parent` leads from a region that joined another to that one.
  const region = new Int32Array(inside.length);
  const parent = new Map<number, number>();
  const find = (name: number): number => {
    for (let up = parent.get(name); up !== undefined; up = parent.get(name)) name = up;
    return name;
  };
  for (const pixel of order) {
    const near = new Set<number>();
    let steepest = -1;
    for (const i of neighbours(pixel, height, width)) {
      if (region[i] === 0) continue;
      near.add(find(region[i]!));
      if (steepest < 0 || inside[i]! > inside[steepest]!) steepest = i;
    }
    region[pixel] = steepest < 0 ? pixel + 1 : region[steepest]!;
    const deepestFirst = [...near].sort((a, b) => inside[b - 1]! - inside[a - 1]! || a - b);
    for (const other of deepestFirst.slice(1))
      if (inside[other - 1]! - inside[pixel]! < depth) parent.set(other, deepestFirst[0]!);
  }
  return collect(region, find, width);
}

function* neighbours(pixel: number, height: number, width: number): Generator<number> {
  const [y, x] = [Math.floor(pixel / width), pixel % width];
  for (let r = Math.max(0, y - 1); r <= Math.min(height - 1, y + 1); r += 1)
    for (let c = Math.max(0, x - 1); c <= Math.min(width - 1, x + 1); c += 1)
      if (r !== y || c !== x) yield r * width + c;
}

function collect(region: Int32Array, find: (name: number) => number, width: number): Components {
  const labels = new Int32Array(region.length);
  const numbers = new Map<number, number>();
  const sums: { x: number; y: number; area: number }[] = [];
  for (let i = 0; i < region.length; i += 1) {
    if (region[i] === 0) continue;
    const name = find(region[i]!);
    const number = numbers.get(name) ?? sums.push({ x: 0, y: 0, area: 0 });
    numbers.set(name, number);
    labels[i] = number;
    const sum = sums[number - 1]!;
    sum.x += i % width;
    sum.y += Math.floor(i / width);
    sum.area += 1;
  }
  return { labels, objects: sums.map(({ x, y, area }) => ({ x: x / area, y: y / area, area })) };
}
