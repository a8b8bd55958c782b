import { parse as parseYaml } from 'yaml';
import type { ConfigValue, RunRecord, RunSet } from '../../types';
import {
  isJsonObject,
  parseLenientJson,
  toConfigValues,
  withUniqueIds,
  type HistoryReading,
  type Json,
} from '../../values';
import { summaryOfHistory } from '../best-of-history';
import type { FoundFile } from '../found';
import { isHistory, readHistories } from '../history-table';
import type { Layout } from '../layout';
import { newRun } from '../new-run';
import { jsonHistory } from './history-files';

const settings = /(?:^|\/)(?:\.hydra\/config|hparams|args)\.ya?ml$/;
const results =
  /(?:^|\/)(?:metrics?|results?|summary|scores?|history|log|progress|eval\w*|test\w*|val\w*)(?:[_-]\w+)?\.(?:csv|json)$/i;

/**
 * A folder a run, with the settings that Hydra (`.hydra/config.yaml`), PyTorch Lightning (`hparams.yaml`), Ultralytics or timm
 * (`args.yaml`) keep and the run's results beside them: `metrics.csv` with a row an epoch, or `metrics.json`.
 */
export const runFolders: Layout = {
  name: 'a folder a run (Hydra’s .hydra/config.yaml, Lightning’s hparams.yaml or an args.yaml, metrics.csv or metrics.json beside it)',
  recognises: ({ isFolder, files }) =>
    Promise.resolve(
      isFolder &&
        rootsOf(files).some((root) => files.some(({ name }) => name.startsWith(root) && results.test(name))),
    ),
  read: async ({ path, files }): Promise<RunSet> => {
    const above =
      path
        .split(/[/\\]/)
        .filter((part) => part !== '')
        .at(-1) ?? 'run';
    const records: RunRecord[] = [];
    for (const root of rootsOf(files)) {
      const own = files.filter(({ name }) => name.startsWith(root));
      records.push(await readFolder(root === '' ? above : root.slice(0, -1), own));
    }
    const without = records.filter(({ summary }) => Object.keys(summary).length === 0).length;
    return {
      records: withUniqueIds(records).records,
      notices: [
        'settings are those of .hydra/config.yaml, hparams.yaml or args.yaml in each folder; results are those of metrics.csv or metrics.json beside it',
        ...(without > 0 ? [`${without} of ${records.length} folders hold settings and no results`] : []),
      ],
    };
  },
};

/** Folders of runs, with `/` at their ends; one inside another is part of it. */
function rootsOf(files: readonly FoundFile[]): string[] {
  const roots = new Set(
    files
      .filter(({ name }) => settings.test(name))
      .map(({ name }) => name.replace(/(?:\.hydra\/)?[^/]*$/, '')),
  );
  return [...roots].filter((root) => ![...roots].some((other) => other !== root && root.startsWith(other)));
}

async function readFolder(id: string, files: readonly FoundFile[]): Promise<RunRecord> {
  let config: Record<string, ConfigValue> = {};
  let summary: Record<string, ConfigValue> = {};
  let reading: HistoryReading | null = null;
  const notices: string[] = [];
  for (const file of files) {
    if (settings.test(file.name)) config = { ...config, ...(await settingsIn(file, notices)) };
    else if (results.test(file.name)) {
      const found = await historyIn(file);
      if (found.length > 1) notices.push(`${file.name} holds ${found.length} trainings: the last is taken`);
      const last = found.at(-1);
      if (last === undefined) summary = { ...summary, ...(await numbersIn(file)) };
      else if (reading === null) reading = last;
      else notices.push(`${file.name} is a second history of the run and is left out`);
    }
  }
  return newRun({
    id,
    source: 'folder',
    config,
    summary: { ...(reading !== null && summaryOfHistory(reading.history)), ...summary },
    history: reading?.history ?? null,
    notices: [...notices, ...(reading?.notices ?? [])],
  });
}

async function settingsIn(file: FoundFile, notices: string[]): Promise<Record<string, ConfigValue>> {
  try {
    const json = parseYaml(await file.text(), { logLevel: 'error' }) as Json;
    return isJsonObject(json) ? toConfigValues(json) : {};
  } catch (error) {
    notices.push(`${file.name} could not be read (${String(error).split('\n')[0]!})`);
    return {};
  }
}

async function historyIn(file: FoundFile): Promise<HistoryReading[]> {
  const curves = /\.json$/i.test(file.name) ? await jsonHistory(file) : null;
  if (curves !== null) return [curves];
  const table = await file.table();
  return table !== null && isHistory(table, file.name) ? readHistories(table) : [];
}

async function numbersIn(file: FoundFile): Promise<Record<string, ConfigValue>> {
  if (!/\.json$/i.test(file.name)) {
    const table = await file.table();
    // one row of results
    return table?.rows.length !== 1
      ? {}
      : Object.fromEntries(
          table.header.flatMap((column, c) => {
            const cell = table.rows[0]![c]!.trim();
            return cell === '' || column === '' || Number.isNaN(Number(cell)) ? [] : [[column, Number(cell)]];
          }),
        );
  }
  try {
    const json = parseLenientJson(await file.text());
    return isJsonObject(json) ? toConfigValues(json) : {};
  } catch {
    return {};
  }
}
