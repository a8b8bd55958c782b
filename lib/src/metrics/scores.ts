import type { ConfusionCounts, OverlapSums } from './overlap';

/**
 * The empty rule: where the truth and the prediction are both empty, there is nothing to find and nothing was claimed,
 * so Jaccard, Dice, precision and recall are 1. An empty truth with a non-empty prediction scores 0 (recall 1: nothing
 * was missed), and so does a non-empty truth with an empty prediction (precision 1: nothing false was claimed).
 */
const ratio = (part: number, whole: number): number => (whole === 0 ? 1 : part / whole);

/** TP / (TP + FP + FN), in [0, 1]: intersection over union (Jaccard, 1912). */
export function jaccard({ truePositive, falsePositive, falseNegative }: ConfusionCounts): number {
  return ratio(truePositive, truePositive + falsePositive + falseNegative);
}

/** 2 TP / (2 TP + FP + FN), in [0, 1] (Dice, 1945); 2 J / (1 + J) of the Jaccard index J. */
export function dice({ truePositive, falsePositive, falseNegative }: ConfusionCounts): number {
  return ratio(2 * truePositive, 2 * truePositive + falsePositive + falseNegative);
}

/** Share of pixels that are right, in [0, 1]. On masks with 4 % foreground, predicting nothing scores 0.96. */
export function accuracy({
  truePositive,
  falsePositive,
  falseNegative,
  trueNegative,
}: ConfusionCounts): number {
  return ratio(truePositive + trueNegative, truePositive + falsePositive + falseNegative + trueNegative);
}

/** TP / (TP + FP), in [0, 1]. */
export function precision({ truePositive, falsePositive }: ConfusionCounts): number {
  return ratio(truePositive, truePositive + falsePositive);
}

/** TP / (TP + FN), in [0, 1]. */
export function recall({ truePositive, falseNegative }: ConfusionCounts): number {
  return ratio(truePositive, truePositive + falseNegative);
}

/**
 * Soft Jaccard, as the reference documents report it: (Σ y p + ε) / (Σ y + Σ p − Σ y p + ε), in (0, 1].
 *
 * It has no threshold, so an unsure prediction scores low although its thresholded mask may be right; and over a batch
 * of images it pools their pixels.
 *
 * @param smooth ε in pixels; default 1. An empty mask with an empty prediction scores 1.
 */
export function softJaccard({ truth, probability, product }: OverlapSums, smooth = 1): number {
  return ratio(product + smooth, truth + probability - product + smooth);
}

/** Soft Dice: (2 Σ y p + ε) / (Σ y + Σ p + ε), in (0, 1]. */
export function softDice({ truth, probability, product }: OverlapSums, smooth = 1): number {
  return ratio(2 * product + smooth, truth + probability + smooth);
}
