import type { ConfigValue, RunRecord } from '../../types';

/** A cell of a table. Lists stand there as JSON text. */
export type TableCell = number | string | boolean | null;

/** Runs as a table: one row a run. */
export interface RunTable {
  readonly columns: readonly string[];
  /** Each row has as many cells as there are columns. */
  readonly rows: readonly (readonly TableCell[])[];
  /** One sentence each: columns that summary and config both have. */
  readonly notices: readonly string[];
}

/** Columns about the run itself, in this order after its values. */
export const runColumns = ['run_name', 'run_id', 'url', 'state', 'sweep', 'created'] as const;

/**
 * Puts runs side by side: `{...summary, ...config, run_name, run_id, url, state, sweep, created}`. A key that is configured
 * and logged has two columns: the config's, and after all values `key (logged)`. Keys that begin with `_` are W&B's own and
 * are left out. A value that a run lacks is `NaN` in a column of numbers, else null.
 */
export function runTable(records: readonly RunRecord[]): RunTable {
  const inSummary = keysOf(records, (record) => record.summary);
  const inConfig = keysOf(records, (record) => record.config);
  const reserved: readonly string[] = runColumns;
  const values = [...new Set([...inSummary, ...inConfig])].filter((key) => !reserved.includes(key));
  const numeric = values.map((key) => isNumeric(records.map((record) => valueOf(record, key))));
  const twice = inSummary.filter((key) => inConfig.includes(key) && !reserved.includes(key));
  const logged = (record: RunRecord, key: string): ConfigValue | undefined =>
    Object.hasOwn(record.summary, key) ? record.summary[key] : undefined;
  const numericTwice = twice.map((key) => isNumeric(records.map((record) => logged(record, key))));
  const rows = records.map((record) => [
    ...values.map((key, i) => cellOf(valueOf(record, key), numeric[i]!)),
    ...twice.map((key, i) => cellOf(logged(record, key), numericTwice[i]!)),
    record.name,
    record.id,
    record.url,
    record.state,
    record.sweep,
    record.created,
  ]);
  const hidden = [...inSummary, ...inConfig].filter((key) => reserved.includes(key));
  const notices: string[] = [];
  if (twice.length > 0)
    notices.push(
      `both config and summary have ${twice.join(', ')}: what was logged stands under "${twice[0]!} (logged)"`,
    );
  if (hidden.length > 0)
    notices.push(`values named like the table's own columns are left out: ${hidden.join(', ')}`);
  return { columns: [...values, ...twice.map((key) => `${key} (logged)`), ...runColumns], rows, notices };
}

/** What a column holds. */
export interface ColumnSummary {
  readonly column: string;
  readonly type: 'number' | 'text' | 'boolean' | 'mixed' | 'empty';
  readonly filled: number;
  readonly missing: number;
  readonly distinct: number;
  /** Least and greatest number, or null where there is none. */
  readonly range: readonly [number, number] | null;
}

/** Describes each column of a table: type, missing values, how many different ones. */
export function describeColumns({ columns, rows }: RunTable): ColumnSummary[] {
  return columns.map((column, c) => {
    const cells = rows
      .map((row) => row[c] ?? null)
      .filter((cell) => cell !== null && !(typeof cell === 'number' && Number.isNaN(cell)));
    const types = new Set(cells.map((cell) => typeof cell));
    const numbers = cells.filter((cell) => typeof cell === 'number');
    const type = types.size > 1 ? 'mixed' : types.size === 0 ? 'empty' : typeName([...types][0]!);
    return {
      column,
      type,
      filled: cells.length,
      missing: rows.length - cells.length,
      distinct: new Set(cells).size,
      range:
        numbers.length === 0
          ? null
          : [numbers.reduce((a, b) => Math.min(a, b)), numbers.reduce((a, b) => Math.max(a, b))],
    };
  });
}

function typeName(type: string): ColumnSummary['type'] {
  return type === 'number' ? 'number' : type === 'boolean' ? 'boolean' : 'text';
}

function keysOf(
  records: readonly RunRecord[],
  part: (record: RunRecord) => Readonly<Record<string, ConfigValue>>,
): string[] {
  const keys = new Set<string>();
  for (const record of records) for (const key in part(record)) if (!key.startsWith('_')) keys.add(key);
  return [...keys];
}

function valueOf({ summary, config }: RunRecord, key: string): ConfigValue | undefined {
  return Object.hasOwn(config, key) ? config[key] : Object.hasOwn(summary, key) ? summary[key] : undefined;
}

function isNumeric(values: readonly (ConfigValue | undefined)[]): boolean {
  let some = false;
  for (const value of values) {
    if (value === undefined || value === null) continue;
    if (typeof value !== 'number') return false;
    some = true;
  }
  return some;
}

function cellOf(value: ConfigValue | undefined, numeric: boolean): TableCell {
  if (value === undefined || value === null) return numeric ? NaN : null;
  return Array.isArray(value) ? JSON.stringify(value) : (value as TableCell);
}
