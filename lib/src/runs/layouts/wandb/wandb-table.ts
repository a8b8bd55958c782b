import type { ConfigValue, RunRecord, RunSet } from '../../../types';
import { withUniqueIds } from '../../../values';
import { wandbRunState, wandbStates } from '../../../wandb';
import { tableLayout } from '../../layout';
import { isoDate, newRun } from '../../new-run';
import { type Entry, readRows, sayTotals, type Table, totalsRows } from '../../../tables';
import { splitExport } from './wandb-columns';

/** W&B's own columns of the runs table, as far as they are known; they stand before the config's. */
const own =
  /^(?:ID|Name|State|Notes|User|Tags|Created|Runtime|Sweep|Agent|Group|Job Type|Updated|(?:Start|End) Time|Heartbeat|Host(?:name)?|OS|Python(?: Version)?|(?:GPU|CPU|Logical CPU) (?:Type|Count|Memory)|Git(?:hub|Hub)?(?: \w+)?|Commit|Command|Description|Program(?: Path)?|Path|Project|Entity|Report|Launched By|Priority|Queue|Executable|Disk|Memory|CUDA Version|Run ID|Display Name)$/;
const ofMlflow =
  /^(?:ID|Run ID|Name|State|User|Created|Duration|Source (?:Type|Name)|Version|Experiment ID|Datasets?|Models?|Tags)$/;
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
    header.includes('Name') && header.filter((column) => own.test(column)).length > 1,
  read: (table, name) => readExport(table, name, own),
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
    header.some((column) => /^Source (?:Type|Name)$/.test(column)),
  read: (table, name): RunSet => {
    const renamed = new Map([
      ['Status', 'State'],
      ['Start Time', 'Created'],
    ]);
    const header = table.header.map((column) => renamed.get(column) ?? column);
    const { records, notices } = readExport({ ...table, header }, name, ofMlflow);
    return {
      records: records.map((record) => ({ ...record, source: 'mlflow' })),
      notices: notices
        .filter((notice) => !notice.endsWith('serves as its id'))
        .map((notice) => notice.replace("W&B's own columns", 'MLflow’s own columns')),
    };
  },
});

function readExport(whole: Table, name: string, own: RegExp): RunSet {
  const { header } = whole;
  const totals = totalsRows(whole.rows, [], header.indexOf('Name'), header.indexOf('State'));
  const rows = whole.rows.filter((_, row) => !totals.has(row));
  const table = { ...whole, rows };
  const values = readRows(table, new Set(header.flatMap((column, i) => (own.test(column) ? [i] : []))));
  const empty = header.flatMap((column, i) =>
    column !== '' && rows.every((row) => row[i]!.trim() === '') ? [column] : [],
  );
  // of two columns with one name only the first is W&B's own: a config key may be called Name
  const isOwn = header.map((column, i) => own.test(column) && header.indexOf(column) === i);
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
    const title = cells[header.indexOf('Name')]!;
    const id = [cell('ID'), cell('Run ID'), title].find((text) => text !== '') ?? '';
    return newRun({
      id: id === '' ? `run-${row + 1}` : id,
      name: title === '' ? `run-${row + 1}` : title,
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
  const notices = [`${name}: ${split.how}`, ...values.notices.map((notice) => `${name}: ${notice}`)];
  notices.push(...sayTotals(name, whole.rows, totals));
  if (empty.length > 0) notices.push(`${name}: ${empty.length} empty columns dropped: ${empty.join(', ')}`);
  const bookkeeping = header.filter(
    (column, i) => isOwn[i] && !placed.has(column) && !empty.includes(column),
  );
  if (bookkeeping.length > 0)
    notices.push(`${name}: W&B's own columns are no settings: ${bookkeeping.join(', ')}`);
  if (!header.includes('ID'))
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
