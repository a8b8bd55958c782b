import { cutSample } from '../data';
import type { Sample } from '../types';

/** How an image is cut into overlapping squares. */
export interface Tiling {
  /** Side of a tile in pixels; images that are not larger are predicted whole. */
  readonly size: number;
  /** Pixels that neighbours share, below `size`; default a quarter of it. At least the receptive field's radius is best. */
  readonly overlap?: number;
}

/**
 * Predicts a large image tile by tile. Where tiles overlap, a pixel is the mean of their predictions, weighted by its
 * distance to the tile's edge, so that no seam shows.
 *
 * @param predictOne probability map of one tile, row by row
 */
export function blendTiles(
  sample: Sample,
  { size, overlap = Math.floor(size / 4) }: Tiling,
  predictOne: (tile: Sample) => Float32Array,
): Float32Array {
  if (!Number.isInteger(size) || size < 16)
    throw new RangeError(`invalid tile size: ${size}; allowed: an integer from 16`);
  if (!Number.isInteger(overlap) || overlap < 0 || overlap >= size)
    throw new RangeError(`invalid overlap: ${overlap}; allowed: an integer from 0 to ${size - 1}`);
  const { height, width } = sample;
  if (height <= size && width <= size) return predictOne(sample);
  const sum = new Float32Array(height * width);
  const weights = new Float32Array(height * width);
  const tile = { height: Math.min(size, height), width: Math.min(size, width) };
  for (const top of starts(height, tile.height, overlap))
    for (const left of starts(width, tile.width, overlap)) {
      const map = predictOne(cutSample(sample, { top, left }, tile));
      for (let y = 0; y < tile.height; y += 1)
        for (let x = 0; x < tile.width; x += 1) {
          const edge = Math.min(y, x, tile.height - 1 - y, tile.width - 1 - x) + 1;
          const i = (top + y) * width + left + x;
          sum[i]! += edge * map[y * tile.width + x]!;
          weights[i]! += edge;
        }
    }
  return sum.map((value, i) => value / weights[i]!);
}

/** First pixels of the tiles along an axis; the last tile ends at the image's edge. */
function starts(length: number, tile: number, overlap: number): number[] {
  const result: number[] = [];
  for (let start = 0; start + tile < length; start += tile - overlap) result.push(start);
  return [...result, length - tile];
}
