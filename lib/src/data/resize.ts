import type { Sample } from '../types';
import { emptyMap, movedMaps, type PixelMap } from './pixel-maps';

/** Height and width in pixels. */
export interface Size {
  readonly height: number;
  readonly width: number;
}

/**
 * Resizes an image, channels last: area averaging along an axis that shrinks, Catmull–Rom cubic along one that
 * grows. Results are clamped to [0, 1], since the cubic overshoots.
 */
export function resizeImage(image: Float32Array, from: Size, to: Size, channels: number): Float32Array {
  if (from.height === to.height && from.width === to.width) return image;
  const across = resample(image, from.height, from.width, to.width, channels);
  const down = resample(across, 1, from.height, to.height, to.width * channels);
  return down.map((v) => Math.min(1, Math.max(0, v)));
}

/** Resizes a mask, or a map of object numbers, by the nearest pixel: the one under the new pixel's centre. */
export function resizeMask<T extends PixelMap>(mask: T, from: Size, to: Size): T {
  if (from.height === to.height && from.width === to.width) return mask;
  const result = emptyMap(mask, to.height * to.width);
  const nearest = (i: number, n: number, m: number): number =>
    Math.min(n - 1, Math.floor(((i + 0.5) * n) / m));
  for (let y = 0; y < to.height; y += 1) {
    const row = nearest(y, from.height, to.height) * from.width;
    for (let x = 0; x < to.width; x += 1)
      result[y * to.width + x] = mask[row + nearest(x, from.width, to.width)]!;
  }
  return result;
}

/** The sample at another size, a number for the side of a square, by {@link resizeImage} and {@link resizeMask}; the sample itself if it is one. */
export function resizeSample(sample: Sample, size: number | Size): Sample {
  const to = typeof size === 'number' ? { height: size, width: size } : size;
  if (sample.height === to.height && sample.width === to.width) return sample;
  const image = resizeImage(sample.image, sample, to, sample.channels);
  return { ...sample, ...to, image, ...movedMaps(sample, (map) => resizeMask(map, sample, to)) };
}

/** Resamples the middle axis of an `outer × from × inner` array. */
function resample(
  values: Float32Array,
  outer: number,
  from: number,
  to: number,
  inner: number,
): Float32Array {
  const result = new Float32Array(outer * to * inner);
  for (let i = 0; i < to; i += 1) {
    for (const [source, weight] of to < from ? areaWeights(i, from, to) : cubicWeights(i, from, to))
      for (let o = 0; o < outer; o += 1)
        for (let k = 0; k < inner; k += 1)
          result[(o * to + i) * inner + k]! += weight * values[(o * from + source) * inner + k]!;
  }
  return result;
}

type Weights = (readonly [source: number, weight: number])[];

function areaWeights(i: number, from: number, to: number): Weights {
  const [start, end] = [(i * from) / to, ((i + 1) * from) / to];
  const weights: Weights = [];
  for (let j = Math.floor(start); j < Math.min(from, Math.ceil(end)); j += 1) {
    const covered = Math.min(end, j + 1) - Math.max(start, j);
    if (covered > 0) weights.push([j, (covered * to) / from]);
  }
  return weights;
}

function cubicWeights(i: number, from: number, to: number): Weights {
  const centre = ((i + 0.5) * from) / to - 0.5;
  const base = Math.floor(centre);
  const weights: Weights = [];
  for (let j = base - 1; j <= base + 2; j += 1)
    weights.push([Math.min(from - 1, Math.max(0, j)), catmullRom(Math.abs(centre - j))]);
  return weights;
}

function catmullRom(t: number): number {
  if (t < 1) return 1.5 * t ** 3 - 2.5 * t ** 2 + 1;
  return t < 2 ? -0.5 * t ** 3 + 2.5 * t ** 2 - 4 * t + 2 : 0;
}
