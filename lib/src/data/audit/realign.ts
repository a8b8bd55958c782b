import { bilinear } from '../bilinear';
import type { ShiftField } from './shift-field';

/**
 * Signed distance to labels after they were moved along a field: what stood at (x, y) comes to (x + dx, y +
 * dy). Read between pixels, so that discs stay round and moves of parts of a pixel count.
 *
 * @param distance signed distance to the labels as given, in pixels, negative inside
 */
export function movedDistance(
  distance: Float64Array,
  height: number,
  width: number,
  field: ShiftField,
): Float64Array {
  const result = new Float64Array(distance.length);
  for (let y = 0, i = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1, i += 1) {
      // Where did (x, y) come from? The field is smooth, so a few steps of s = (x, y) − field(s) settle.
      let [sx, sy] = [x, y];
      for (let step = 0; step < 3; step += 1) {
        const [dx, dy] = field.at(sx, sy);
        [sx, sy] = [x - dx, y - dy];
      }
      result[i] = bilinear(distance, height, width, sx, sy);
    }
  return result;
}

/** The mask whose boundary lies `offset` pixels outside that of a signed distance. */
export function maskWithin(distance: Float64Array, offset: number): Uint8Array {
  const mask = new Uint8Array(distance.length);
  for (let i = 0; i < mask.length; i += 1) mask[i] = distance[i]! <= offset ? 1 : 0;
  return mask;
}

/** Pixels of both over pixels of either, 1 where both masks are empty. */
export function overlap(a: Uint8Array, b: Uint8Array): number {
  let [both, either] = [0, 0];
  for (let i = 0; i < a.length; i += 1) {
    both += a[i]! & b[i]!;
    either += a[i]! | b[i]!;
  }
  return either === 0 ? 1 : both / either;
}

/** Correlation of a mask with the darkness over the whole tile, in [−1, 1]; 0 where either is constant. */
export function maskCorrelation(mask: Uint8Array, darkness: Float32Array): number {
  let [ones, sum, squares, product] = [0, 0, 0, 0];
  for (let i = 0; i < mask.length; i += 1) {
    const value = darkness[i]!;
    sum += value;
    squares += value * value;
    if (mask[i] === 1) {
      ones += 1;
      product += value;
    }
  }
  const n = mask.length;
  const variance = (squares - (sum * sum) / n) * (ones - (ones * ones) / n);
  return variance > 0 ? (product - (ones * sum) / n) / Math.sqrt(variance) : 0;
}
