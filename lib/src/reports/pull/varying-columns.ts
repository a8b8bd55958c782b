import type { RunRecord } from '../../types';
import type { DescribedColumn } from '../column-table';

/** Settings that differ between runs, in the order of the table; lists are left out. @param most how many, default 5 */
export function varyingColumns(
  columns: readonly DescribedColumn[],
  records: readonly RunRecord[],
  most = 5,
): string[] {
  const isSetting = (column: string): boolean =>
    records.some(({ config }) => column in config && !Array.isArray(config[column]));
  return columns
    .filter(({ column, distinct }) => distinct > 1 && isSetting(column))
    .map(({ column }) => column)
    .slice(0, most);
}

/** Columns by what is wrong with them as an explanation of the score. */
export interface ColumnGaps {
  /** Names of columns that some runs have no value of. */
  readonly gaps: readonly string[];
  readonly empty: readonly string[];
  /** Names of columns that are the same in every run. */
  readonly constant: readonly string[];
  /** All of it in a sentence. */
  readonly said: string;
}

/** Which columns have gaps, are empty, or do not vary. */
export function columnGaps(columns: readonly DescribedColumn[]): ColumnGaps {
  const names = (keep: (column: DescribedColumn) => boolean): string[] =>
    columns.filter(keep).map(({ column }) => column);
  const gaps = names(({ missing, filled }) => missing > 0 && filled > 0);
  const empty = names(({ type }) => type === 'empty');
  const constant = names(({ distinct, missing }) => distinct === 1 && missing === 0);
  const list = constant.length === 0 ? '' : `: ${constant.join(', ')}`;
  const said = `${gaps.length} columns with gaps; ${empty.length} empty; ${constant.length} the same in every run and can explain nothing${list}`;
  return { gaps, empty, constant, said };
}
