import type { ConfigValue, RunRecord } from '../../types';
import { isJsonObject, type Json, type JsonObject, parseExactJson, toConfigValues } from '../../values';
import { wandbRunState } from '../run-state';

/** A run as the server sends it and the cache keeps it: `config` and `summaryMetrics` are JSON texts. */
export interface RunNode {
  readonly name: string;
  readonly displayName: string | null;
  readonly state: string | null;
  readonly tags: readonly string[];
  readonly createdAt: string | null;
  readonly heartbeatAt: string | null;
  readonly historyLineCount: number | null;
  readonly sweepName: string | null;
  /** Null where the server could not give it. */
  readonly config: string | null;
  readonly summaryMetrics: string | null;
  /** What the server said about parts that it could not give. */
  readonly trouble?: readonly string[];
}

/** States that W&B itself takes up again: such a run is not at its end. */
const goesOn: readonly string[] = ['running', 'preempting', 'preempted'];

/** States in which a run does not change any more, unless it is resumed. */
export function isOver(node: Pick<RunNode, 'state'>): boolean {
  return node.state !== null && !goesOn.includes(node.state) && wandbRunState(node.state) !== null;
}

/** Checks an answer's node; null where it has no name, which a run cannot be without. */
export function toRunNode(json: Json | undefined, trouble: readonly string[] = []): RunNode | null {
  if (!isJsonObject(json) || typeof json.name !== 'string') return null;
  const text = (key: string): string | null => {
    const value = json[key];
    return typeof value === 'string' ? value : isJsonObject(value) ? JSON.stringify(value) : null;
  };
  return {
    name: json.name,
    displayName: text('displayName'),
    state: text('state'),
    tags: Array.isArray(json.tags) ? (json.tags as readonly Json[]).map(String) : [],
    createdAt: text('createdAt'),
    heartbeatAt: text('heartbeatAt'),
    historyLineCount: typeof json.historyLineCount === 'number' ? json.historyLineCount : null,
    sweepName: text('sweepName'),
    config: text('config'),
    summaryMetrics: text('summaryMetrics'),
    ...(trouble.length > 0 ? { trouble } : {}),
  };
}

/** A run as the analysis knows it, without a history. */
export function toRunRecord(node: RunNode, pagesOfRuns: string): RunRecord {
  const notices = (node.trouble ?? []).map((said) => `the server could not give all of this run: ${said}`);
  const config = readPart(node.config, 'config', notices);
  const summary = readPart(node.summaryMetrics, 'summary', notices);
  const word = node.state ?? '';
  const state = wandbRunState(word);
  if (word !== '' && state === null) notices.push(`state "${word}" counts as unknown here`);
  return {
    id: node.name,
    name: node.displayName ?? node.name,
    source: 'wandb',
    state: state ?? 'unknown',
    sweep: node.sweepName,
    url: `${pagesOfRuns}/${node.name}`,
    created: isoOf(node.createdAt),
    tags: node.tags,
    config: toConfigValues(unwrapped(config)),
    summary: toConfigValues(summary),
    history: null,
    notices,
  };
}

function readPart(text: string | null, what: string, notices: string[]): JsonObject {
  if (text === null || text === '') return {};
  try {
    const value = parseExactJson(text);
    if (isJsonObject(value)) return value;
    notices.push(`its ${what} is no JSON object and is left out`);
  } catch {
    notices.push(`its ${what} is not JSON and is left out`);
  }
  return {};
}

/** Each value of a config is wrapped as `{value, desc}`; the client's own entries are not the user's. */
function unwrapped(config: JsonObject): JsonObject {
  const values: Record<string, Json> = {};
  for (const [key, entry] of Object.entries(config)) {
    if (key === '_wandb' || key === 'wandb_version') continue;
    values[key] = isJsonObject(entry) && 'value' in entry ? entry.value! : entry;
  }
  return values;
}

/** The server's dates may lack a time zone; they are UTC. */
function isoOf(date: string | null): string | null {
  if (date === null) return null;
  const time = Date.parse(/(?:[zZ]|[+-]\d\d:?\d\d)$/.test(date) ? date : `${date}Z`);
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}

/** The last `_step` that a summary tells of, or null. Histories are scanned up to it. */
export function lastStepOf(summary: Readonly<Record<string, ConfigValue>>): number | null {
  const step = summary._step;
  return typeof step === 'number' && Number.isInteger(step) && step >= 0 ? step : null;
}
