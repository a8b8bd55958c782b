import type { RunRecord } from '../../types';
import { describe } from '../statistics/describe';
import { numbersOf } from '../records/fields';
import { fieldFor, type Fields } from '../records/roles';
import type { Warning } from './warning';

/**
 * Runs that were stopped early were trained for different lengths, so a difference between them can be one of training
 * time; and a best value over epochs is a maximum of noisy values, which grows with their number.
 */
export function earlyStopping(records: readonly RunRecord[], given: Fields = {}): Warning[] {
  const ran = fieldFor(records, 'epochs', given);
  if (ran === undefined) return [];
  const epochs = numbersOf(records, ran);
  const limit = fieldFor(records, 'epochBudget', given);
  const { n, min, max, median } = describe(epochs.values);
  if (n < 2 || min === max) return [];
  const budget = limit === undefined ? null : describe(numbersOf(records, limit).values).max;
  // W&B's `epoch` counts from 0, so a full run of 40 ends at 39
  const full = budget === null ? max! : Math.min(budget, Math.max(max!, budget - 1));
  const short = Array.from(epochs.values).filter((value) => value < full).length;
  if (short === 0) return [];
  return [
    {
      kind: 'early stopping',
      message: `${short} of ${n} runs ended before the longest (${epochs.name} from ${min!} to ${max!}, median ${median!}${budget === null ? '' : `, budget ${budget}`}). Stopped runs are not a random sample of full ones, and runs of different length are compared.`,
      evidence: { runs: n, short, shortest: min, longest: max, budget },
    },
  ];
}
