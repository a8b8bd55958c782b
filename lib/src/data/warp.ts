import type { Sample } from '../types';
import { emptyMap, movedMaps, type PixelMap } from './pixel-maps';

/** Displacement of each pixel, in pixels, `height × width` each. */
export interface Displacement {
  readonly dx: Float32Array;
  readonly dy: Float32Array;
}

/**
 * Moves a sample along a displacement: pixel (x, y) of the result shows (x + dx, y + dy) of the sample,
 * bilinear for the image and nearest for the mask, the pixels to ignore and the object numbers. Beyond the edges the sample is mirrored.
 *
 * The count of objects is dropped: an object can leave the tile.
 */
export function warpSample(sample: Sample, field: Displacement): Sample {
  const { height, width, channels, image: source } = sample;
  const { dx, dy } = field;
  const image = new Float32Array(sample.image.length);
  for (let y = 0, i = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1, i += 1) {
      const sx = x + dx[i]!;
      const sy = y + dy[i]!;
      const x0 = Math.floor(sx);
      const y0 = Math.floor(sy);
      const fx = sx - x0;
      const fy = sy - y0;
      const left = mirror(x0, width);
      const right = mirror(x0 + 1, width);
      const top = mirror(y0, height) * width;
      const bottom = mirror(y0 + 1, height) * width;
      for (let c = 0; c < channels; c += 1) {
        const upper =
          (1 - fx) * source[(top + left) * channels + c]! + fx * source[(top + right) * channels + c]!;
        const lower =
          (1 - fx) * source[(bottom + left) * channels + c]! + fx * source[(bottom + right) * channels + c]!;
        image[i * channels + c] = (1 - fy) * upper + fy * lower;
      }
    }
  const { id, group, maskNotice } = sample;
  const maps = movedMaps(sample, (map) => warpMask(map, height, width, field));
  return { id, group, height, width, channels, image, ...maps, ...(maskNotice && { maskNotice }) };
}

/** Moves a mask along a displacement, by the nearest pixel; mirrored beyond the edges. */
export function warpMask<T extends PixelMap>(
  mask: T,
  height: number,
  width: number,
  { dx, dy }: Displacement,
): T {
  const result = emptyMap(mask, mask.length);
  for (let y = 0, i = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1, i += 1)
      result[i] =
        mask[mirror(Math.round(y + dy[i]!), height) * width + mirror(Math.round(x + dx[i]!), width)]!;
  return result;
}

/** Index reflected into [0, length), the edge pixel itself repeated. */
function mirror(i: number, length: number): number {
  if (i >= 0 && i < length) return i;
  const period = 2 * length;
  const folded = ((i % period) + period) % period;
  return folded < length ? folded : period - 1 - folded;
}
