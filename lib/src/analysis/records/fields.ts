import type { ConfigValue, RunRecord } from '../../types';
import { remembered } from './remembered';

/**
 * Where a value of a run is found: a key of its configuration or its summary (configuration first), or with the prefix
 * `config.` or `summary.` one of them only; or a reader with a name of its own, for values that are worked out.
 */
export type Field =
  | string
  | { readonly name: string; readonly read: (record: RunRecord) => ConfigValue | undefined };

/** The value of a field in a run; undefined where the run does not have it. */
export function readField(record: RunRecord, field: Field): ConfigValue | undefined {
  if (typeof field !== 'string') return field.read(record);
  if (Object.hasOwn(record.config, field)) return record.config[field];
  if (Object.hasOwn(record.summary, field)) return record.summary[field];
  const inner = innerKey(field);
  return inner === null ? undefined : ownValue(record[inner.of], inner.key);
}

interface InnerKey {
  readonly of: 'config' | 'summary';
  readonly key: string;
}

const innerKeys = new Map<string, InnerKey | null>();

/** A field's prefix and the rest; cut once, as a key that is cut anew for every run is looked up far more slowly. */
function innerKey(field: string): InnerKey | null {
  const known = innerKeys.get(field);
  if (known !== undefined) return known;
  const of = (['config', 'summary'] as const).find((prefix) => field.startsWith(`${prefix}.`));
  const inner = of === undefined ? null : { of, key: field.slice(of.length + 1) };
  if (innerKeys.size > 10_000) innerKeys.clear();
  innerKeys.set(field, inner);
  return inner;
}

/** Name of a field for people, without prefix. */
export function fieldName(field: Field): string {
  return typeof field === 'string' ? field.replace(/^(config|summary)\./, '') : field.name;
}

function ownValue(values: Readonly<Record<string, ConfigValue>>, key: string): ConfigValue | undefined {
  return Object.hasOwn(values, key) ? values[key] : undefined;
}

/** A column of numbers, with what did not fit into it. */
export interface NumberColumn {
  readonly name: string;
  /** One entry a run; `NaN` where there is no finite number. */
  readonly values: Float64Array;
  /** Runs with a finite number. */
  readonly n: number;
  /** Runs without any value (absent, null or empty text). */
  readonly absent: number;
  /** Runs with `NaN` or an infinity. */
  readonly notFinite: number;
  /** Runs with text that is no number. */
  readonly text: number;
  /** Up to three of those texts, for a message. */
  readonly textExamples: readonly string[];
}

/** Reads a field as numbers. Text that spells a number counts as that number; other text is missing and reported. */
export const numbersOf = remembered(readNumbers);

function readNumbers(records: readonly RunRecord[], field: Field): NumberColumn {
  const values = new Float64Array(records.length).fill(NaN);
  const examples = new Set<string>();
  const counts = { n: 0, absent: 0, notFinite: 0, text: 0 };
  records.forEach((record, i) => {
    const value = readField(record, field);
    const number = numberOf(value);
    if (number === null) {
      if (isAbsent(value)) counts.absent += 1;
      else {
        counts.text += 1;
        if (examples.size < 3) examples.add(textOf(value) ?? '');
      }
    } else if (Number.isFinite(number)) {
      values[i] = number;
      counts.n += 1;
    } else counts.notFinite += 1;
  });
  return { name: fieldName(field), values, ...counts, textExamples: [...examples] };
}

/** Reads a field as levels: text as it stands, numbers and booleans spelled out, null where there is none. */
export const levelsOf = remembered((records, field: Field): (string | null)[] =>
  records.map((record) => textOf(readField(record, field))),
);

/** Whether any run has a value of a field. */
export function hasValue(records: readonly RunRecord[], field: Field): boolean {
  return records.some((record) => !isAbsent(readField(record, field)));
}

/** Orders levels: numbers by size, then text by the alphabet. */
export function compareLevels(a: string, b: string): number {
  const [x, y] = [Number(a), Number(b)];
  if (Number.isNaN(x) || Number.isNaN(y))
    return Number.isNaN(x) && Number.isNaN(y) ? (a < b ? -1 : a > b ? 1 : 0) : Number.isNaN(x) ? 1 : -1;
  return x - y;
}

function isAbsent(value: ConfigValue | undefined): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
}

const spellings: Readonly<Record<string, number>> = {
  nan: NaN,
  inf: Infinity,
  infinity: Infinity,
  '+infinity': Infinity,
  '-inf': -Infinity,
  '-infinity': -Infinity,
};

/** The number that a value is or spells; null for anything else. */
function numberOf(value: ConfigValue | undefined): number | null {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || value.trim() === '') return null;
  const spelled = spellings[value.trim().toLowerCase()];
  if (spelled !== undefined) return spelled;
  const number = Number(value);
  return Number.isNaN(number) ? null : number;
}

function textOf(value: ConfigValue | undefined): string | null {
  if (value === undefined || isAbsent(value)) return null;
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : null;
  return typeof value === 'string' ? value.trim() : JSON.stringify(value);
}
