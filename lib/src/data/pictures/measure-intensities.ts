import type { Picture, SampleKind } from './picture';

/** What an image's levels were found to be: a few numbers, kept for every image of a set. */
export interface IntensityMeasure {
  readonly kind: SampleKind;
  /** Lowest and highest level, alpha left out. */
  readonly lowest: number;
  readonly highest: number;
  /** The same without single pixels: levels that at least two of a pixel's eight neighbours reach as well. */
  readonly low: number;
  readonly high: number;
  /** Number of samples that were no finite number. */
  readonly notFinite: number;
}

/**
 * Measures the levels of one image. A hot or a dead pixel, or two side by side, move `lowest` and `highest` only: a
 * spot of light that a lens has drawn is never that small.
 */
export function measureIntensities(picture: Picture): IntensityMeasure {
  const { kind, channels } = picture;
  const colours = channels >= 3 ? 3 : 1;
  const measure = {
    kind,
    lowest: Infinity,
    highest: -Infinity,
    low: Infinity,
    high: -Infinity,
    notFinite: 0,
  };
  for (let c = 0; c < colours; c += 1) extremes(picture, c, measure);
  if (measure.lowest > measure.highest) return { ...measure, lowest: 0, highest: 0, low: 0, high: 0 };
  return measure;
}

interface Extremes {
  lowest: number;
  highest: number;
  low: number;
  high: number;
  notFinite: number;
}

function extremes({ height, width, channels, data }: Picture, channel: number, found: Extremes): void {
  const tiny = height < 3 || width < 3;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const value = data[(y * width + x) * channels + channel]!;
      if (!Number.isFinite(value)) {
        found.notFinite += 1;
        continue;
      }
      if (value < found.lowest) found.lowest = value;
      if (value > found.highest) found.highest = value;
      // Only what would move an end is compared with its neighbours.
      if (value <= found.high && value >= found.low) continue;
      let [first, second] = [-Infinity, -Infinity];
      let [least, lesser] = [Infinity, Infinity];
      for (let v = Math.max(0, y - 1); v <= Math.min(height - 1, y + 1); v += 1) {
        for (let u = Math.max(0, x - 1); u <= Math.min(width - 1, x + 1); u += 1) {
          if (u === x && v === y) continue;
          const near = data[(v * width + u) * channels + channel]!;
          if (near > first) [first, second] = [near, first];
          else if (near > second) second = near;
          if (near < least) [least, lesser] = [near, least];
          else if (near < lesser) lesser = near;
        }
      }
      const high = tiny ? value : Math.min(value, second);
      const low = tiny ? value : Math.max(value, lesser);
      if (Number.isFinite(high) && high > found.high) found.high = high;
      if (Number.isFinite(low) && low < found.low) found.low = low;
    }
  }
}
