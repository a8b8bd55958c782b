import type { ConfusionCounts, OverlapSums } from './overlap';

/**
 * The empty rule: where the truth has no foreground there is nothing to find, so Jaccard, Dice, precision and recall are
 * NaN, whatever was predicted; what was predicted is reported as false positives, never as a score. A non-empty truth
 * with an empty prediction has a Jaccard index and a Dice of 0, and a precision of 1: nothing false was claimed.
 */
const ratio = (part: number, whole: number, truth: number): number =>
  truth === 0 ? NaN : whole === 0 ? 1 : part / whole;

const foreground = ({ truePositive, falseNegative }: ConfusionCounts): number => truePositive + falseNegative;

/** TP / (TP + FP + FN), in [0, 1]: intersection over union (Jaccard, 1912). */
export function jaccard(counts: ConfusionCounts): number {
  const { truePositive, falsePositive, falseNegative } = counts;
  return ratio(truePositive, truePositive + falsePositive + falseNegative, foreground(counts));
}

/** 2 TP / (2 TP + FP + FN), in [0, 1] (Dice, 1945); 2 J / (1 + J) of the Jaccard index J. */
export function dice(counts: ConfusionCounts): number {
  const { truePositive, falsePositive, falseNegative } = counts;
  return ratio(2 * truePositive, 2 * truePositive + falsePositive + falseNegative, foreground(counts));
}

/** Share of pixels that are right, in [0, 1]; NaN for no pixel. On masks with 4 % foreground, predicting nothing scores 0.96. */
export function accuracy({
  truePositive,
  falsePositive,
  falseNegative,
  trueNegative,
}: ConfusionCounts): number {
  return (truePositive + trueNegative) / (truePositive + falsePositive + falseNegative + trueNegative);
}

/** TP / (TP + FP), in [0, 1]. */
export function precision(counts: ConfusionCounts): number {
  return ratio(counts.truePositive, counts.truePositive + counts.falsePositive, foreground(counts));
}

/** TP / (TP + FN), in [0, 1]. */
export function recall(counts: ConfusionCounts): number {
  return ratio(counts.truePositive, foreground(counts), foreground(counts));
}

/**
 * Soft Jaccard, as the reference documents report it: (Σ y p + ε) / (Σ y + Σ p − Σ y p + ε), in (0, 1].
 *
 * It has no threshold, so an unsure prediction scores low although its thresholded mask may be right; and over a batch
 * of images it pools their pixels.
 *
 * @param smooth ε in pixels; default 1. An empty mask has no score: NaN.
 */
export function softJaccard({ truth, probability, product }: OverlapSums, smooth = 1): number {
  return ratio(product + smooth, truth + probability - product + smooth, truth);
}

/** Soft Dice: (2 Σ y p + ε) / (Σ y + Σ p + ε), in (0, 1]; NaN for an empty mask. */
export function softDice({ truth, probability, product }: OverlapSums, smooth = 1): number {
  return ratio(2 * product + smooth, truth + probability + smooth, truth);
}
