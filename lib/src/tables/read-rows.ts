import type { ConfigValue } from '../types';
import { isJsonObject, isMedia, parseExactJson, toConfigValue, toConfigValues, type Json } from '../values';
import { numberStyle } from './number-style';
import type { Table } from './parse-table';
import { parsePythonLiteral } from './python-literal';
import { readColumn } from './read-column';

/** A value of a row under its key. */
export type Entry = readonly [key: string, value: ConfigValue];

/** A table's cells as values, by position. */
export interface TableValues {
  /** `entries(row, column)`: none for an empty cell, several with dotted keys for a cell that holds an object. */
  readonly entries: (row: number, column: number) => readonly Entry[];
  /** The value of a cell that holds one; undefined for an empty cell or an object. */
  readonly value: (row: number, column: number) => ConfigValue | undefined;
  /** What was decided for a column, one sentence each. */
  readonly notices: readonly string[];
}

/**
 * Reads all cells of a table, column by column: what a cell is depends on the others of its column. Lists and objects
 * may be JSON or Python's literals.
 *
 * @param text columns whose cells are text whatever they look like: names, ids
 */
export function readRows(table: Table, text: ReadonlySet<number> = new Set()): TableValues {
  const { header, rows } = table;
  const style = numberStyle(rows.flatMap((row) => row.filter((_, column) => !text.has(column))));
  const columns = new Map<number, readonly (readonly Entry[])[]>();
  const notices: string[] = [];
  header.forEach((key, column) => {
    const cells = rows.map((row) => row[column]!);
    if (text.has(column)) {
      columns.set(
        column,
        cells.map((cell) => (cell === '' ? [] : [[key, cell]])),
      );
      return;
    }
    const isNested = (cell: string): boolean => /^\s*[[{(]/.test(cell);
    const reading = readColumn(
      cells.map((cell) => (isNested(cell) ? '' : cell)),
      style,
      key,
    );
    notices.push(...reading.notices);
    columns.set(
      column,
      cells.map((cell, row): readonly Entry[] => {
        if (isNested(cell)) return nestedEntries(key, cell);
        const value = reading.values[row];
        return value === undefined ? [] : [[key, value]];
      }),
    );
  });
  const entries = (row: number, column: number): readonly Entry[] => columns.get(column)?.[row] ?? [];
  return {
    entries,
    value: (row, column) => {
      const [entry] = entries(row, column);
      return entry?.[0] === header[column] ? entry?.[1] : undefined;
    },
    notices,
  };
}

/** The value of a cell that holds JSON or a Python literal; undefined where it is neither. */
export function parseLiteral(cell: string): Json | undefined {
  for (const parse of [parseExactJson, parsePythonLiteral]) {
    try {
      return parse(cell);
    } catch {
      // the other notation, or plain text in brackets
    }
  }
  return undefined;
}

function nestedEntries(key: string, cell: string): readonly Entry[] {
  const value = parseLiteral(cell);
  if (value === undefined) return [[key, cell]];
  if (isJsonObject(value) && !isMedia(value) && Object.keys(value).length > 0)
    return Object.entries(toConfigValues({ [key]: value }));
  return [[key, toConfigValue(value)]];
}
