/** A value as JSON can hold it. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
/** An object as JSON can hold it. */
export interface JsonObject {
  readonly [key: string]: Json;
}

const stringOrOddNumber = /"(?:[^"\\]|\\.)*"|-?\bInfinity\b|\bNaN\b|-?\b\d{16,}\b(?![.eE])/g;
const controlCharacter = /[\u0000-\u001f]/g; // eslint-disable-line no-control-regex -- they are what this repairs

/**
 * Parses JSON the way Python writes it: the bare tokens `NaN`, `Infinity` and `-Infinity` are accepted and come
 * back as the strings of the same name (which {@link readNumber} turns into numbers), and control characters inside
 * strings are accepted. Throws a `SyntaxError` for anything else that is not JSON.
 */
export function parseLenientJson(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return JSON.parse(repair(text)) as Json;
  }
}

/**
 * The same for configurations and summaries, where an integer that a double cannot hold (a 64-bit seed) must not be
 * rounded: it comes back as its digits, a string.
 */
export function parseExactJson(text: string): Json {
  const value = parseLenientJson(text);
  return hasRoundedInteger(value) ? (JSON.parse(repair(text)) as Json) : value;
}

/** Whether an integer is so large that it may have been rounded. */
function hasRoundedInteger(value: Json): boolean {
  if (typeof value === 'number') return Number.isInteger(value) && !Number.isSafeInteger(value);
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value as JsonObject).some(hasRoundedInteger);
}

function repair(text: string): string {
  return text.replace(stringOrOddNumber, (token, offset: number) => {
    if (token.startsWith('"')) return token.replace(controlCharacter, escapeControl);
    const exact = /\d/.test(token) && (text[offset - 1] === '.' || BigInt(Number(token)) === BigInt(token));
    return exact ? token : `"${token}"`;
  });
}

/** Whether a JSON value is an object (not a list, not null). */
export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The number that a JSON value stands for, W&B's spellings of NaN and the infinities included; else undefined. */
export function readNumber(value: Json | undefined): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value === 'string') return spelledNumbers[value];
  return undefined;
}

const spelledNumbers: Readonly<Record<string, number | undefined>> = Object.assign(
  Object.create(null) as Record<string, number>,
  { NaN, Infinity, '-Infinity': -Infinity },
);

function escapeControl(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
