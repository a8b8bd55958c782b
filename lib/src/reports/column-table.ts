import { settingValue } from '../figures';

/** A column of a table of runs; `describeColumns` of `unetlab/wandb` makes them. */
export interface DescribedColumn {
  readonly column: string;
  readonly type: string;
  readonly filled: number;
  readonly missing: number;
  readonly distinct: number;
  readonly range: readonly [number, number] | null;
}

/** The columns of a table of runs as a table of their own. */
export function columnTable(columns: readonly DescribedColumn[]): Record<string, string | number | null>[] {
  return columns.map(({ column, type, filled, missing, distinct, range }) => ({
    column,
    type,
    runs: filled,
    missing,
    distinct,
    least: range === null ? null : settingValue(range[0]),
    greatest: range === null ? null : settingValue(range[1]),
  }));
}
