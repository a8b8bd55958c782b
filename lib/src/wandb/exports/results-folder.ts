import { readFile, readdir } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { runRecordFromJson, type ConfigValue, type RunRecord, type RunSet, type RunState } from '../../types';
import { toConfigValues } from '../values/config-values';
import { isJsonObject, parseExactJson } from '../values/lenient-json';
import { withUniqueIds } from '../values/run-set';
import { readCells } from './cells';
import { splitAsTold, splitByName } from './columns';
import { parseCsv } from './csv';
import { parseHistoryCsv } from './history-csv';
import { matchHistories, type HistoryFile } from './match-history';

export interface ResultsFolderOptions {
  /** Columns that are hyperparameters; by default they are told from the results by their names. */
  readonly config?: readonly string[];
}

/**
 * Reads a folder of results: tables with one row a run (`search_results_final.csv`), or one JSON file a run
 * (`UNet_lr0.0001_bs8_results.json`), each with per-epoch histories (`…history….csv`) beside them. Folders are searched
 * three levels deep. A row whose cells say `ERROR` is no run and is counted in the notices.
 *
 * Throws where the folder holds no such file.
 */
export async function readResultsFolder(folder: string, options: ResultsFolderOptions = {}): Promise<RunSet> {
  const paths = await filesBelow(folder, 3);
  const histories = new Map<string, HistoryFile>();
  const tables: RunRecord[] = [];
  const singles: { path: string; record: RunRecord }[] = [];
  const notices: string[] = [];
  for (const path of paths) {
    const name = relative(folder, path);
    const text = await readFile(path, 'utf8');
    if (/history/i.test(basename(path)) && path.endsWith('.csv')) {
      histories.set(path, { stem: basename(path, '.csv'), reading: parseHistoryCsv(text, name) });
    } else if (path.endsWith('.csv')) {
      const table = readTable(text, name, options.config);
      tables.push(...table.records);
      notices.push(...table.notices);
    } else {
      const record = readSingle(text, path, notices, name);
      if (record !== null) singles.push({ path, record });
    }
  }
  if (tables.length + singles.length === 0) {
    throw new Error(`no results in ${folder}: expected a CSV with one row a run, or one JSON file a run`);
  }
  const used = new Set<HistoryFile>();
  const withHistory = singles.map(({ path, record }) => {
    const file = record.history === null ? historyBeside(path, histories) : undefined;
    if (file) used.add(file);
    return file ? attach(record, file) : record;
  });
  const match = matchHistories(
    tables,
    [...histories.values()].filter((file) => !used.has(file)),
  );
  tables.forEach((record, i) => {
    const file = match.files.get(i);
    const reason = match.reasons.get(i);
    if (file) withHistory.push(attach({ ...record, name: nameOf(file.stem) }, file));
    else withHistory.push(reason ? { ...record, notices: [...record.notices, reason] } : record);
  });
  if (match.unclaimed.length > 0) {
    notices.push(`history files that belong to no run: ${match.unclaimed.join(', ')}`);
  }
  return { records: withUniqueIds(withHistory).records, notices };
}

function readTable(text: string, name: string, config: readonly string[] | undefined): RunSet {
  const table = parseCsv(text, name);
  const columns = table.header.filter((column) => column !== '');
  const split = config ? splitAsTold(columns, config, name) : splitByName(columns);
  let failed = 0;
  const records = table.rows.flatMap((row, i): RunRecord[] => {
    const cells = Object.fromEntries(table.header.map((column, c) => [column, row[c]!]));
    const bad = columns.filter((column) => cells[column]!.trim() === 'ERROR');
    if (split.config.every((column) => bad.includes(column))) {
      failed += 1;
      return [];
    }
    const values = readCells(
      Object.fromEntries(columns.filter((c) => !bad.includes(c)).map((c) => [c, cells[c]!])),
    );
    const isConfig = (key: string): boolean =>
      split.config.includes(key.split('.')[0]!) || split.config.includes(key);
    const notices = bad.length > 0 ? [`cells say ERROR and are left out: ${bad.join(', ')}`] : [];
    const entries = Object.entries(values);
    return [
      newRecord(`${basename(name, '.csv')}-${i + 1}`, {
        state: bad.length > 0 ? 'failed' : 'unknown',
        config: Object.fromEntries(entries.filter(([key]) => isConfig(key))),
        summary: Object.fromEntries(entries.filter(([key]) => !isConfig(key))),
        notices,
      }),
    ];
  });
  const notices = [...table.notices, `${name}: ${split.how}`];
  if (failed > 0)
    notices.push(`${name}: ${failed} of ${table.rows.length} rows say ERROR throughout and are no runs`);
  return { records, notices };
}

