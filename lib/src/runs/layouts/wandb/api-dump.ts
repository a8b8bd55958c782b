import type { ConfigValue, RunRecord, RunSet } from '../../../types';
import { isJsonObject, toConfigValues, withUniqueIds, type JsonObject } from '../../../values';
import { wandbRunState } from '../../../wandb';
import { tableLayout } from '../../layout';
import { isoDate, newRun } from '../../new-run';
import { parseLiteral, type Table } from '../../../tables';

/**
 * What people write out of W&B's Python client (`api.runs`) with pandas: a row a run, the whole configuration as one
 * cell and the whole summary as another, as Python dictionaries or JSON.
 */
export const apiDump = tableLayout({
  name: 'a dump of W&B’s api.runs',
  recognises: ({ header, rows }) => {
    const holds = (column: number): boolean => rows.some((row) => /^\s*\{/.test(row[column] ?? ''));
    return holds(columnOf(header, configNames)) && holds(columnOf(header, summaryNames));
  },
  read: readDump,
});

const configNames = ['config', 'configs', 'hyperparameters', 'params'];
const summaryNames = ['summary', 'summaries', 'summary_metrics', 'summaryMetrics', 'metrics'];

function columnOf(header: readonly string[], names: readonly string[]): number {
  return header.findIndex((column) => names.includes(column));
}

function readDump(table: Table, name: string): RunSet {
  const { header, rows } = table;
  const [config, summary] = [columnOf(header, configNames), columnOf(header, summaryNames)];
  const unreadable: number[] = [];
  const objectAt = (row: readonly string[], column: number, number: number): Record<string, ConfigValue> => {
    const cell = row[column]!;
    if (cell.trim() === '') return {};
    const value = parseLiteral(cell);
    if (isJsonObject(value)) return toConfigValues(withoutWrapping(value));
    unreadable.push(number);
    return {};
  };
  const records = rows.map((row, i): RunRecord => {
    const cell = (...names: string[]): string => row[columnOf(header, names)]?.trim() ?? '';
    const state = wandbRunState(cell('state', 'State').toLowerCase());
    const title = cell('name', 'names', 'display_name', 'displayName', 'Name');
    const id = cell('id', 'ID', 'run_id') || title || `run-${i + 1}`;
    const rest = header.flatMap((column, c) => {
      const known = c === config || c === summary || aboutRun.has(column) || isIndex(column);
      return known || row[c]!.trim() === '' ? [] : [[column, row[c]!] as const];
    });
    return newRun({
      id,
      name: title || id,
      source: 'csv',
      state: state ?? 'unknown',
      sweep: cell('sweep', 'sweep_name', 'sweepName') || null,
      url: cell('url') || null,
      created: isoDate(cell('created_at', 'createdAt', 'created')),
      config: notOwn(objectAt(row, config, i + 2)),
      summary: notOwn(objectAt(row, summary, i + 2)),
      about: Object.fromEntries(rest),
    });
  });
  const left = rest(header, config, summary);
  return {
    records: withUniqueIds(records).records,
    notices: [
      ...(unreadable.length > 0
        ? [
            `${name}: ${unreadable.length} ${unreadable.length === 1 ? 'cell is' : 'cells are'} no Python or JSON object and left out, in row ${[...new Set(unreadable)].join(', ')}`,
          ]
        : []),
      ...(left.length > 0
        ? [`${name}: columns beside config and summary are no settings: ${left.join(', ')}`]
        : []),
    ],
  };
}

const aboutRun = new Set([
  'name',
  'names',
  'display_name',
  'displayName',
  'Name',
  'id',
  'ID',
  'run_id',
  'state',
  'State',
  'sweep',
  'sweep_name',
  'sweepName',
  'url',
  'created_at',
  'createdAt',
  'created',
]);

function isIndex(column: string): boolean {
  return column === '' || /^Unnamed: \d+$/.test(column);
}

function rest(header: readonly string[], config: number, summary: number): string[] {
  return header.filter(
    (column, c) => c !== config && c !== summary && !aboutRun.has(column) && !isIndex(column),
  );
}

/** The server wraps a configuration's values as `{value, desc}`. */
function withoutWrapping(object: JsonObject): JsonObject {
  const isWrapped = Object.values(object).every((value) => isJsonObject(value) && 'value' in value);
  if (!isWrapped) return object;
  return Object.fromEntries(
    Object.entries(object).map(([key, value]) => [key, (value as JsonObject).value!]),
  );
}

function notOwn(values: Record<string, ConfigValue>): Record<string, ConfigValue> {
  return Object.fromEntries(
    Object.entries(values).filter(([key]) => !/^_wandb(?:\.|$)|^wandb_version$/.test(key)),
  );
}
