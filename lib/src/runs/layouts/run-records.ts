import { runRecordFromJson, type ConfigValue, type RunRecord, type RunSet, type RunState } from '../../types';
import { isJsonObject, parseExactJson, toConfigValues, withUniqueIds, type Json } from '../../values';
import { isBookkeeping, isKnownSetting, soundsLikeResult } from '../column-names';
import type { FoundFile } from '../found';
import type { Layout } from '../layout';
import { newRun } from '../new-run';

const keys = ['id', 'name', 'source', 'state', 'config', 'summary'];

function isRecord(json: Json): boolean {
  return isJsonObject(json) && keys.every((key) => key in json);
}

/** Run records as unetlab itself writes them: a line each (`.jsonl`), or one a file (`.json`). */
export const runRecords: Layout = {
  name: 'unetlab’s own run records (.jsonl, .json)',
  recognises: async ({ files: [file], isFolder }) => {
    if (isFolder || file === undefined || !/\.(?:jsonl|ndjson|json)$/i.test(file.name)) return false;
    const [first] = await linesOf(file);
    try {
      return first !== undefined && isRecord(JSON.parse(first) as Json);
    } catch {
      return false;
    }
  },
  read: async ({ files: [file] }) => {
    const lines = await linesOf(file!);
    const notices: string[] = [];
    const records = lines.flatMap((line, i): RunRecord[] => {
      try {
        return [runRecordFromJson(line)];
      } catch {
        const cut = i === lines.length - 1 ? 'is cut off' : 'is no run record';
        notices.push(`${file!.name}: line ${i + 1} ${cut} and is left out`);
        return [];
      }
    });
    return { records: withUniqueIds(records).records, notices };
  },
};

async function linesOf(file: FoundFile): Promise<string[]> {
  const text = (await file.text()).trim();
  if (!/\.json$/i.test(file.name)) return text.split('\n').filter((line) => line.trim() !== '');
  return text === '' ? [] : [text];
}

/** One run as a flat JSON object with settings and results mixed, told apart by their names. */
export const flatJson: Layout = {
  name: 'one run as a flat JSON file of settings and scores',
  recognises: async ({ files: [file], isFolder }) =>
    !isFolder && file !== undefined && /\.json$/i.test(file.name) && (await flatRun(file)) !== null,
  read: async ({ files: [file] }): Promise<RunSet> => {
    const run = (await flatRun(file!))!;
    return { records: [run], notices: [] };
  },
};

async function flatRun(file: FoundFile): Promise<RunRecord | null> {
  let values: Record<string, ConfigValue>;
  try {
    const json = parseExactJson(await file.text());
    if (!isJsonObject(json)) return null;
    values = toConfigValues(json);
  } catch {
    return null;
  }
  const entries = Object.entries(values);
  const isAbout = ([key]: readonly [string, ConfigValue]): boolean => isBookkeeping(key);
  const isResult = ([key, value]: readonly [string, ConfigValue]): boolean =>
    soundsLikeResult(key) && typeof value !== 'string';
  const summary = entries.filter((entry) => !isAbout(entry) && isResult(entry));
  const config = entries.filter((entry) => !isAbout(entry) && !isResult(entry));
  // lists are curves or columns, no results of one run
  if (summary.every(([, value]) => Array.isArray(value)) || !config.some(([key]) => isKnownSetting(key)))
    return null;
  const success = values.training_successful;
  const state: RunState = typeof success === 'boolean' ? (success ? 'finished' : 'failed') : 'unknown';
  return newRun({
    id: nameOf(
      file.name
        .split('/')
        .at(-1)!
        .replace(/\.json$/i, ''),
    ),
    source: 'folder',
    state,
    config: Object.fromEntries(config),
    summary: Object.fromEntries(summary),
    about: Object.fromEntries(entries.filter(isAbout)),
    configFrom: 'names',
  });
}

/** A file's stem without what only says that it holds results. */
export function nameOf(stem: string): string {
  return stem.replace(/^(?:history|results)_|_(?:history|results)$/g, '');
}