/** What tells a stored run record from other JSON. */
const recordKeys = ['id', 'name', 'source', 'state', 'config', 'summary'];

/** One run's JSON file: a stored record, or flat with settings and results mixed. Null for anything else. */
function readSingle(text: string, path: string, notices: string[], name: string): RunRecord | null {
  let values: Record<string, ConfigValue>;
  try {
    const json = parseExactJson(text);
    if (!isJsonObject(json)) return null;
    if (recordKeys.every((key) => key in json)) return runRecordFromJson(text);
    values = toConfigValues(json);
  } catch (error) {
    notices.push(
      `${name} is not JSON and is left out (${error instanceof Error ? error.message : String(error)})`,
    );
    return null;
  }
  const { config, summary } = splitByName(Object.keys(values));
  if (config.length === 0 || summary.length === 0) return null;
  const success = values.training_successful;
  const state = typeof success === 'boolean' ? (success ? 'finished' : 'failed') : 'unknown';
  const id = nameOf(basename(path, '.json'));
  const record = newRecord(id, {
    state,
    config: Object.fromEntries(config.map((key) => [key, values[key]!])),
    summary: Object.fromEntries(summary.map((key) => [key, values[key]!])),
    notices: [],
  });
  return { ...record, name: id };
}

function newRecord(
  id: string,
  rest: { state: RunState } & Pick<RunRecord, 'config' | 'summary' | 'notices'>,
): RunRecord {
  const nothing = { sweep: null, url: null, created: null, tags: [], history: null } as const;
  const name = Object.entries(rest.config).map(([key, value]) => `${key} ${String(value)}`);
  return { id, name: name.join(', '), source: 'folder', ...nothing, ...rest };
}

/** The history of a single run's JSON: same name, or the only history in its folder. */
function historyBeside(path: string, histories: ReadonlyMap<string, HistoryFile>): HistoryFile | undefined {
  const stem = nameOf(basename(path, '.json'));
  const beside = [...histories].filter(([other]) => dirname(other) === dirname(path));
  const same = beside.find(([, file]) => nameOf(file.stem) === stem);
  return same?.[1] ?? (beside.length === 1 ? beside[0]![1] : undefined);
}

function attach(record: RunRecord, { reading }: HistoryFile): RunRecord {
  const notices = [...record.notices, ...reading.notices];
  const told = record.config.learning_rate;
  const began = reading.history.lr?.[0];
  if (typeof told === 'number' && began !== undefined && Math.abs(began - told) > 0.01 * Math.abs(told)) {
    notices.push(`the configured learning rate is ${told}, but the history's starts at ${began}`);
  }
  return { ...record, history: reading.history, notices };
}

function nameOf(stem: string): string {
  return stem.replace(/^(?:history|results)_|_(?:history|results)$/g, '');
}

async function filesBelow(folder: string, depth: number): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    throw (error as NodeJS.ErrnoException).code === 'ENOENT' ? new Error(`no such folder: ${folder}`) : error;
  });
  const found: string[] = [];
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && depth > 0) found.push(...(await filesBelow(path, depth - 1)));
    else if (entry.isFile() && /\.(?:csv|json)$/.test(entry.name)) found.push(path);
  }
  return found;
}
