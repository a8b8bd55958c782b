import type { TrainingHistory } from '../../training';
import type { SearchSpace } from '../space/search-space';

/**
 * The score of the last finished epoch that pruning looks at: the column of the history that the objective is the best or
 * last value of, else the validation Jaccard index or, where lower is better, the validation loss.
 */
export function pruningScore(history: TrainingHistory, { metric, goal }: SearchSpace['objective']): number {
  const column = metric
    .replace(/^(?:best|final)_/, '')
    .replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  const fallback = goal === 'maximize' ? history.valJaccard : history.valLoss;
  return (history[column] ?? fallback).at(-1) ?? NaN;
}
