import type { ConfigValue, RunRecord, RunSet } from '../../../types';
import { readRows, sayTotals, totalsRows, type Entry, type Table } from '../../../tables';
import { withUniqueIds } from '../../../values';
import { wandbRunState, wandbStates } from '../../../wandb';
import { tableLayout } from '../../layout';
import { isoDate, newRun } from '../../new-run';
import { withoutCopy } from '../../side-by-side';
import { splitExport } from './wandb-columns';

/** W&B's own columns of the runs table, as far as they are known; they stand before the config's. */
const ofWandb = new Set(
  (
    'ID,Name,State,Notes,User,Tags,Created,Runtime,Sweep,Agent,Group,Job Type,Updated,Start Time,End Time,Heartbeat,' +
    'Host,Hostname,OS,Python,Python Version,GPU Type,GPU Count,GPU Memory,CPU Type,CPU Count,CPU Memory,' +
    'Logical CPU Type,Logical CPU Count,Logical CPU Memory,Git,Git Commit,Git Repository,Git State,Git Branch,' +
    'Git Remote,Github,GitHub,Github URL,GitHub URL,Commit,Command,Description,Program,Program Path,Path,Project,' +
    'Entity,Report,Launched By,Priority,Queue,Executable,Disk,Memory,CUDA Version,Run ID,Display Name'
  ).split(','),
);
/** Those that nobody else gives a table of runs with a column `Name`: Notes, Group or Path may stand in any. */
const telling = new Set(['State', 'Created', 'Runtime', 'Sweep', 'Tags', 'Agent', 'GPU Type', 'GPU Count']);
const ofMlflow = new Set(
  (
    'ID,Run ID,Name,State,User,Created,Duration,Source Type,Source Name,Version,Experiment ID,' +
    'Dataset,Datasets,Model,Models,Tags'
  ).split(','),
);
/** Own columns that have a place of their own in a record. */
const placed = new Set(['ID', 'Run ID', 'Name', 'State', 'Created', 'Runtime', 'Sweep', 'Tags']);

/**
 * The CSV that W&B's runs table exports. Config and summary are told apart by position, never by name alone; W&B's own
 * columns (Notes, User, Agent, GPU Type, …) are bookkeeping. The export has no histories, no links and usually no run
 * ids: the run's title serves as id.
 */
export const wandbTable = tableLayout({
  name: 'a W&B table of runs',
  recognises: ({ header }) =>
    header.includes('Name') &&
    (header.some((column) => telling.has(column)) ||
      header.filter((column) => ofWandb.has(column)).length > 2),
  read: (table, name) => readExport(table, name, ofWandb),
});

/**
 * The CSV that MLflow's page of runs downloads: its own columns, then parameters and metrics, marked as little as W&B's
 * are.
 */
export const mlflowPage = tableLayout({
  name: 'an MLflow page of runs',
  recognises: ({ header }) =>
    header.includes('Run ID') &&
    header.includes('Status') &&
    (header.includes('Source Type') || header.includes('Source Name')),
  read: (table, name): RunSet => {
    const renamed = new Map([
      ['Status', 'State'],
      ['Start Time', 'Created'],
    ]);
    const header = table.header.map((column) => renamed.get(column) ?? column);
    const { records, notices } = readExport({ ...table, header }, name, ofMlflow);
    return {
      records: records.map((record) => ({ ...record, source: 'mlflow' })),
      notices: notices.map((notice) => notice.replace("W&B's own columns", 'MLflow’s own columns')),
    };
  },
});

function readExport(given: Table, name: string, own: ReadonlySet<string>): RunSet {
  const { table: whole, notices: copied } = withoutCopy(given, name, (column) => own.has(column));
  const { header } = whole;
  const totals = totalsRows(whole.rows, [], header.indexOf('Name'), header.indexOf('State'));
  const rows = whole.rows.filter((_, row) => !totals.has(row));
  const table = { ...whole, rows };
  const values = readRows(table, new Set(header.flatMap((column, i) => (own.has(column) ? [i] : []))));
  const empty = header.flatMap((column, i) =>
    column !== '' && rows.every((row) => row[i]!.trim() === '') ? [column] : [],
  );
  // of two columns with one name only the first is W&B's own: a config key may be called Name
  const isOwn = header.map((column, i) => own.has(column) && header.indexOf(column) === i);
  const places = header.flatMap((column, i) => (column === '' || isOwn[i] ? [] : [i]));
  const split = splitExport(places, table, values);
  const entriesOf = (row: number, columns: readonly number[]): Record<string, ConfigValue> =>
    Object.fromEntries(
      columns.flatMap((column): readonly Entry[] =>
        renamed(values.entries(row, column), header[column]!, split.names.get(column)),
      ),
    );

  const records = rows.map((cells, row): RunRecord => {
    const cell = (column: string): string => cells[header.indexOf(column)]?.trim() ?? '';
    const rest = header.flatMap((column, i) =>
      isOwn[i] && !placed.has(column) && cells[i]!.trim() !== '' ? [[column, cells[i]!] as const] : [],
    );
    const notices: string[] = [];
    const state = wandbRunState(cell('State').toLowerCase());
    if (cell('State') !== '' && state === null)
      notices.push(`state "${cell('State')}" is not one of ${wandbStates.join(', ')}`);
    const created = isoDate(cell('Created'));
    if (created === null && cell('Created') !== '')
      notices.push(`creation date "${cell('Created')}" could not be read`);
    const name = cell('Name') === '' ? `run-${row + 1}` : cells[header.indexOf('Name')]!;
    return newRun({
      id: [cell('ID'), cell('Run ID')].find((text) => text !== '') ?? name,
      name,
      source: 'csv',
      state: state ?? 'unknown',
      sweep: cell('Sweep') === '' ? null : cells[header.indexOf('Sweep')]!,
      created,
      tags: cell('Tags')
        .split(',')
        .map((tag) => tag.trim())
        .filter((tag) => tag !== ''),
      config: entriesOf(row, split.config),
      summary: { ...runtime(cell('Runtime')), ...entriesOf(row, split.summary) },
      about: Object.fromEntries(rest),
      configFrom: split.from,
      notices,
    });
  });
  const notices = [
    ...copied,
    `${name}: ${split.how}`,
    ...values.notices.map((notice) => `${name}: ${notice}`),
  ];
  notices.push(...sayTotals(name, whole.rows, totals));
  if (empty.length > 0) notices.push(`${name}: ${empty.length} empty columns dropped: ${empty.join(', ')}`);
  const bookkeeping = header.filter(
    (column, i) => isOwn[i] && !placed.has(column) && !empty.includes(column),
  );
  if (bookkeeping.length > 0)
    notices.push(`${name}: W&B's own columns are no settings: ${bookkeeping.join(', ')}`);
  if (!header.includes('ID') && !header.includes('Run ID'))
    notices.push(`${name} has no run ids and no links: a run's title serves as its id`);
  return { records: withUniqueIds(records).records, notices };
}

/** Entries of a column under another name: pandas numbers a second `lr` as `lr.1`. */
function renamed(entries: readonly Entry[], from: string, to: string | undefined): readonly Entry[] {
  if (to === undefined) return entries;
  return entries.map(([key, value]) => [to + key.slice(from.length), value]);
}

function runtime(cell: string): Record<string, ConfigValue> {
  const seconds = cell === '' ? NaN : Number(cell);
  return Number.isFinite(seconds) ? { _runtime: seconds } : {};
}
