import type { RunRecord } from '../../types';
import { signOf, valuesOf, type Score } from '../objective/measure';

/** A search as it went on. */
export interface BestSoFar {
  readonly points: readonly {
    /** Position of the run in time, from 1; runs without the metric count too. */
    readonly trial: number;
    readonly value: number;
    readonly best: number;
    readonly record: RunRecord;
  }[];
  /** `created`: ordered by start time; `given`: some runs have none, so the order of the records was kept. */
  readonly order: 'created' | 'given';
}

/** Best value so far, run by run. */
export function bestSoFar(records: readonly RunRecord[], score: Score): BestSoFar {
  const sign = signOf(score);
  const { ordered, order } = inTime(records);
  const { values } = valuesOf(ordered, score);
  let best = NaN;
  const points = ordered.flatMap((record, i) => {
    const value = values[i]!;
    if (!Number.isFinite(value)) return [];
    best = Number.isNaN(best) || sign * value > sign * best ? value : best;
    return [{ trial: i + 1, value, best, record }];
  });
  return { points, order };
}

/** Runs by start time where every run has one, else in the given order. */
export function inTime(records: readonly RunRecord[]): {
  ordered: readonly RunRecord[];
  order: 'created' | 'given';
} {
  if (records.some(({ created }) => created === null)) return { ordered: records, order: 'given' };
  const ordered = records.slice().sort((a, b) => Date.parse(a.created!) - Date.parse(b.created!));
  return { ordered, order: 'created' };
}
