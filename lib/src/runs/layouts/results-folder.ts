import type { RunRecord, RunSet } from '../../types';
import { withUniqueIds } from '../../values';
import { foundAlone, type Found, type FoundFile } from '../found';
import { readHistories } from '../history-table';
import type { Layout } from '../layout';
import { matchHistories, type HistoryFile } from '../match-history';
import type { Told } from '../told';
import {
  historyJson,
  historyTable,
  jsonHistory,
  runsOfHistories,
  stemOf,
  type NamedHistory,
} from './history-files';
import { flatJson, nameOf } from './run-records';

/**
 * A folder of results: files of which each holds runs by itself (tables, one JSON file a run), with histories beside
 * them that are given to the runs whose settings are in their names and whose numbers they hold. Histories without
 * such a table are a run each.
 *
 * @param layouts how single files may be laid out
 */
export function resultsFolder(layouts: readonly Layout[]): Layout {
  const layoutOf = async (file: FoundFile, told: Told): Promise<Layout | undefined> => {
    for (const layout of layouts) if (await layout.recognises(foundAlone(file), told)) return layout;
    return undefined;
  };
  return {
    name: 'a folder of results (tables or one JSON file a run, histories beside them)',
    recognises: async ({ isFolder, files }, told) => {
      if (!isFolder) return false;
      for (const file of files) if ((await layoutOf(file, told)) !== undefined) return true;
      return false;
    },
    read: async (found, told) => readFolder(found, told, layoutOf),
  };
}

async function readFolder(
  { files }: Found,
  told: Told,
  layoutOf: (file: FoundFile, told: Told) => Promise<Layout | undefined>,
): Promise<RunSet> {
  const histories: NamedHistory[] = [];
  const tables: RunRecord[] = [];
  const singles: { file: string; record: RunRecord }[] = [];
  const notices: string[] = [];
  const passedOver: string[] = [];
  const kinds = new Set<string>();
  for (const file of files) {
    const layout = await layoutOf(file, told);
    if (layout === undefined) passedOver.push(file.name);
    else if (layout === historyTable || layout === historyJson) {
      const readings = await readingsOf(file, notices);
      histories.push(...readings.map((reading) => ({ stem: stemOf(file.name), file: file.name, reading })));
    } else {
      kinds.add(layout.name);
      const set = await layout.read(foundAlone(file), told);
      notices.push(...set.notices);
      if (layout === flatJson) singles.push({ file: file.name, record: set.records[0]! });
      else tables.push(...set.records);
    }
  }
  if (kinds.size > 1) notices.push(`the folder holds runs of several kinds: ${[...kinds].join('; ')}`);
  notices.push(...sayPassedOver(passedOver));
  if (tables.length + singles.length === 0) {
    const set = runsOfHistories(histories);
    return { records: set.records, notices: [...notices, ...set.notices] };
  }
  const byFile = new Map<NamedHistory, HistoryFile>(histories.map((history) => [history, history]));
  const used = new Set<HistoryFile>();
  const records = singles.map(({ file, record }) => {
    const isOnly = singles.filter((other) => folderOf(other.file) === folderOf(file)).length === 1;
    const beside = historyBeside(file, histories, isOnly);
    if (beside !== undefined) used.add(byFile.get(beside)!);
    return beside === undefined ? record : attach(record, beside);
  });
  const match = matchHistories(
    tables,
    histories.filter((history) => !used.has(history)),
  );
  tables.forEach((record, i) => {
    const history = match.files.get(i);
    const reason = match.reasons.get(i);
    if (history !== undefined) records.push(attach(named(record, history.stem), history));
    else records.push(reason === undefined ? record : { ...record, notices: [...record.notices, reason] });
  });
  if (match.unclaimed.length > 0)
    notices.push(`history files that belong to no run: ${match.unclaimed.join(', ')}`);
  return { records: withUniqueIds(records).records, notices };
}

async function readingsOf(file: FoundFile, notices: string[]): Promise<NamedHistory['reading'][]> {
  if (/\.json$/i.test(file.name)) return [(await jsonHistory(file))!];
  const table = (await file.table())!;
  notices.push(...table.notices);
  return readHistories(table);
}

/** A row without a name of its own is called after its history. */
function named(record: RunRecord, stem: string): RunRecord {
  const isOwnName =
    Object.entries(record.config)
      .map(([key, value]) => `${key} ${String(value)}`)
      .join(', ') !== record.name;
  return isOwnName ? record : { ...record, name: nameOf(stem) };
}

function folderOf(name: string): string {
  return name.slice(0, name.lastIndexOf('/') + 1);
}

/** The history of a single run's JSON: same name, or the only history in a folder of one run. */
function historyBeside(
  file: string,
  histories: readonly NamedHistory[],
  isOnly: boolean,
): NamedHistory | undefined {
  const stem = nameOf(
    file
      .split('/')
      .at(-1)!
      .replace(/\.json$/i, ''),
  );
  const beside = histories.filter((history) => folderOf(history.file) === folderOf(file));
  const same = beside.find((history) => nameOf(history.stem) === stem);
  return same ?? (isOnly && beside.length === 1 ? beside[0] : undefined);
}

function attach(record: RunRecord, { reading }: HistoryFile): RunRecord {
  const notices = [...record.notices, ...reading.notices];
  const told = record.config.learning_rate;
  const began = reading.history.lr?.[0];
  if (typeof told === 'number' && began !== undefined && Math.abs(began - told) > 0.01 * Math.abs(told))
    notices.push(`the configured learning rate is ${told}, but the history's starts at ${began}`);
  return { ...record, history: reading.history, notices };
}

function sayPassedOver(names: readonly string[]): string[] {
  if (names.length === 0) return [];
  const tables = names.filter((name) => /\.(?:csv|tsv|json|jsonl)$/i.test(name));
  const others = names.length - tables.length;
  const shown = tables.slice(0, 5).join(', ') + (tables.length > 5 ? `, … (${tables.length})` : '');
  return [
    `passed over, as they hold no runs: ${[shown, others > 0 ? `${others} other files` : ''].filter((part) => part !== '').join(' and ')}`,
  ];
}
