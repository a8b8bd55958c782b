import type { Random } from 'unetlab/random';
import type { HistoryRow, StoredRun } from './store';

/** What a client asks of `sampledHistory`. */
export interface SampleSpec {
  readonly keys: readonly string[];
  readonly samples?: number;
  readonly minStep?: number;
  /** Inclusive. */
  readonly maxStep?: number;
}

/**
 * A sample as W&B draws it: where there are more rows than asked for, one row at random out of each of `samples` equal
 * stretches, so two calls differ. Where there are no more, all rows.
 */
export function sampled<T>(rows: readonly T[], samples: number, random: Random): readonly T[] {
  if (rows.length <= samples) return rows;
  return Array.from({ length: samples }, (_, i) => {
    const from = Math.floor((i * rows.length) / samples);
    const to = Math.floor(((i + 1) * rows.length) / samples);
    return rows[from + random.int(to - from)]!;
  });
}

/** Rows with `minStep ≤ step < maxStep`, sampled where there are more than `samples`. */
export function historyRows(
  run: StoredRun,
  range: { minStep?: number | null; maxStep?: number | null; samples?: number | null },
  random: Random,
): string[] {
  const { minStep, maxStep, samples } = range;
  const inRange = run.history.filter(
    (row) => row.step >= (minStep ?? 0) && (maxStep == null || row.step < maxStep),
  );
  return sampled(inRange, samples ?? 500, random).map((row) => row.text);
}

/** Rows in which all keys of the specification are present, reduced to these keys. */
export function sampledRows(run: StoredRun, spec: SampleSpec, random: Random): Record<string, unknown>[] {
  const { keys, samples = 500, minStep = 0, maxStep = Infinity } = spec;
  const complete = run.history.flatMap((row: HistoryRow) => {
    if (row.step < minStep || row.step > maxStep) return [];
    const values = parseRow(row.text);
    return keys.every((key) => key in values)
      ? [Object.fromEntries(keys.map((key) => [key, values[key]]))]
      : [];
  });
  return [...sampled(complete, samples, random)];
}

/** The server sends NaN as text where its answer is a JSON value. */
export function parseRow(text: string): Record<string, unknown> {
  const safe = text.replace(/"(?:[^"\\]|\\.)*"|-?\bInfinity\b|\bNaN\b/g, (token) =>
    token.startsWith('"') ? token : `"${token}"`,
  );
  return JSON.parse(safe) as Record<string, unknown>;
}

/** Keys with the number of rows each is in, and the last step. */
export function historyKeys(run: StoredRun): object {
  const counts = new Map<string, number>();
  let lastStep = -1;
  for (const row of run.history) {
    lastStep = Math.max(lastStep, row.step);
    for (const key of Object.keys(parseRow(row.text))) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const keys = Object.fromEntries(
    [...counts].map(([key, count]) => [
      key,
      { typeCounts: [{ type: 'number', count }], monotonic: false, previousValue: 0 },
    ]),
  );
  return { sets: [], keys, lastStep };
}
