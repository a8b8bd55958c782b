import type { History, Objective, RunRecord } from '../../types';
import { goalByName } from '../objective/goal-by-name';
import { meanOf } from '../statistics/describe';
import { historyColumn } from './history-columns';

/** How one training went, from its history. Epochs count from 1; null marks what the history does not allow. */
export interface Convergence {
  readonly id: string;
  /** Column of the history that was followed. */
  readonly metric: string;
  readonly epochs: number;
  /** Epoch of the best value, the first of equals. */
  readonly bestEpoch: number | null;
  readonly best: number | null;
  readonly final: number | null;
  /** Share of the best value lost by the last epoch, (best − final) / |best|: 0.15 for 0.164 → 0.140. */
  readonly drop: number | null;
  /** First epoch at which 95 % of the way from the first value to the best was made. */
  readonly epochsTo95: number | null;
  /** Epochs trained after the best one: the patience, where early stopping ended the run. */
  readonly epochsAfterBest: number | null;
  /** Best value divided by the epochs it took: the published "training efficiency". */
  readonly bestPerEpoch: number | null;
  /** Population standard deviation (divisor n) of the validation loss over the last 10 epochs; small is stable. */
  readonly stability: number | null;
  /** The same over all epochs, where early spikes weigh in. */
  readonly stabilityAll: number | null;
  /** Validation loss minus training loss at the last epoch; above 0 where the model fits the training data better. */
  readonly overfittingGap: number | null;
  /** The same at the best epoch. */
  readonly gapAtBest: number | null;
  /** First and last learning rate logged. */
  readonly learningRate: { readonly first: number; readonly last: number } | null;
}

export interface ConvergenceOptions {
  /** Column to follow; default the first validation score that {@link historyColumn} finds, else the validation loss. */
  readonly metric?: string;
  /** Which way the column is better; default by its name, and higher where that does not tell. */
  readonly goal?: Objective['goal'];
  /** Epochs at the end over which `stability` is taken, default 10. */
  readonly window?: number;
}

/** Follows a run's history; null where the run has none, or not the metric. */
export function convergenceOf(record: RunRecord, options: ConvergenceOptions = {}): Convergence | null {
  const { history } = record;
  if (history === null) return null;
  const metric = options.metric ?? historyColumn(history, 'score') ?? historyColumn(history, 'valLoss');
  const series = metric === null ? undefined : history[metric];
  if (metric === null || series === undefined || series.length === 0) return null;
  const goal = options.goal ?? goalByName(metric) ?? 'maximize';
  const sign = goal === 'maximize' ? 1 : -1;
  const window = options.window ?? 10;
  let at = -1;
  series.forEach((value, i) => {
    if (Number.isFinite(value) && (at < 0 || sign * value > sign * series[at]!)) at = i;
  });
  const best = at < 0 ? null : series[at]!;
  const final = orNull(series[series.length - 1]);
  const start = series.find((value) => Number.isFinite(value));
  const reached =
    best === null || start === undefined
      ? -1
      : series.findIndex(
          (value) => Number.isFinite(value) && sign * (value - start) >= 0.95 * sign * (best - start),
        );
  const valLoss = columnOf(history, 'valLoss');
  const gapAt = (i: number): number | null => {
    const train = columnOf(history, 'trainLoss')?.[i];
    const val = valLoss?.[i];
    return train === undefined || val === undefined ? null : orNull(val - train);
  };
  const rates = columnOf(history, 'learningRate')?.filter((value) => Number.isFinite(value)) ?? [];
  return {
    id: record.id,
    metric,
    epochs: series.length,
    bestEpoch: at < 0 ? null : at + 1,
    best,
    final,
    drop: best === null || final === null || best === 0 ? null : (sign * (best - final)) / Math.abs(best),
    epochsTo95: reached < 0 ? null : reached + 1,
    epochsAfterBest: at < 0 ? null : series.length - at - 1,
    bestPerEpoch: best === null ? null : best / (at + 1),
    stability: valLoss === null ? null : populationSd(valLoss.slice(-window)),
    stabilityAll: valLoss === null ? null : populationSd(valLoss),
    overfittingGap: gapAt(series.length - 1),
    gapAtBest: at < 0 ? null : gapAt(at),
    learningRate: rates.length === 0 ? null : { first: rates[0]!, last: rates[rates.length - 1]! },
  };
}

/** Population standard deviation of the finite values; null for fewer than two. */
export function populationSd(values: readonly number[]): number | null {
  const kept = values.filter((value) => Number.isFinite(value));
  if (kept.length < 2) return null;
  const mean = meanOf(kept);
  return Math.sqrt(kept.reduce((sum, value) => sum + (value - mean) ** 2, 0) / kept.length);
}

function columnOf(
  history: History,
  role: 'valLoss' | 'trainLoss' | 'learningRate',
): readonly number[] | null {
  const name = historyColumn(history, role);
  return name === null ? null : (history[name] ?? null);
}

function orNull(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}
