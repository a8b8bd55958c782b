import type { RunRecord } from '../../types';
import type { Feature } from '../importance/binned-features';
import { scaleOf } from '../statistics/scale';
import { compareLevels, fieldName, levelsOf, numbersOf, type Field } from './fields';

/** A hyperparameter that differs between runs. */
export interface Factor {
  readonly name: string;
  readonly field: Field;
  readonly kind: 'number' | 'level';
  /** One entry a run; null where missing. */
  readonly levels: readonly (string | null)[];
  /** One entry a run, `NaN` where missing; for kind `number` only. */
  readonly numbers: Float64Array | null;
  /** Distinct levels in order. */
  readonly distinct: readonly string[];
  readonly missing: number;
  /** Axis on which a number is spread more evenly. */
  readonly scale: 'linear' | 'log';
}

/** A configuration key that cannot explain anything, and why. */
export interface UnusableFactor {
  readonly name: string;
  readonly kind: 'empty' | 'constant' | 'identifier';
  /** The value of a constant, else null. */
  readonly value: string | null;
  readonly reason: string;
}

/**
 * Sorts the configuration keys of runs into factors that vary and keys that say nothing: empty, constant, or a
 * different text in every run (a name or a path).
 *
 * @param fields which keys to look at; default every key of any configuration.
 */
export function factorsOf(
  records: readonly RunRecord[],
  fields: readonly Field[] = configKeys(records),
): { factors: Factor[]; unusable: UnusableFactor[] } {
  const factors: Factor[] = [];
  const unusable: UnusableFactor[] = [];
  for (const field of fields) {
    const name = fieldName(field);
    const factor = factorOf(records, field);
    const present = records.length - factor.missing;
    if (present === 0)
      unusable.push({
        name,
        kind: 'empty',
        value: null,
        reason: `${name} is empty in all ${records.length} runs`,
      });
    else if (factor.distinct.length === 1) {
      const value = factor.distinct[0]!;
      unusable.push({
        name,
        kind: 'constant',
        value,
        reason: `${name} is ${value} in every run that has it, so its effect cannot be seen`,
      });
    } else if (factor.kind === 'level' && present > 12 && factor.distinct.length === present)
      unusable.push({
        name,
        kind: 'identifier',
        value: null,
        reason: `${name} is different text in each of ${present} runs, like a name`,
      });
    else factors.push(factor);
  }
  return { factors, unusable };
}

/** One field as a factor: numbers where at least half of its values are numbers. */
export function factorOf(records: readonly RunRecord[], field: Field): Factor {
  const column = numbersOf(records, field);
  const numeric = column.n > 0 && column.n >= column.text;
  const levels = levelsOf(records, field).map((level, i) =>
    numeric && !Number.isFinite(column.values[i]) ? null : level,
  );
  const distinct = [...new Set(levels.filter((level) => level !== null))].sort(compareLevels);
  return {
    name: fieldName(field),
    field,
    kind: numeric ? 'number' : 'level',
    levels,
    numbers: numeric ? column.values : null,
    distinct,
    missing: levels.filter((level) => level === null).length,
    scale: numeric ? scaleOf(column.values) : 'linear',
  };
}

/** Factors as the forest takes them. */
export function featuresOf(factors: readonly Factor[]): Feature[] {
  return factors.map(({ name, numbers, levels, scale }) => ({ name, values: numbers ?? levels, scale }));
}

/** Every configuration key of any run, in order of first appearance. */
export function configKeys(records: readonly RunRecord[]): string[] {
  const keys = new Set<string>();
  for (const { config } of records) for (const key of Object.keys(config)) keys.add(key);
  return [...keys];
}
