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
  const [tileHeight, tileWidth] = [Math.min(size, height), Math.min(size, width)];
  for (const top of starts(height, tileHeight, overlap))
    for (const left of starts(width, tileWidth, overlap)) {
      const map = predictOne(cut(sample, top, left, tileHeight, tileWidth));
      for (let y = 0; y < tileHeight; y += 1)
        for (let x = 0; x < tileWidth; x += 1) {
          const edge = Math.min(y, x, tileHeight - 1 - y, tileWidth - 1 - x) + 1;
          const i = (top + y) * width + left + x;
          sum[i]! += edge * map[y * tileWidth + x]!;
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

function cut(sample: Sample, top: number, left: number, height: number, width: number): Sample {
  const { channels } = sample;
  const image = new Float32Array(height * width * channels);
  const mask = new Uint8Array(height * width);
  for (let y = 0; y < height; y += 1) {
    const from = (top + y) * sample.width + left;
    image.set(sample.image.subarray(from * channels, (from + width) * channels), y * width * channels);
    mask.set(sample.mask.subarray(from, from + width), y * width);
  }
  return { ...sample, height, width, image, mask };
}
