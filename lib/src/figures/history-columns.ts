import type { History } from '../types';

/** Known spellings of the score in a history, in order of preference, with the name that people use. */
const scores: readonly (readonly [string, string])[] = [
  ['jaccard', 'Jaccard'],
  ['jacard_coef', 'Jaccard'],
  ['jaccard_coef', 'Jaccard'],
  ['jaccardHard', 'Jaccard at 0.5'],
  ['iou_metric', 'IoU'],
  ['iou', 'IoU'],
  ['dice', 'Dice'],
  ['dice_coef', 'Dice'],
  ['dice_coefficient', 'Dice'],
];

/** `val_loss` or `valLoss`, whichever the history holds; undefined where it holds neither. */
export function validationColumn(history: History, column: string): readonly number[] | undefined {
  return history[`val_${column}`] ?? history[`val${column.charAt(0).toUpperCase()}${column.slice(1)}`];
}

/** The first known score that the history holds for validation, or undefined. */
export function scoreColumn(history: History): string | undefined {
  return scores.find(([column]) => validationColumn(history, column) !== undefined)?.[0];
}

/**
 * Axis label of a score. Our own trainer's `jaccard` is soft over training batches and taken at 0.5, image by
 * image, over validation images: two scores on one axis, and the label says so.
 */
export function scoreLabel(history: History, column: string): string {
  if (column === 'jaccard' && validationColumn(history, 'jaccardSoft') !== undefined)
    return 'Jaccard (training soft, validation at 0.5)';
  return scores.find(([known]) => known === column)?.[1] ?? column;
}

/** Epochs of a history: its own column, or 1, 2, 3, … */
export function epochsOf(history: History, length: number): readonly number[] {
  return history.epoch ?? Array.from({ length }, (_, index) => index + 1);
}
