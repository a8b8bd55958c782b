import type { RunRecord } from '../../types';
import { numbersOf } from '../records/fields';
import { historyColumn } from '../records/history-columns';
import { fieldFor, type Fields } from '../records/roles';
import { shortNumber } from '../statistics/number-text';
import type { Warning } from './warning';

/** What the runs logged as their learning rate, against what they were told to use. */
export interface AppliedRate {
  /** Runs with both values. */
  readonly compared: number;
  /** Runs whose largest logged rate differs from the configured one by more than 1 %. */
  readonly different: number;
  readonly configured: readonly number[];
  /** Distinct largest rates logged: schedules only lower a rate or warm up to it. */
  readonly logged: readonly number[];
}

/** Compares configured and logged learning rates; null where no run has both. */
export function appliedRate(records: readonly RunRecord[], given: Fields = {}): AppliedRate | null {
  const field = fieldFor(records, 'learningRate', given);
  if (field === undefined) return null;
  const configured = numbersOf(records, field).values;
  const pairs = records.flatMap(({ history }, i) => {
    const column = history === null ? null : historyColumn(history, 'learningRate');
    const rates = column === null ? [] : history![column]!.filter((rate) => Number.isFinite(rate));
    return rates.length === 0 || !Number.isFinite(configured[i])
      ? []
      : [{ told: configured[i]!, logged: rates.reduce((a, b) => Math.max(a, b)) }];
  });
  if (pairs.length === 0) return null;
  return {
    compared: pairs.length,
    different: pairs.filter(({ told, logged }) => Math.abs(logged - told) > 0.01 * told).length,
    configured: distinctRates(pairs.map(({ told }) => told)),
    logged: distinctRates(pairs.map(({ logged }) => logged)),
  };
}

/**
 * A factor that was configured but never reached the training: the histories log the same learning rate whatever the
 * configuration says. Its levels are then repeats of one setting, and any "effect" of it is noise.
 */
export function neverApplied(records: readonly RunRecord[], given: Fields = {}): Warning[] {
  const rates = appliedRate(records, given);
  if (rates === null || rates.different === 0) return [];
  const never = rates.logged.length === 1 && rates.configured.length > 1;
  const list = (values: readonly number[]): string => values.map((value) => shortNumber(value)).join(', ');
  return [
    {
      kind: 'factor never applied',
      message: never
        ? `The learning rate was never applied: ${rates.configured.length} values were configured (${list(rates.configured)}), but all ${rates.compared} histories start from ${list(rates.logged)}. Runs that differ only in it are repeats of one setting; an effect of it cannot be estimated.`
        : `The logged learning rate differs from the configured one in ${rates.different} of ${rates.compared} runs (configured ${list(rates.configured)}; logged ${list(rates.logged)}).`,
      evidence: { never, ...rates },
    },
  ];
}

function distinctRates(rates: readonly number[]): number[] {
  const sorted = rates.slice().sort((a, b) => a - b);
  return sorted.filter((rate, i) => i === 0 || Math.abs(rate - sorted[i - 1]!) > 1e-3 * rate);
}
