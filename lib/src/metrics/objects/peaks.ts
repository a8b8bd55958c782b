import { checkSize } from './components';
import type { Point } from './match';

export interface PeakOptions {
  /** Standard deviation of the Gaussian that smooths the map, in pixels; default 1.4 at a width of 512, in proportion. */
  readonly sigma?: number;
  /** Smallest distance of two peaks, in pixels; default 3 at a width of 512, in proportion, and at least 1. */
  readonly distance?: number;
  /** Least smoothed value that counts, in (0, 1]; default 0.35. */
  readonly minimum?: number;
}

/**
 * Centres of small round objects: the local maxima of a smoothed map, to a part of a pixel.
 *
 * Beads that touch keep a maximum each, and specks that are much smaller than a bead are smoothed away. The defaults
 * are for beads of 3 to 5 px radius at 512². On synthetic masks with up to 1,000 beads a tile the count is 2 % low.
 *
 * @param map probability of foreground, or a mask of 0 and 1; row by row
 */
export function findPeaks(
  map: ArrayLike<number>,
  height: number,
  width: number,
  {
    sigma = (1.4 * width) / 512,
    distance = Math.max(1, (3 * width) / 512),
    minimum = 0.35,
  }: PeakOptions = {},
): Point[] {
  checkSize(map, height, width);
  if (!(sigma > 0)) throw new RangeError(`invalid sigma; not above 0: ${sigma}`);
  if (!(distance >= 1)) throw new RangeError(`invalid distance; not 1 or more: ${distance}`);
  const smooth = blurred(map, height, width, sigma);
  const disc = offsetsWithin(distance);
  const peaks: Point[] = [];
  for (let y = 0, i = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1, i += 1) {
      const value = smooth[i]!;
      if (value < minimum) continue;
      const isPeak = disc.every(([dx, dy]) => {
        if (x + dx < 0 || y + dy < 0 || x + dx >= width || y + dy >= height) return true;
        const other = smooth[i + dy * width + dx]!;
        // Of equal neighbours the first in reading order is the peak.
        return other < value || (other === value && (dy > 0 || (dy === 0 && dx > 0)));
      });
      if (!isPeak) continue;
      const at = (dx: number, dy: number): number => smooth[i + dy * width + dx]!;
      peaks.push({
        x: x + (x > 0 && x < width - 1 ? vertex(at(-1, 0), value, at(1, 0)) : 0),
        y: y + (y > 0 && y < height - 1 ? vertex(at(0, -1), value, at(0, 1)) : 0),
      });
    }
  return peaks;
}

/** Where the parabola through three neighbours has its maximum, in [−1/2, 1/2] around the middle one. */
function vertex(before: number, middle: number, after: number): number {
  const bend = before - 2 * middle + after;
  return bend < 0 ? Math.max(-0.5, Math.min(0.5, (before - after) / (2 * bend))) : 0;
}

function offsetsWithin(distance: number): (readonly [number, number])[] {
  const reach = Math.floor(distance);
  const offsets: (readonly [number, number])[] = [];
  for (let dy = -reach; dy <= reach; dy += 1)
    for (let dx = -reach; dx <= reach; dx += 1)
      if ((dx !== 0 || dy !== 0) && dx * dx + dy * dy <= distance * distance) offsets.push([dx, dy]);
  return offsets;
}

/** Gaussian smoothing, first along the rows, then along the columns; outside the map is background. */
function blurred(map: ArrayLike<number>, height: number, width: number, sigma: number): Float32Array {
  const reach = Math.ceil(3 * sigma);
  const weights = Float64Array.from({ length: 2 * reach + 1 }, (_, i) =>
    Math.exp(-((i - reach) ** 2) / (2 * sigma ** 2)),
  );
  const total = weights.reduce((a, b) => a + b, 0);
  const pass = (
    from: ArrayLike<number>,
    step: number,
    along: number,
    across: number,
    acrossStep: number,
  ): Float32Array => {
    const to = new Float32Array(from.length);
    const line = new Float64Array(along + 2 * reach); // with background at both ends
    for (let start = 0; start < across * acrossStep; start += acrossStep) {
      for (let k = 0; k < along; k += 1) line[k + reach] = from[start + k * step]!;
      for (let k = 0; k < along; k += 1) {
        let sum = 0;
        for (let j = 0; j < weights.length; j += 1) sum += weights[j]! * line[k + j]!;
        to[start + k * step] = sum / total;
      }
    }
    return to;
  };
  return pass(pass(map, 1, width, height, width), width, height, width, 1);
}
