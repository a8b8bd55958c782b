import { lumaWeights } from '../../data';
import type { Sample } from '../../types';

/** How well pixels of the foreground are told from the rest by their values alone (Fisher's discriminant). */
export interface ColourSeparation {
  /** Distance of the two means in standard deviations (d′), by luma alone. */
  readonly grey: number;
  /** The same by the best weighted sum of red, green and blue. */
  readonly colour: number;
}

/** Every so many pixels are looked at. */
const step = 7;

/** Null where the images are grey, or a side of the masks is empty. Within each image, so that light does not count. */
export function colourSeparation(samples: readonly Sample[]): ColourSeparation | null {
  const within = [new Float64Array(9), new Float64Array(9)];
  const difference = [0, 0, 0];
  const counts = [0, 0];
  let images = 0;
  for (const { channels, image, mask, ignore } of samples) {
    if (channels !== 3) return null;
    const sums = [new Float64Array(3), new Float64Array(3)];
    const here = [0, 0];
    const each = (visit: (side: 0 | 1, at: number) => void): void => {
      for (let i = 0; i < mask.length; i += step) if (ignore?.[i] !== 1) visit(mask[i] as 0 | 1, i * 3);
    };
    each((side, at) => {
      here[side]! += 1;
      for (let c = 0; c < 3; c += 1) sums[side]![c]! += image[at + c]!;
    });
    if (here[0] === 0 || here[1] === 0) continue;
    images += 1;
    const means = sums.map((sum, side) => sum.map((value) => value / here[side]!));
    for (let c = 0; c < 3; c += 1) difference[c]! += means[1]![c]! - means[0]![c]!;
    each((side, at) => {
      counts[side]! += 1;
      for (let a = 0; a < 3; a += 1)
        for (let b = 0; b < 3; b += 1)
          within[side]![3 * a + b]! +=
            (image[at + a]! - means[side]![a]!) * (image[at + b]! - means[side]![b]!);
    });
  }
  if (images === 0 || !coloured(samples)) return null;
  const mean = difference.map((value) => value / images);
  const spread = Array.from(
    { length: 9 },
    (_, i) => (within[0]![i]! / counts[0]! + within[1]![i]! / counts[1]!) / 2 + (i % 4 === 0 ? 1e-6 : 0),
  );
  const separation = (weights: readonly number[]): number => {
    const distance = weights.reduce((sum, w, c) => sum + w * mean[c]!, 0);
    const variance = weights.reduce(
      (sum, w, a) => sum + weights.reduce((inner, v, b) => inner + w * v * spread[3 * a + b]!, 0),
      0,
    );
    return Math.abs(distance) / Math.sqrt(Math.max(1e-12, variance));
  };
  return { grey: separation(lumaWeights), colour: separation(solved(spread, mean)) };
}

/** Whether any pixel is not grey. */
function coloured(samples: readonly Sample[]): boolean {
  return samples.some(({ image }) => {
    for (let at = 0; at < image.length; at += 3 * step)
      if (image[at] !== image[at + 1] || image[at] !== image[at + 2]) return true;
    return false;
  });
}

/** x of the 3 × 3 system `matrix` · x = `right`, by Cramer's rule. */
function solved(matrix: readonly number[], right: readonly number[]): number[] {
  const determinant = (m: readonly number[]): number =>
    m[0]! * (m[4]! * m[8]! - m[5]! * m[7]!) -
    m[1]! * (m[3]! * m[8]! - m[5]! * m[6]!) +
    m[2]! * (m[3]! * m[7]! - m[4]! * m[6]!);
  const all = determinant(matrix);
  return [0, 1, 2].map(
    (column) => determinant(matrix.map((v, i) => (i % 3 === column ? right[Math.floor(i / 3)]! : v))) / all,
  );
}
