import type { History, Objective, RunRecord } from '../../types';

/** What a sample of a run's history says of its best epoch, beside what the whole history says. */
export interface SampledHistory {
  readonly record: RunRecord;
  readonly sample: History;
  /** Rows of the whole history. */
  readonly rows: number;
  readonly best: number;
  /** Epoch of the best value, counted from 1. */
  readonly epoch: number;
  /** Rows of the sample. */
  readonly sampled: number;
  readonly bestInSample: number;
  readonly epochInSample: number;
  /** How much better the whole history's best is; 0 or more. */
  readonly lost: number;
}

/**
 * Compares the best of a sampled curve with that of the whole one.
 *
 * @param curve a column of both histories
 * @throws Error where the run has no history with that column
 */
export function sampledHistory(
  record: RunRecord,
  sample: History,
  curve: string,
  goal: Objective['goal'],
): SampledHistory {
  const { history } = record;
  if (history?.[curve] === undefined) throw new Error(`run ${record.name} has no history of ${curve}`);
  const sign = goal === 'maximize' ? 1 : -1;
  const [whole, drawn] = [bestOf(history, curve, sign), bestOf(sample, curve, sign)];
  return {
    record,
    sample,
    rows: history[curve].length,
    best: whole.value,
    epoch: whole.epoch,
    sampled: sample[curve]!.length,
    bestInSample: drawn.value,
    epochInSample: drawn.epoch,
    lost: sign * (whole.value - drawn.value),
  };
}

/** How many runs stand at another rank where they are ranked by their samples. */
export function movedRanks(compared: readonly SampledHistory[], goal: Objective['goal']): number {
  const sign = goal === 'maximize' ? 1 : -1;
  const order = (of: (one: SampledHistory) => number): string[] =>
    [...compared].sort((a, b) => sign * (of(b) - of(a))).map(({ record }) => record.name);
  const bySample = order((one) => one.bestInSample);
  return order((one) => one.best).filter((run, i) => bySample[i] !== run).length;
}

function bestOf(history: History, curve: string, sign: number): { value: number; epoch: number } {
  const values = history[curve]!;
  let at = 0;
  values.forEach((value, i) => {
    if (sign * value > sign * values[at]! || Number.isNaN(values[at]!)) at = i;
  });
  return { value: values[at]!, epoch: history.epoch?.[at] ?? (history._step?.[at] ?? at) + 1 };
}
