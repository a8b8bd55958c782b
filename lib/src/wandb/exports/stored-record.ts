import type { History, RunRecord, RunSource, RunState } from '../../types';
import { toConfigValues } from '../values/config-values';
import { isJsonObject, readNumber, type Json, type JsonObject } from '../values/lenient-json';

const sources: readonly string[] = ['local', 'wandb', 'wandb-file', 'csv', 'folder'];
const states: readonly string[] = ['finished', 'running', 'crashed', 'failed', 'killed', 'unknown'];

/**
 * Reads a run record that was written as JSON, as this library's own trainings are stored (NaN as the text "NaN").
 * Null where the object is something else.
 */
export function readStoredRecord(json: JsonObject): RunRecord | null {
  const { id, name, source, state, config, summary, history } = json;
  if (typeof id !== 'string' || typeof name !== 'string') return null;
  if (!isOneOf(source, sources) || !isOneOf(state, states)) return null;
  if (!isJsonObject(config) || !isJsonObject(summary)) return null;
  return {
    id,
    name,
    source: source as RunSource,
    state: state as RunState,
    sweep: textOrNull(json.sweep),
    url: textOrNull(json.url),
    created: textOrNull(json.created),
    tags: texts(json.tags),
    config: toConfigValues(config),
    summary: toConfigValues(summary),
    history: isJsonObject(history) ? columnsOf(history) : null,
    notices: texts(json.notices),
  };
}

function columnsOf(history: JsonObject): History {
  return Object.fromEntries(
    Object.entries(history).map(([key, column]) => [
      key,
      Array.isArray(column) ? (column as readonly Json[]).map((value) => readNumber(value) ?? NaN) : [],
    ]),
  );
}

function isOneOf(value: Json | undefined, allowed: readonly string[]): boolean {
  return typeof value === 'string' && allowed.includes(value);
}

function textOrNull(value: Json | undefined): string | null {
  return typeof value === 'string' ? value : null;
}

function texts(value: Json | undefined): string[] {
  return Array.isArray(value) ? (value as readonly Json[]).filter((one) => typeof one === 'string') : [];
}
