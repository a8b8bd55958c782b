import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { ConfigValue, RunRecord, RunSet, RunState } from '../../types';
import { withUniqueIds } from '../values/run-set';
import { readCells } from './cells';
import { splitAsTold, splitExportColumns } from './columns';
import { parseCsv } from './csv';

/** Columns that a W&B table export has about the run itself. */
const aboutTheRun = new Set(['ID', 'Name', 'State', 'Created', 'Runtime', 'Sweep', 'Tags']);
const states: readonly string[] = ['finished', 'running', 'crashed', 'failed', 'killed'];

export interface WandbCsvOptions {
  /** Columns that are hyperparameters; by default they are told from the results by the export's own order. */
  readonly config?: readonly string[];
  /** What to call the file in errors and notices. */
  readonly name?: string;
}

/**
 * Reads the CSV that W&B's runs table exports. Empty columns are dropped and named; lists and JSON in cells are
 * read. The export has no histories, no links and usually no run ids: the run's title serves as id.
 *
 * Throws where the file is no such table.
 */
export async function readWandbCsv(path: string, options: WandbCsvOptions = {}): Promise<RunSet> {
  return parseWandbCsv(await readFile(path, 'utf8'), { name: basename(path), ...options });
}

/** The same for text in memory. */
export function parseWandbCsv(text: string, options: WandbCsvOptions = {}): RunSet {
  const { name = 'the CSV file', config } = options;
  const table = parseCsv(text, name);
  const { header, rows } = table;
  if (!header.includes('Name')) {
    throw new Error(
      `${name} is no W&B table export: no column "Name" (columns: ${header.slice(0, 6).join(', ')}); ` +
        'readResultsFolder reads other tables',
    );
  }
  const filled = header.map((_, i) => rows.some((row) => row[i]!.trim() !== ''));
  const empty = header.filter((column, i) => !filled[i] && column !== '');
  const meta = header.filter((column) => isAboutTheRun(column));
  const columns = header.filter((column) => column !== '' && !meta.includes(column));
  const split = config ? splitAsTold(columns, config, name) : splitExportColumns(columns);

  const records = rows.map((row): RunRecord => {
    const cells = Object.fromEntries(header.map((column, i) => [column, row[i]!]));
    return {
      ...aboutRun(cells),
      config: readCells(pick(cells, [...split.config, ...meta.filter((column) => !aboutTheRun.has(column))])),
      summary: { ...runtime(cells.Runtime), ...readCells(pick(cells, split.summary)) },
    };
  });
  const unique = withUniqueIds(records);
  const notices = [...table.notices, `${name}: ${split.how}`];
  if (empty.length > 0) notices.push(`${name}: ${empty.length} empty columns dropped: ${empty.join(', ')}`);
  if (!header.includes('ID'))
    notices.push(`${name} has no run ids and no links: a run's title serves as its id`);
  return { records: unique.records, notices };
}

/** W&B's own columns begin with a capital (`GPU Count`), keys hardly ever do; `Name` always comes first. */
function isAboutTheRun(column: string): boolean {
  return (
    aboutTheRun.has(column) ||
    /^(?:Notes|User|Group|Job Type|Updated|End Time|Hostname|Host|OS|Python Version|GPU (?:Type|Count)|CPU Count|Commit|GitHub|Command|Description)$/.test(
      column,
    )
  );
}

function aboutRun(cells: Readonly<Record<string, string>>): Omit<RunRecord, 'config' | 'summary'> {
  const name = cells.Name!;
  const notices: string[] = [];
  const state = cells.State ?? '';
  if (state !== '' && !states.includes(state))
    notices.push(`state "${state}" is not one of ${states.join(', ')}`);
  const created = isoOf(cells.Created);
  if (created === null && cells.Created) notices.push(`creation date "${cells.Created}" could not be read`);
  return {
    id: textOr(cells.ID, name),
    name,
    source: 'csv',
    state: states.includes(state) ? (state as RunState) : 'unknown',
    sweep: textOr(cells.Sweep, null),
    url: null,
    created,
    tags: (cells.Tags ?? '')
      .split(',')
      .map((tag) => tag.trim())
      .filter((tag) => tag !== ''),
    history: null,
    notices,
  };
}

/** An empty cell says nothing. */
function textOr<T>(cell: string | undefined, otherwise: T): string | T {
  return cell === undefined || cell === '' ? otherwise : cell;
}

function isoOf(date: string | undefined): string | null {
  if (!date) return null;
  const time = Date.parse(date);
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}

function runtime(cell: string | undefined): Record<string, ConfigValue> {
  const seconds = cell ? Number(cell) : NaN;
  return Number.isFinite(seconds) ? { _runtime: seconds } : {};
}

function pick(cells: Readonly<Record<string, string>>, columns: readonly string[]): Record<string, string> {
  return Object.fromEntries(columns.map((column) => [column, cells[column]!]));
}
