import type { MeasuredObject } from '../objects/measure-objects';

/** Numbers a row of a table of sums, in this order: pixels, Σx, Σy, Σx², Σy², Σxy, Σ intensity, 1 at the picture's edge, joined with. */
export const SUMS = 9;
export const [N, X, Y, XX, YY, XY, LIGHT, EDGE, INTO] = [0, 1, 2, 3, 4, 5, 6, 7, 8] as const;

/**
 * Sums over the pixels of numbered objects: a row of {@link SUMS} numbers an object, that of object k at k − 1.
 *
 * @param top first row of these labels in the picture
 * @param intensities one a pixel
 */
export function objectSums(
  { labels, count }: { readonly labels: Int32Array; readonly count: number },
  { height, width }: { readonly height: number; readonly width: number },
  top: number,
  intensities: ArrayLike<number>,
): Float64Array {
  const sums = new Float64Array(SUMS * count);
  for (let i = 0, x = 0, y = top; i < labels.length; i += 1) {
    if (labels[i]! > 0) {
      const at = SUMS * (labels[i]! - 1);
      sums[at + N]! += 1;
      sums[at + X]! += x;
      sums[at + Y]! += y;
      sums[at + XX]! += x * x;
      sums[at + YY]! += y * y;
      sums[at + XY]! += x * y;
      sums[at + LIGHT]! += intensities[i]!;
      if (x === 0 || y === 0 || x === width - 1 || y === height - 1) sums[at + EDGE] = 1;
    }
    x += 1;
    if (x === width) [x, y] = [0, y + 1];
  }
  return sums;
}

/** Adds a row of sums to another one, of the same table or another. */
export function addSums(to: Float64Array, from: Float64Array): void {
  for (const key of [N, X, Y, XX, YY, XY, LIGHT]) to[key]! += from[key]!;
  if (from[EDGE] === 1) to[EDGE] = 1;
}

/** What the sums say of an object. */
export function measuredBySums(label: number, row: Float64Array): MeasuredObject {
  const [n, x, y] = [row[N]!, row[X]!, row[Y]!];
  // Whole numbers up to the division, so that the moments of a small object far from the corner are exact.
  const moment = (sum: number, one: number, other: number): number => (n * sum - one * other) / (n * n);
  const [vx, vy, c] = [moment(row[XX]!, x, x), moment(row[YY]!, y, y), moment(row[XY]!, x, y)];
  const apart = Math.sqrt(((vx - vy) / 2) ** 2 + c ** 2);
  const largest = (vx + vy) / 2 + apart;
  return {
    label,
    x: x / n,
    y: y / n,
    area: n,
    equivalentDiameter: Math.sqrt((4 * n) / Math.PI),
    eccentricity: n === 1 || largest <= 0 ? 0 : Math.sqrt(Math.min(1, (2 * apart) / largest)),
    meanIntensity: row[LIGHT]! / n,
    touchesEdge: row[EDGE] === 1,
  };
}
