import type { SweepFacts } from '../facts/sweep-facts';
import { rounded } from '../resolution/columns';

/** How a column goes with the score. */
export interface CorrelationRow {
  readonly key: string;
  readonly r: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** Runs that have both. */
  readonly n: number;
}

/** Pearson's r of each column of numbers with the score. */
export function correlationRows({ correlations, metric }: SweepFacts): CorrelationRow[] {
  const { names, cells } = correlations;
  const row = cells[names.indexOf(metric)]!;
  return names.flatMap((key, i) => {
    const { r, interval, n } = row[i]!;
    return key === metric ? [] : [{ key, r, low: interval?.low ?? null, high: interval?.high ?? null, n }];
  });
}

/** The same as a table, read: empty where no column can be correlated. */
export function correlationTable(facts: SweepFacts): Record<string, string | number | null>[] {
  const rows = correlationRows(facts);
  if (rows.every(({ r }) => r === null)) return [];
  const short = (value: number | null): number | null => (value === null ? null : rounded(value, 3));
  return rows.map((row) => ({
    column: row.key,
    r: short(row.r),
    'interval from': short(row.low),
    to: short(row.high),
    runs: row.n,
    reading: reading(row),
  }));
}

function reading({ r, low, high }: CorrelationRow): string {
  if (r === null) return 'not defined';
  if (low === null || high === null) return 'too few runs to say';
  if (low <= 0 && high >= 0) return 'sign open';
  return r > 0 ? 'higher with it' : 'lower with it';
}
