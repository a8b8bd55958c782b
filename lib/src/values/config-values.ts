import type { ConfigValue } from '../types';
import { isJsonObject, readNumber, type Json, type JsonObject } from './lenient-json';

/**
 * Turns a JSON object into flat values: nested objects become dotted keys (`optimizer.name`), `"NaN"` and
 * `"Infinity"` become numbers. What has no flat form stays readable as JSON text: W&B's media objects (those with
 * a `_type`), empty objects, and objects inside lists.
 */
export function toConfigValues(object: JsonObject): Record<string, ConfigValue> {
  const values: Record<string, ConfigValue> = {};
  addValues(object, '', values);
  return values;
}

/** One JSON value as a {@link ConfigValue}; objects become JSON text. */
export function toConfigValue(value: Json): ConfigValue {
  if (Array.isArray(value)) return (value as readonly Json[]).map(toConfigValue);
  if (isJsonObject(value)) return JSON.stringify(value);
  return readNumber(value) ?? (value as ConfigValue);
}

/** Whether an object is one of W&B's own values, such as an image, a table or a histogram. */
export function isMedia(object: JsonObject): boolean {
  return typeof object._type === 'string';
}

function addValues(object: JsonObject, prefix: string, values: Record<string, ConfigValue>): void {
  for (const [key, value] of Object.entries(object)) {
    const nested = isJsonObject(value) && !isMedia(value) && Object.keys(value).length > 0;
    if (nested) addValues(value, `${prefix}${key}.`, values);
    else values[prefix + key] = toConfigValue(value);
  }
}
