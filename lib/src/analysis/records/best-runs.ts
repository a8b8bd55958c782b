import type { RunRecord } from '../../types';
import type { Direction } from '../statistics/best-of-n';
import type { RankedRun } from '../objective/rank-runs';
import { numbersOf, type Field } from './fields';

/** Runs by a metric, best first; runs without it are left out, equal values keep their order. @param n at most so many. */
export function bestRuns(
  records: readonly RunRecord[],
  metric: Field,
  { direction = 'maximize', n = Infinity }: { direction?: Direction; n?: number } = {},
): RankedRun[] {
  const sign = direction === 'maximize' ? 1 : -1;
  const { values } = numbersOf(records, metric);
  return records
    .map((record, i) => ({ record, value: values[i]! }))
    .filter(({ value }) => Number.isFinite(value))
    .sort((a, b) => sign * (b.value - a.value))
    .slice(0, n)
    .map(({ record, value }, i) => ({ rank: i + 1, value, record }));
}

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
export function bestSoFar(
  records: readonly RunRecord[],
  metric: Field,
  { direction = 'maximize' }: { direction?: Direction } = {},
): BestSoFar {
  const sign = direction === 'maximize' ? 1 : -1;
  const { ordered, order } = inTime(records);
  const { values } = numbersOf(ordered, metric);
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
