import { goalByName } from '../analysis';
import type { History, Objective } from '../types';

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

/**
 * The column of a history that an objective is followed by, without its `val`: the one of its name, of its name without
 * `best` or `final`, or, for an overlap, the first known overlap of the same kind. Undefined where the history has none.
 */
export function objectiveColumn(history: History, { metric, goal }: Objective): string | undefined {
  const bare = metric.replace(/^(?:best|final|last|min|max)[_\s./-]?/i, '');
  const lower = bare.charAt(0).toLowerCase() + bare.slice(1);
  const stem = lower.replace(/^val[_\s./-]?/, '');
  const names = [stem, stem.charAt(0).toLowerCase() + stem.slice(1)];
  const own = names.find((name) => validationColumn(history, name) !== undefined);
  if (own !== undefined) return own;
  const kind = kindOf(metric);
  if (kind === null || goal !== 'maximize') return undefined;
  return scores.find(
    ([column]) => kindOf(column) === kind && validationColumn(history, column) !== undefined,
  )?.[0];
}

function kindOf(name: string): 'dice' | 'jaccard' | null {
  if (goalByName(name) !== 'maximize') return null;
  return /dice|dsc/i.test(name) ? 'dice' : /jac|iou/i.test(name) ? 'jaccard' : null;
}
