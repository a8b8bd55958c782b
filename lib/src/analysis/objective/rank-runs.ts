import type { Objective, RunRecord } from '../../types';
import { valuesOf, type Score } from './measure';

/** A run in order of merit. */
export interface RankedRun {
  /** From 1. */
  readonly rank: number;
  readonly value: number;
  readonly record: RunRecord;
}

/** Runs in order of merit, and those that have no place in it. */
export interface Ranking {
  /** Best first; equal values keep their order. */
  readonly ranked: readonly RankedRun[];
  /** Runs without a finite score, in their order: they come last wherever all runs are listed. */
  readonly missing: readonly RunRecord[];
}

/** Ranks runs by an objective. Absent, `NaN` and infinite scores are missing, never a rank. */
export function rankRuns(records: readonly RunRecord[], objective: Score): Ranking {
  const { values } = valuesOf(records, objective);
  const known = records.map((_, i) => i).filter((i) => Number.isFinite(values[i]));
  return {
    ranked: known
      .sort((a, b) => better(objective)(values[a]!, values[b]!) || a - b)
      .map((i, place) => ({ rank: place + 1, value: values[i]!, record: records[i]! })),
    missing: records.filter((_, i) => !Number.isFinite(values[i])),
  };
}

/** Orders two scores, the better one first; missing ones (null, `NaN`, infinities) last. */
export function better({ goal }: Pick<Objective, 'goal'>): (a: number | null, b: number | null) => number {
  return (a, b) => {
    const [x, y] = [Number.isFinite(a), Number.isFinite(b)];
    if (!x || !y) return Number(y) - Number(x);
    return goal === 'maximize' ? b! - a! : a! - b!;
  };
}
