import type { RunRecord } from '../../types';
import { factorsOf, mostLevels } from '../records/factors';
import { numbersOf, type Field } from '../records/fields';
import type { Warning } from './warning';

/** Runs without the metric: if crashes depend on a setting, the runs that are left flatter it. */
export function missingResults(records: readonly RunRecord[], metric: Field): Warning[] {
  const column = numbersOf(records, metric);
  const lost = records.length - column.n;
  if (lost === 0 || column.n === 0) return [];
  const uneven = factorsOf(records).factors.flatMap(({ name, levels, distinct, count }) => {
    if (count > mostLevels) return [];
    return distinct.flatMap((level) => {
      const members = records.map((_, i) => i).filter((i) => levels[i] === level);
      const missing = members.filter((i) => !Number.isFinite(column.values[i])).length;
      return missing / members.length > 2 * (lost / records.length) && missing > 1
        ? [`${name} = ${level}: ${missing} of ${members.length}`]
        : [];
    });
  });
  return [
    {
      kind: 'missing results',
      message: `${lost} of ${records.length} runs have no usable ${column.name} and are left out.${uneven.length > 0 ? ` They are not spread evenly (${uneven.join('; ')}), so the remaining runs flatter those settings.` : ''}`,
      evidence: { runs: records.length, missing: lost, uneven },
    },
  ];
}
