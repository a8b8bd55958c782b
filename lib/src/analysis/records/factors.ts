import type { RunRecord } from '../../types';
import type { Feature } from '../importance/binned-features';
import { finite } from '../statistics/numbers';
import { correlation } from '../statistics/correlation';
import { scaleOf } from '../statistics/scale';
import { valuesOf, type Score } from '../objective/measure';
import { compareLevels, fieldName, levelsOf, numbersOf, type Field, type NumberColumn } from './fields';
import { notASetting } from './not-a-setting';
import { remembered } from './remembered';

/** Numbers with more distinct values than this are a range; with fewer, levels. */
export const mostLevels = 12;

/** A hyperparameter that differs between runs. */
export interface Factor {
  readonly name: string;
  readonly field: Field;
  readonly kind: 'number' | 'level';
  /** A number with more than {@link mostLevels} values, or nearly as many as runs; its levels are not listed. */
  readonly range: boolean;
  /** One entry a run, null where missing; empty for a range. */
  readonly levels: readonly (string | null)[];
  /** One entry a run, `NaN` where missing; for kind `number` only. */
  readonly numbers: Float64Array | null;
  /** Distinct levels in order; empty for a range. */
  readonly distinct: readonly string[];
  /** Number of distinct values. */
  readonly count: number;
  readonly missing: number;
  /** Axis on which a number is spread more evenly. */
  readonly scale: 'linear' | 'log';
}

/** A configuration key that cannot explain anything, and why. */
export interface UnusableFactor {
  readonly name: string;
  readonly kind: 'empty' | 'constant' | 'identifier' | 'bookkeeping' | 'date' | 'path' | 'seed' | 'result';
  /** The value of a constant, else null. */
  readonly value: string | null;
  readonly reason: string;
}

/**
 * Sorts the configuration keys of runs into factors that vary and keys that say nothing: empty, constant, or no setting
 * at all (names, dates, paths, seeds, the source's own columns, other results; {@link notASetting}).
 *
 * @param fields which keys to look at; default every key of any configuration. Keys that are named are taken as settings
 *   unless they are empty, constant or text that differs from run to run.
 * @param score what the runs are judged by: it, and columns that order the runs exactly as it does, are no settings.
 */
export function factorsOf(
  records: readonly RunRecord[],
  fields?: readonly Field[],
  score?: Score,
): { factors: Factor[]; unusable: UnusableFactor[] } {
  const factors: Factor[] = [];
  const unusable: UnusableFactor[] = [];
  for (const field of fields ?? configKeys(records)) {
    const name = fieldName(field);
    const factor = factorOf(records, field);
    const present = records.length - factor.missing;
    if (present === 0) {
      const reason = `${name} is empty in all ${records.length} runs`;
      unusable.push({ name, kind: 'empty', value: null, reason });
    } else if (factor.count === 1) {
      const value = factor.distinct[0]!;
      const reason = `${name} is ${value} in every run that has it, so its effect cannot be seen`;
      unusable.push({ name, kind: 'constant', value, reason });
    } else {
      const found = notASetting(records, factor);
      const other = score === undefined ? null : otherForms(records, score).of(factor);
      if (found !== null && (fields === undefined || found.kind === 'identifier'))
        unusable.push({ name, value: null, ...found });
      else if (other !== null) unusable.push({ name, value: null, kind: 'result', reason: other });
      else factors.push(factor);
    }
  }
  return { factors, unusable };
}

/** Why factors are the score itself, or a form of it; each is compared once. */
const otherForms = remembered((records, score: Score) => {
  const column = valuesOf(records, score);
  const known = new Map<Field, string | null>();
  return {
    of(factor: Factor): string | null {
      if (!known.has(factor.field)) known.set(factor.field, otherForm(factor, column));
      return known.get(factor.field)!;
    },
  };
});

/** Why a factor is the score itself, or a form of it; null where it is not. */
function otherForm(factor: Factor, { name, values }: NumberColumn): string | null {
  if (factor.name === name) return `${name} is what the runs are judged by`;
  if (!factor.range) return null;
  const { r, n } = correlation(factor.numbers!, values, { method: 'spearman' });
  return r !== null && n > mostLevels && Math.abs(r) > 1 - 1e-9
    ? `${factor.name} orders all ${n} runs exactly as ${name} does, so it is another form of it`
    : null;
}

/**
 * One field as a factor: numbers where at least half of its values are numbers. A few numbers with words among them
 * (`none`, 0.1, 0.2) are levels; words among many numbers are missing, and the appraisal counts them.
 */
export const factorOf = remembered(readFactor);

function readFactor(records: readonly RunRecord[], field: Field): Factor {
  const column = numbersOf(records, field);
  const name = fieldName(field);
  const mixed = column.text > 0 && new Set(levelsOf(records, field)).size <= mostLevels;
  if (column.n === 0 || column.n < column.text || mixed) {
    const levels = levelsOf(records, field);
    const distinct = [...new Set(levels.filter((level) => level !== null))].sort(compareLevels);
    const missing = levels.filter((level) => level === null).length;
    const rest = { numbers: null, range: false, scale: 'linear' } as const;
    return { name, field, kind: 'level', levels, distinct, count: distinct.length, missing, ...rest };
  }
  const numbers = column.values;
  const sorted = finite(numbers).slice().sort();
  const values = sorted.filter((value, i) => i === 0 || value !== sorted[i - 1]);
  // nearly as many numbers as runs are a range, however few: no level of theirs could be tested
  const range = values.length > mostLevels || (values.length > 6 && 2 * values.length > column.n);
  const names = new Map(range ? [] : Array.from(values, (value): [number, string] => [value, String(value)]));
  return {
    name,
    field,
    kind: 'number',
    range,
    levels: range ? [] : Array.from(numbers, (value) => names.get(value) ?? null),
    numbers,
    distinct: [...names.values()],
    count: values.length,
    missing: records.length - column.n,
    scale: scaleOf(numbers),
  };
}

/** Factors as the forest takes them. */
export function featuresOf(factors: readonly Factor[]): Feature[] {
  return factors.map(({ name, numbers, levels, scale }) => ({ name, values: numbers ?? levels, scale }));
}

/** Every configuration key of any run, in order of first appearance, as fields that read the configuration only. */
export function configKeys(records: readonly RunRecord[]): string[] {
  const keys = new Set<string>();
  for (const { config } of records) for (const key of Object.keys(config)) keys.add(`config.${key}`);
  return [...keys];
}
