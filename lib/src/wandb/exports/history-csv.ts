import type { History } from '../../types';
import { HistoryColumns, type HistoryReading } from '../values/history-columns';
import { readPlainCell } from './cells';
import { parseCsv } from './csv';

const indexNames = new Set(['', 'epoch', 'Unnamed: 0']);

/**
 * Parses a per-epoch history as Keras and pandas write it: one row an epoch, with or without an index column. The
 * result always has a column `epoch` that counts from 1.
 */
export function parseHistoryCsv(text: string, name: string): HistoryReading {
  const { header, rows, notices } = parseCsv(text, name);
  const columns = new HistoryColumns();
  let index: number[] | undefined;
  header.forEach((column, c) => {
    const values = rows.map((row) => readPlainCell(row[c]!));
    if (indexNames.has(column)) {
      index = values.map((value) => (typeof value === 'number' ? value : NaN));
      return;
    }
    values.forEach((value, r) => {
      while (columns.length <= r) columns.row(undefined);
      if (value !== '') columns.set(r, column, value as number | string | boolean | null);
    });
  });
  const { history, notices: more } = columns.finish();
  return { history: { epoch: epochsOf(index, rows.length), ...history }, notices: [...notices, ...more] };
}

function epochsOf(index: readonly number[] | undefined, rows: number): number[] {
  const counted = Array.from({ length: rows }, (_, i) => i + 1);
  if (index === undefined || index.some((value) => !Number.isInteger(value))) return counted;
  return index[0] === 0 ? index.map((value) => value + 1) : [...index];
}

/** Whether a history holds this very number, up to the rounding of its text form. */
export function holds(history: History, value: number): boolean {
  const tolerance = 1e-9 * Math.max(1, Math.abs(value));
  return Object.values(history).some((column) =>
    column.some((entry) => Math.abs(entry - value) <= tolerance),
  );
}
