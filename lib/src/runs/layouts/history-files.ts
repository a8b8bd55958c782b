import { basename } from 'node:path';
import type { RunRecord, RunSet, RunSource } from '../../types';
import {
  HistoryColumns,
  isJsonObject,
  parseLenientJson,
  withUniqueIds,
  type HistoryReading,
  type Json,
} from '../../values';
import { summaryOfHistory } from '../best-of-history';
import type { FoundFile } from '../found';
import { isHistory, readHistories } from '../history-table';
import { tableLayout, type Layout } from '../layout';
import { settingsInNames } from '../name-settings';
import { newRun } from '../new-run';

/** A history under the name of its file, without folder and ending. */
export interface NamedHistory {
  readonly stem: string;
  readonly file: string;
  readonly reading: HistoryReading;
}

/** A training's log: one row an epoch, as Keras' `CSVLogger`, pandas or PyTorch Lightning write it. */
export const historyTable: Layout = tableLayout({
  name: 'a training history (Keras CSVLogger: one row an epoch)',
  recognises: (table, { name }) => isHistory(table, basename(name)),
  read: (table, name): RunSet =>
    runsOfHistories(readHistories(table).map((reading) => ({ stem: stemOf(name), file: name, reading }))),
});

/** Keras' `History.history` as JSON: a list of numbers a curve; also as pandas writes it. */
export const historyJson: Layout = {
  name: 'a training history as JSON (Keras History.history: a list a curve)',
  recognises: async ({ files: [file], isFolder }) =>
    !isFolder && file !== undefined && /\.json$/i.test(file.name) && (await jsonHistory(file)) !== null,
  read: async ({ files: [file] }) =>
    runsOfHistories([{ stem: stemOf(file!.name), file: file!.name, reading: (await jsonHistory(file!))! }]),
};

/**
 * One run a history. A file that holds several gives `name`, `name (2)`, …; settings are read from the names of the
 * files where they have any.
 */
export function runsOfHistories(histories: readonly NamedHistory[], source: RunSource = 'keras'): RunSet {
  const { configs, keys } = settingsInNames(histories.map(({ stem }) => stem));
  const counts = new Map<string, number>();
  for (const { file } of histories) counts.set(file, (counts.get(file) ?? 0) + 1);
  const seen = new Map<string, number>();
  const records = histories.map(({ stem, file, reading }, i): RunRecord => {
    const part = (seen.get(file) ?? 0) + 1;
    seen.set(file, part);
    const id = part === 1 ? stem : `${stem} (${part})`;
    return newRun({
      id,
      source,
      config: configs[i]!,
      summary: summaryOfHistory(reading.history),
      history: reading.history,
      notices: reading.notices,
      configFrom: 'names',
    });
  });
  const several = [...counts].filter(([, count]) => count > 1);
  return {
    records: withUniqueIds(records).records,
    notices: [
      ...several.map(
        ([file, count]) =>
          `${file} counts its epochs from the beginning ${count} times: read as ${count} runs that were appended`,
      ),
      keys.length > 0
        ? `settings are read from the names of the files: ${keys.join(', ')}`
        : 'the histories come without settings: there is no table beside them, and none in the names of the files',
      'the summary holds the last value of each curve, and best_… of those whose name says which way is better',
    ],
  };
}

/** Name of a file without folders and ending, and without what only says that it is a history. */
export function stemOf(name: string): string {
  const parts = name.split('/');
  const stem = parts.at(-1)!.replace(/\.[^.]+$/, '');
  const folder = parts.at(-2);
  // lightning_logs/version_0/metrics.csv: the folder is the run
  if (/^(?:history|log|training_?log|metrics|progress|results)$/i.test(stem) && folder !== undefined)
    return folder;
  return stem;
}

/** A JSON file's curves, or null where it holds anything else. */
export async function jsonHistory(file: FoundFile): Promise<HistoryReading | null> {
  let json: Json;
  try {
    json = parseLenientJson(await file.text());
  } catch {
    return null;
  }
  if (isJsonObject(json) && isJsonObject(json.history)) json = json.history;
  if (!isJsonObject(json)) return null;
  const curves = Object.entries(json).map(([key, value]) => [key, curveOf(value)] as const);
  const [first] = curves;
  if (first?.[1] == null || first[1].length === 0) return null;
  const columns = new HistoryColumns();
  const length = first[1].length;
  for (let i = 0; i < length; i++) columns.setNumber(columns.row(undefined), 'epoch', i + 1);
  for (const [key, curve] of curves) {
    if (curve?.length !== length) return null;
    if (key !== 'epoch')
      curve.forEach((value, i) => {
        columns.set(i, key, value);
      });
  }
  return columns.finish();
}

function curveOf(value: Json): readonly Json[] | null {
  const items = Array.isArray(value)
    ? (value as readonly Json[])
    : isJsonObject(value)
      ? Object.values(value)
      : null;
  const isNumber = (item: Json): boolean =>
    typeof item === 'number' ||
    item === null ||
    item === 'NaN' ||
    item === 'Infinity' ||
    item === '-Infinity';
  return items?.every(isNumber) === true && items.some((item) => typeof item === 'number') ? items : null;
}
