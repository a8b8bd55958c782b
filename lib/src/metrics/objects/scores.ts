import { distanceTo } from './distance';
import type { Matching } from './match';

/** How well objects were found, in one image or in several together. */
export interface DetectionScores {
  /** True objects. */
  readonly truth: number;
  readonly predicted: number;
  readonly matched: number;
  /** Matched / predicted, in [0, 1]; 1 where nothing was predicted, NaN where there is nothing to find. */
  readonly precision: number;
  /** Matched / true, in [0, 1]; NaN where there is nothing to find. */
  readonly recall: number;
  /** 2 matched / (true + predicted), in [0, 1]; NaN where there is nothing to find. */
  readonly f1: number;
  /**
   * (predicted − true) / true: 0 is exact, negative too few. NaN where there is nothing to find: `predicted` says how
   * many were claimed.
   */
  readonly countError: number;
}

/** Detection scores of matchings, their objects taken together. */
export function detectionScores(matchings: readonly Matching[]): DetectionScores {
  let [truth, predicted, matched] = [0, 0, 0];
  for (const { pairs, missed, spurious } of matchings) {
    matched += pairs.length;
    truth += pairs.length + missed.length;
    predicted += pairs.length + spurious.length;
  }
  const ratio = (part: number, whole: number): number => (truth === 0 ? NaN : whole === 0 ? 1 : part / whole);
  return {
    truth,
    predicted,
    matched,
    precision: ratio(matched, predicted),
    recall: ratio(matched, truth),
    f1: ratio(2 * matched, truth + predicted),
    countError: truth === 0 ? NaN : (predicted - truth) / truth,
  };
}

/**
 * Jaccard index that forgives a shifted boundary, in [0, 1].
 *
 * Relaxed precision P is the share of predicted pixels within `tolerance` of a true one, relaxed recall R the
 * share of true pixels within `tolerance` of a predicted one (Mnih and Hinton, 2010); the index is P R / (P + R
 * − P R), which is the plain Jaccard index at tolerance 0. NaN for an empty truth, 0 for an empty prediction.
 *
 * @param tolerance in pixels between centres, 0 or more
 */
export function tolerantJaccard(
  truth: ArrayLike<number>,
  predicted: ArrayLike<number>,
  height: number,
  width: number,
  tolerance: number,
): number {
  if (!(tolerance >= 0)) throw new RangeError(`invalid tolerance; not 0 pixels or more: ${tolerance}`);
  const precision = shareNear(predicted, truth, height, width, tolerance);
  const recall = shareNear(truth, predicted, height, width, tolerance);
  if (recall === null) return NaN;
  if (precision === null) return 0;
  const union = precision + recall - precision * recall;
  return union === 0 ? 0 : (precision * recall) / union;
}

/** Share of one mask's pixels within reach of the other; null where the first is empty. */
function shareNear(
  mask: ArrayLike<number>,
  other: ArrayLike<number>,
  height: number,
  width: number,
  reach: number,
): number | null {
  const distance = distanceTo(other, height, width);
  let [pixels, near] = [0, 0];
  for (let i = 0; i < mask.length; i += 1) {
    if (mask[i] === 0) continue;
    pixels += 1;
    if (distance[i]! <= reach) near += 1;
  }
  return pixels === 0 ? null : near / pixels;
}
