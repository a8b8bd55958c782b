import type { History } from '../types';

/**
 * One value an epoch in each column. `val` columns are of the validation images, without dropout; scores are NaN where no
 * validation image has foreground.
 */
export interface TrainingHistory extends History {
  readonly epoch: readonly number[];
  readonly loss: readonly number[];
  /** Soft Jaccard of the training batches, as the reference documents report it. */
  readonly jaccard: readonly number[];
  readonly valLoss: readonly number[];
  /** Hard Jaccard, mean over the images with foreground. */
  readonly valJaccard: readonly number[];
  readonly valJaccardSoft: readonly number[];
  readonly valDice: readonly number[];
  readonly valPrecision: readonly number[];
  readonly valRecall: readonly number[];
  /** Images with foreground: what the means are over. */
  readonly valScored: readonly number[];
  /** Pixels that were predicted foreground on images without any. */
  readonly valFalsePositivePixels: readonly number[];
  readonly learningRate: readonly number[];
  readonly seconds: readonly number[];
}

/** A history of no epoch. */
export const emptyHistory: TrainingHistory = {
  epoch: [],
  loss: [],
  jaccard: [],
  valLoss: [],
  valJaccard: [],
  valJaccardSoft: [],
  valDice: [],
  valPrecision: [],
  valRecall: [],
  valScored: [],
  valFalsePositivePixels: [],
  learningRate: [],
  seconds: [],
};

/** The history with one more epoch. */
export function appendEpoch(
  history: TrainingHistory,
  row: Record<keyof typeof emptyHistory & string, number>,
): TrainingHistory {
  const columns = Object.entries(history).map(([name, values]) => [name, [...values, row[name] ?? NaN]]);
  return Object.fromEntries(columns) as TrainingHistory;
}
