import type { MaskObject } from './components';
import type { Point } from './match';

/**
 * Centroid and area of each numbered object, in ascending order of the numbers. An object is left out where most of its
 * pixels are to be ignored.
 *
 * @param instances number of the object that each pixel belongs to, 0 = none; row by row
 * @param ignore not 0 = the pixel takes no part; default all count
 */
export function numberedObjects(
  instances: ArrayLike<number>,
  width: number,
  ignore?: ArrayLike<number>,
): MaskObject[] {
  const sums = new Map<number, { x: number; y: number; area: number; ignored: number }>();
  for (let i = 0; i < instances.length; i += 1) {
    const number = instances[i]!;
    if (number === 0) continue;
    let sum = sums.get(number);
    if (!sum) sums.set(number, (sum = { x: 0, y: 0, area: 0, ignored: 0 }));
    sum.x += i % width;
    sum.y += Math.floor(i / width);
    sum.area += 1;
    if (ignore && ignore[i] !== 0) sum.ignored += 1;
  }
  return [...sums]
    .sort(([a], [b]) => a - b)
    .filter(([, { area, ignored }]) => 2 * ignored <= area)
    .map(([, { x, y, area }]) => ({ x: x / area, y: y / area, area }));
}

/** Whether most pixels within `radius` of a centre (at least the one under it) are to be ignored. */
export function mostlyIgnored(
  { x, y }: Point,
  radius: number,
  ignore: ArrayLike<number>,
  height: number,
  width: number,
): boolean {
  const [middleX, middleY] = [Math.round(x), Math.round(y)];
  const reach = Math.floor(radius);
  let [pixels, ignored] = [0, 0];
  for (let dy = -reach; dy <= reach; dy += 1)
    for (let dx = -reach; dx <= reach; dx += 1) {
      const [column, row] = [middleX + dx, middleY + dy];
      if (dx * dx + dy * dy > radius * radius) continue;
      if (column < 0 || row < 0 || column >= width || row >= height) continue;
      pixels += 1;
      if (ignore[row * width + column] !== 0) ignored += 1;
    }
  return 2 * ignored > pixels;
}
