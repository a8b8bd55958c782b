import type { ConfigValue, RunRecord, RunSet, RunState } from '../../types';
import {
  HistoryColumns,
  isJsonObject,
  parseExactJson,
  parseLenientJson,
  toConfigValues,
  withUniqueIds,
  type Json,
  type JsonObject,
} from '../../values';
import { summaryOfHistory } from '../best-of-history';
import type { Found, FoundFile } from '../found';
import { tableLayout, type Layout } from '../layout';
import { isoDate, newRun } from '../new-run';
import { readRows, type Table } from '../../tables';
import { isOfRay } from './marked-table';

/** A Ray Tune experiment: a folder a trial with `params.json` and `result.json` or `progress.csv`. */
export const rayFolder: Layout = {
  name: 'a Ray Tune experiment (a folder a trial: params.json, result.json, progress.csv)',
  recognises: ({ isFolder, files }) =>
    Promise.resolve(
      isFolder &&
        trialFolders(files).some(
          ({ params, rows, table }) => params !== undefined && (rows ?? table) !== undefined,
        ),
    ),
  read: readExperiment,
};

/** Ray Tune's iterations as one table: `progress.csv`, or several trials of it one below the other. */
export const rayIterations: Layout = tableLayout({
  name: 'Ray Tune’s iterations (progress.csv: one row an iteration)',
  recognises: ({ header, rows }) => {
    const trial = header.indexOf('trial_id');
    return (
      header.includes('training_iteration') &&
      header.includes('trial_id') &&
      (header.includes('time_this_iter_s') || header.includes('time_total_s')) &&
      !header.includes('logdir') &&
      (new Set(rows.map((row) => row[trial])).size < rows.length || rows.length === 1)
    );
  },
  read: (table, name) => {
    const iterations = iterationsOf(table);
    const trials = new Map<string, JsonObject[]>();
    for (const row of iterations.rows) {
      const id = typeof row.trial_id === 'string' ? row.trial_id : JSON.stringify(row.trial_id);
      trials.set(id, [...(trials.get(id) ?? []), row]);
    }
    return {
      records: [...trials].map(([id, rows]) => trial(id, id, rows, undefined, undefined)),
      notices: iterations.notices.map((notice) => `${name}: ${notice}`),
    };
  },
});

interface TrialFiles {
  readonly folder: string;
  readonly params?: FoundFile;
  readonly rows?: FoundFile;
  readonly table?: FoundFile;
  readonly error?: FoundFile;
}

function trialFolders(files: readonly FoundFile[]): TrialFiles[] {
  const folders = new Map<string, Record<string, FoundFile>>();
  for (const file of files) {
    const cut = file.name.lastIndexOf('/');
    const folder = cut < 0 ? '' : file.name.slice(0, cut);
    const entry = folders.get(folder) ?? {};
    entry[file.name.slice(cut + 1)] = file;
    folders.set(folder, entry);
  }
  return [...folders].flatMap(([folder, named]) => {
    const params = named['params.json'];
    const rows = named['result.json'];
    const table = named['progress.csv'];
    if (params === undefined && rows === undefined) return [];
    return [
      {
        folder,
        ...(params && { params }),
        ...(rows && rows.size > 0 && { rows }),
        ...(table && table.size > 0 && { table }),
        ...(named['error.txt'] && { error: named['error.txt'] }),
      },
    ];
  });
}

async function readExperiment({ files }: Found): Promise<RunSet> {
  const states = await statesOf(files);
  const notices: string[] = [];
  const records: RunRecord[] = [];
  for (const { folder, params, rows, table, error } of trialFolders(files)) {
    let iterations: readonly JsonObject[] = [];
    const own: string[] = [];
    if (rows !== undefined) {
      const lines = (await rows.text()).split('\n').filter((line) => line.trim() !== '');
      iterations = lines.flatMap((line, i) => {
        try {
          const row = parseLenientJson(line);
          return isJsonObject(row) ? [row] : [];
        } catch {
          own.push(
            i === lines.length - 1
              ? 'the last line of result.json is cut off: that iteration is lost'
              : `line ${i + 1} of result.json is no JSON: that iteration is lost`,
          );
          return [];
        }
      });
    } else if (table !== undefined) {
      const reading = iterationsOf((await table.table())!);
      iterations = reading.rows;
      own.push(...reading.notices);
    }
    let config: Record<string, ConfigValue> | undefined;
    try {
      const json = params === undefined ? undefined : parseExactJson(await params.text());
      if (isJsonObject(json)) config = toConfigValues(json);
    } catch {
      own.push('params.json is no JSON: the settings are those of the iterations');
    }
    const name = folder.split('/').at(-1)!;
    const told = iterations.at(-1)?.trial_id;
    const id =
      typeof told === 'string' ? told : (/_([0-9a-f]{5,8}_\d{5})_/.exec(name)?.[1] ?? (name || 'trial'));
    const state = error === undefined ? states.get(id) : 'failed';
    const record = trial(id, id, iterations, config, state);
    if (iterations.length === 0) own.push('the trial reported nothing');
    records.push({
      ...record,
      notices: [...own, ...record.notices],
      about: { ...record.about, folder: name },
    });
  }
  const lengths = records.map(({ history }) => history?.epoch?.length ?? 0);
  const [least, most] = [Math.min(...lengths), Math.max(...lengths)];
  notices.push(
    `${records.length} trials with ${lengths.reduce((a, b) => a + b, 0)} iterations; settings are those of params.json`,
  );
  if (least < most)
    notices.push(
      `the trials ran for ${least} to ${most} iterations: a scheduler may have stopped some early, and their last values are then no final ones`,
    );
  notices.push(
    'the summary holds the last value of each metric, and best_… of those whose name says which way is better',
  );
  return { records: withUniqueIds(records).records, notices };
}

