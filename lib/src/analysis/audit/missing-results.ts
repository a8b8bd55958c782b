import type { RunRecord } from '../../types';
import { numbersOf, type Field } from '../records/fields';
import type { Warning } from './warning';

/** Runs without the metric, by the state that they ended in: nothing is said about them. */
export function missingResults(records: readonly RunRecord[], metric: Field): Warning[] {
  const column = numbersOf(records, metric);
  const lost = records.length - column.n;
  if (lost === 0 || column.n === 0) return [];
  const states = new Map<string, number>();
  records.forEach(({ state }, i) => {
    if (!Number.isFinite(column.values[i])) states.set(state, (states.get(state) ?? 0) + 1);
  });
  const by = [...states].map(([state, n]) => `${state} ${n}`);
  return [
    {
      kind: 'missing results',
      message: `${lost} of ${records.length} runs have no usable ${column.name} and are left out (by state: ${by.join(', ')}).`,
      evidence: { runs: records.length, missing: lost, states: by },
    },
  ];
}
