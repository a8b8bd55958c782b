import { readFile, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parse as parseYaml } from 'yaml';
import type { ConfigValue, RunRecord } from '../../types';
import {
  isJsonObject,
  type Json,
  type JsonObject,
  parseExactJson,
  readNumber,
  toConfigValues,
} from '../../values';
import { parseWandbFile } from './read-file';

/**
 * Reads one run's folder (`run-20250822_174358-r4eicrnr`): the `.wandb` file first, then `files/config.yaml`,
 * `files/wandb-summary.json` and `files/wandb-metadata.json` for what that file does not say.
 */
export async function readRunFolder(folder: string): Promise<RunRecord> {
  const id = /^(?:offline-)?run-\d{8}_\d{6}-(.+)$/.exec(basename(folder))?.[1] ?? basename(folder);
  const file = (await readdir(folder)).filter((name) => name.endsWith('.wandb')).sort()[0];
  const notices: string[] = [];
  const fromFile =
    file === undefined ? emptyRun(id) : parseWandbFile(await readFile(join(folder, file)), { path: file });
  const config = await readConfig(join(folder, 'files', 'config.yaml'), notices);
  const summary = await readJson(join(folder, 'files', 'wandb-summary.json'), notices);
  const metadata = await readJson(join(folder, 'files', 'wandb-metadata.json'), notices);

  const added = {
    config: missingFrom(fromFile.config, toConfigValues(config.values)),
    summary: missingFrom(fromFile.summary, toConfigValues(summary ?? {})),
  };
  if (file !== undefined) {
    if (Object.keys(added.config).length > 0) notices.push(taken('config', 'config.yaml', added.config));
    if (Object.keys(added.summary).some((key) => !key.startsWith('_'))) {
      notices.push(taken('summary', 'wandb-summary.json', added.summary));
    }
  }
  return {
    ...fromFile,
    created: fromFile.created ?? config.started ?? startedIn(metadata),
    config: { ...fromFile.config, ...added.config },
    summary: { ...fromFile.summary, ...added.summary },
    notices: [...fromFile.notices, ...notices],
  };
}

function emptyRun(id: string): RunRecord {
  return {
    id,
    name: id,
    source: 'wandb-file',
    state: 'unknown',
    sweep: null,
    url: null,
    created: null,
    tags: [],
    config: {},
    summary: {},
    history: null,
    notices: [
      'the run folder has no .wandb file: config and summary come from the files beside it, no history',
    ],
  };
}

/** `config.yaml` wraps each value as `{desc, value}`. A missing file is an empty config. */
async function readConfig(
  path: string,
  notices: string[],
): Promise<{ values: JsonObject; started: string | null }> {
  const text = await readIfThere(path);
  if (text === null) return { values: {}, started: null };
  let parsed: Json;
  try {
    parsed = parseYaml(text) as Json;
  } catch (error) {
    notices.push(`config.yaml could not be read (${firstLine(error)})`);
    return { values: {}, started: null };
  }
  if (!isJsonObject(parsed)) return { values: {}, started: null };
  const values: Record<string, Json> = {};
  let started: string | null = null;
  for (const [key, entry] of Object.entries(parsed)) {
    const value = isJsonObject(entry) && 'value' in entry ? entry.value! : entry;
    if (key === '_wandb') started = isoOf(isJsonObject(value) ? readNumber(value.start_time) : undefined);
    else if (key !== 'wandb_version') values[key] = value;
  }
  return { values, started };
}

async function readJson(path: string, notices: string[]): Promise<JsonObject | null> {
  const text = await readIfThere(path);
  if (text === null || text.trim() === '') return null;
  try {
    const value = parseExactJson(text);
    return isJsonObject(value) ? value : null;
  } catch (error) {
    notices.push(`${basename(path)} could not be read (${firstLine(error)})`);
    return null;
  }
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function missingFrom(
  have: Readonly<Record<string, ConfigValue>>,
  offered: Record<string, ConfigValue>,
): Record<string, ConfigValue> {
  return Object.fromEntries(Object.entries(offered).filter(([key]) => !(key in have)));
}

function taken(what: string, file: string, values: Record<string, ConfigValue>): string {
  const keys = Object.keys(values).filter((key) => !key.startsWith('_'));
  const shown = keys.slice(0, 5).join(', ') + (keys.length > 5 ? `, … (${keys.length} keys)` : '');
  return `${what} values that the .wandb file lacks come from ${file}: ${shown}`;
}

function startedIn(metadata: JsonObject | null): string | null {
  const text = metadata?.startedAt;
  if (typeof text !== 'string') return null;
  const time = Date.parse(/[zZ]|[+-]\d\d:?\d\d$/.test(text) ? text : `${text}Z`);
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}

function isoOf(seconds: number | undefined): string | null {
  return seconds === undefined || !Number.isFinite(seconds) ? null : new Date(seconds * 1000).toISOString();
}

function firstLine(error: unknown): string {
  return String(error instanceof Error ? error.message : error).split('\n')[0]!;
}