/** One trial from its iterations; a repeated iteration replaces the earlier one. */
function trial(
  id: string,
  name: string,
  iterations: readonly JsonObject[],
  settings: Record<string, ConfigValue> | undefined,
  known: RunState | undefined,
): RunRecord {
  const columns = new HistoryColumns();
  const byIteration = new Map<number, JsonObject>();
  iterations.forEach((row, i) =>
    byIteration.set(typeof row.training_iteration === 'number' ? row.training_iteration : i + 1, row),
  );
  for (const [iteration, row] of [...byIteration].sort(([a], [b]) => a - b)) {
    const at = columns.row(undefined);
    columns.setNumber(at, 'epoch', iteration);
    for (const [key, value] of Object.entries(row))
      if (!isReport(key) && typeof value !== 'string') columns.set(at, key, value);
  }
  const reading = columns.finish();
  const last = iterations.at(-1);
  const about = Object.entries(last ?? {}).filter(
    ([key, value]) => isOfRay(key) && ['string', 'number', 'boolean'].includes(typeof value),
  );
  const told = last?.config;
  const inTable = Object.fromEntries(
    Object.entries(last ?? {})
      .filter(([key]) => key.startsWith('config/'))
      .map(([key, value]) => [key.slice('config/'.length), value]),
  );
  const config = settings ?? toConfigValues(isJsonObject(told) ? told : inTable);
  const repeated = iterations.length - byIteration.size;
  return newRun({
    id,
    name,
    source: 'ray-tune',
    state: known ?? (last?.done === true ? 'finished' : 'unknown'),
    created: isoDate(typeof iterations[0]?.timestamp === 'number' ? iterations[0].timestamp : undefined),
    config,
    summary: summaryOfHistory(reading.history),
    history: iterations.length === 0 ? null : reading.history,
    about: Object.fromEntries(about) as Record<string, ConfigValue>,
    notices: [
      ...reading.notices,
      ...(repeated > 0 ? [`${repeated} iterations were repeated: the later ones are kept`] : []),
    ],
  });
}

function isReport(key: string): boolean {
  return (
    isOfRay(key) ||
    key === 'training_iteration' ||
    key === 'epoch' ||
    key === 'config' ||
    key.startsWith('config/')
  );
}

function iterationsOf(table: Table): { rows: JsonObject[]; notices: readonly string[] } {
  const values = readRows(table, new Set([table.header.indexOf('trial_id')]));
  const rows = table.rows.map((_, row) =>
    Object.fromEntries(table.header.flatMap((_, column) => values.entries(row, column))),
  );
  return { rows, notices: values.notices };
}

const rayStates: Readonly<Record<string, RunState>> = {
  TERMINATED: 'finished',
  ERROR: 'failed',
  RUNNING: 'running',
  PAUSED: 'running',
  PENDING: 'running',
};

/** What the experiment's state says about each trial; newer and older files nest it differently, as JSON inside JSON. */
async function statesOf(files: readonly FoundFile[]): Promise<Map<string, RunState>> {
  const states = new Map<string, RunState>();
  for (const file of files) {
    if (!/(?:^|\/)experiment_state[^/]*\.json$/.test(file.name)) continue;
    try {
      collectStates(parseLenientJson(await file.text()), states);
    } catch {
      // a state file that was cut off says nothing about the trials
    }
  }
  return states;
}

function collectStates(value: Json, states: Map<string, RunState>): void {
  if (typeof value === 'string' && value.startsWith('{')) {
    try {
      collectStates(parseLenientJson(value), states);
    } catch {
      // a text in braces
    }
  } else if (typeof value === 'object' && value !== null) {
    if (isJsonObject(value) && typeof value.trial_id === 'string' && typeof value.status === 'string') {
      const state = rayStates[value.status];
      if (state !== undefined) states.set(value.trial_id, state);
    }
    for (const inner of Object.values(value as JsonObject)) collectStates(inner, states);
  }
}
