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
  const tile = { height: Math.min(size, height), width: Math.min(size, width) };
  const blend = new TileBlend(tile, { height, width });
  for (const top of tileStarts(height, tile.height, overlap))
    for (const left of tileStarts(width, tile.width, overlap))
      blend.add(predictOne(cutSample(sample, { top, left }, tile)), { top, left });
  return blend.means(height);
}

interface Size {
  readonly height: number;
  readonly width: number;
}

/** The weighted sums of overlapping tiles' predictions, over some rows of an image. */
export class TileBlend {
  /** Σ weight · prediction of each pixel, row by row. */
  readonly sum: Float32Array;
  /** Σ weight of each pixel. */
  readonly weights: Float32Array;
  /** A tile's weights: the distance to its edge, from 1. */
  private readonly edges: Float32Array;

  constructor(
    private readonly tile: Size,
    private readonly size: Size,
  ) {
    this.sum = new Float32Array(size.height * size.width);
    this.weights = new Float32Array(size.height * size.width);
    const { height, width } = tile;
    this.edges = new Float32Array(height * width);
    for (let y = 0; y < height; y += 1)
      for (let x = 0; x < width; x += 1)
        this.edges[y * width + x] = Math.min(y, x, height - 1 - y, width - 1 - x) + 1;
  }

  /** Adds a tile's prediction, row by row, at its place. */
  add(map: Float32Array, { top, left }: { readonly top: number; readonly left: number }): void {
    const { sum, weights, edges, tile } = this;
    for (let y = 0; y < tile.height; y += 1) {
      const from = y * tile.width;
      const to = (top + y) * this.size.width + left;
      for (let x = 0; x < tile.width; x += 1) {
        const edge = edges[from + x]!;
        sum[to + x]! += edge * map[from + x]!;
        weights[to + x]! += edge;
      }
    }
  }

  /** The predictions of the first rows, in place of their sums. */
  means(rows: number): Float32Array {
    const means = this.sum.subarray(0, rows * this.size.width);
    for (let i = 0; i < means.length; i += 1) means[i]! /= this.weights[i]!;
    return means;
  }
}

/** First pixels of the tiles along an axis; the last tile ends at the image's edge. */
export function tileStarts(length: number, tile: number, overlap: number): number[] {
  const result: number[] = [];
  for (let start = 0; start + tile < length; start += tile - overlap) result.push(start);
  return [...result, length - tile];
}
