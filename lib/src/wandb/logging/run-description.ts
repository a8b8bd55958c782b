import type { ConfigValue } from '../../types';
import type { Json } from '../../values';

/** What a run is, before anything has been measured. */
export interface RunDescription {
  readonly entity: string | null;
  readonly project: string;
  /** Last part of the run's address: letters, digits, `-` and `_`. */
  readonly id: string;
  /** Title for people. */
  readonly name: string;
  readonly tags: readonly string[];
  readonly notes: string | null;
  readonly group: string | null;
  readonly jobType: string | null;
  /** Sweep that the run belongs to, which must exist on the server, or null. */
  readonly sweep: string | null;
  readonly config: Readonly<Record<string, ConfigValue>>;
}

/** An image that a run logs, for example a prediction laid over its photograph. */
export interface LoggedImage {
  /** Key of the history, for example `overlay`. */
  readonly key: string;
  /** The file itself. */
  readonly png: Uint8Array;
  readonly caption?: string;
}

/** A config as W&B keeps it: each value wrapped. */
export function wrappedConfig(
  config: Readonly<Record<string, ConfigValue>>,
): Record<string, { value: Json; desc: null }> {
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [key, { value: spelled(value), desc: null }]),
  );
}

/** JSON knows no NaN and no infinity: W&B takes them as text. */
export function spelled(value: ConfigValue): Json {
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (Array.isArray(value)) return (value as readonly ConfigValue[]).map(spelled);
  return value as Json;
}

/** A row of values, spelled for JSON. */
export function spelledRow(row: Readonly<Record<string, ConfigValue>>): Record<string, Json> {
  return Object.fromEntries(Object.entries(row).map(([key, value]) => [key, spelled(value)]));
}
