import type { ConfigValue, NamedScore, RunRecord, RunSet, RunState } from '../../types';
import {
  isJsonObject,
  parseExactJson,
  toConfigValues,
  withUniqueIds,
  type Json,
  type JsonObject,
} from '../../values';
import type { Found, FoundFile } from '../found';
import type { Layout } from '../layout';
import { newRun } from '../new-run';

const states: Readonly<Record<string, RunState | undefined>> = {
  COMPLETED: 'finished',
  FAILED: 'failed',
  INVALID: 'failed',
  STOPPED: 'killed',
  RUNNING: 'running',
};

/** A Keras Tuner project: a folder a trial with `trial.json`, and the search's own `oracle.json`. */
export const kerasTuner: Layout = {
  name: 'a Keras Tuner project (a folder a trial: trial.json)',
  recognises: async ({ files }) => {
    for (const file of trialFiles(files)) if ((await trialOf(file)) !== null) return true;
    return false;
  },
  read: readProject,
};

function trialFiles(files: readonly FoundFile[]): FoundFile[] {
  return files.filter(({ name }) => /(?:^|\/)trial\.json$/.test(name));
}

async function trialOf(file: FoundFile): Promise<JsonObject | null> {
  try {
    const json = parseExactJson(await file.text());
    return isJsonObject(json) && isJsonObject(json.hyperparameters) && 'trial_id' in json ? json : null;
  } catch {
    return null;
  }
}

async function readProject({ files }: Found): Promise<RunSet> {
  const objective = await objectiveIn(files);
  const records: RunRecord[] = [];
  const notices: string[] = [];
  for (const file of trialFiles(files)) {
    const trial = await trialOf(file);
    if (trial === null) notices.push(`${file.name} is no whole trial of Keras Tuner and is left out`);
    else records.push(recordOf(trial, objective?.metric ?? null));
  }
  const reached = records.filter(({ summary }) =>
    Object.keys(summary).some((key) => key.startsWith('intermediate_')),
  ).length;
  if (reached > 0)
    notices.push(
      `${reached} of ${records.length} trials failed or were stopped: what they had reached stands as intermediate_… and is not ranked`,
    );
  return {
    records: withUniqueIds(records).records,
    notices: [
      ...notices,
      'a metric is the mean of its executions at the trial’s best step, as Keras Tuner reports it',
    ],
    ...(objective !== null && { objective }),
  };
}

function recordOf(trial: JsonObject, objective: string | null): RunRecord {
  const values = trial.hyperparameters as JsonObject;
  const all = toConfigValues(isJsonObject(values.values) ? values.values : {});
  const isOwn = (key: string): boolean => key.startsWith('tuner/');
  const metrics =
    isJsonObject(trial.metrics) && isJsonObject(trial.metrics.metrics) ? trial.metrics.metrics : {};
  const state = states[typeof trial.status === 'string' ? trial.status : ''] ?? 'unknown';
  // what a trial had reached when it failed is no result of it: Keras Tuner gives it no score
  const ended = state === 'failed' || state === 'killed';
  const summary: [string, ConfigValue][] = [];
  for (const [name, metric] of Object.entries(metrics)) {
    const value = bestOf(metric);
    if (value !== null) summary.push([ended ? `intermediate_${name}` : name, value]);
  }
  const { score } = trial;
  if (typeof score === 'number' && objective !== null && !summary.some(([key]) => key === objective))
    summary.push([objective, score]);
  else if (typeof score === 'number' && objective === null) summary.push(['score', score]);
  if (typeof trial.best_step === 'number') summary.push(['best_step', trial.best_step]);
  const id = typeof trial.trial_id === 'string' ? trial.trial_id : JSON.stringify(trial.trial_id);
  const message =
    typeof trial.message === 'string' && trial.message !== ''
      ? [trial.message.trim().split('\n').at(-1)!]
      : [];
  return newRun({
    id: `trial-${id}`,
    name: `trial ${id}`,
    source: 'keras-tuner',
    state,
    config: Object.fromEntries(Object.entries(all).filter(([key]) => !isOwn(key))),
    about: Object.fromEntries(Object.entries(all).filter(([key]) => isOwn(key))),
    summary: Object.fromEntries(summary),
    notices: message,
  });
}

/** The best of a metric's observations, each the mean of its executions. */
function bestOf(metric: Json): number | null {
  if (!isJsonObject(metric) || !Array.isArray(metric.observations)) return null;
  const means = (metric.observations as readonly Json[]).flatMap((observation) => {
    const value = isJsonObject(observation) ? observation.value : undefined;
    const numbers = (Array.isArray(value) ? (value as readonly Json[]) : [value]).filter(
      (item) => typeof item === 'number',
    );
    return numbers.length === 0 ? [] : [numbers.reduce((a, b) => a + b, 0) / numbers.length];
  });
  if (means.length === 0) return null;
  return means.reduce((a, b) => (metric.direction === 'min' ? Math.min(a, b) : Math.max(a, b)));
}

async function objectiveIn(files: readonly FoundFile[]): Promise<NamedScore | null> {
  for (const file of files) {
    if (!/(?:^|\/)oracle\.json$/.test(file.name)) continue;
    try {
      const json = parseExactJson(await file.text());
      const told = isJsonObject(json) ? json.objective : undefined;
      if (
        isJsonObject(told) &&
        typeof told.name === 'string' &&
        (told.direction === 'min' || told.direction === 'max')
      )
        return { metric: told.name, goal: told.direction === 'min' ? 'minimize' : 'maximize' };
    } catch {
      // an oracle that was cut off names no objective
    }
  }
  return null;
}
