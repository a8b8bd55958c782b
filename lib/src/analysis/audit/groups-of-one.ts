import type { RunRecord } from '../../types';
import { factorsOf, mostLevels } from '../records/factors';
import { numbersOf, type Field } from '../records/fields';
import type { Warning } from './warning';

/** Levels that a single run stands for: no spread, no test, and the run's own luck is taken for the level's. */
export function groupsOfOne(
  records: readonly RunRecord[],
  metric?: Field,
  fields?: readonly Field[],
): Warning[] {
  const values = metric === undefined ? null : numbersOf(records, metric).values;
  return factorsOf(records, fields).factors.flatMap(({ name, levels, count }): Warning[] => {
    if (count > mostLevels || count === records.length) return [];
    const counts = new Map<string, number>();
    levels.forEach((level, i) => {
      if (level !== null && (values === null || Number.isFinite(values[i])))
        counts.set(level, (counts.get(level) ?? 0) + 1);
    });
    const single = [...counts].filter(([, n]) => n === 1).map(([level]) => level);
    if (single.length === 0) return [];
    const others = [...counts].filter(([, n]) => n > 1).map(([level, n]) => `${level}: ${n}`);
    return [
      {
        kind: 'group of one',
        message: `${name} = ${single.join(', ')} ${single.length === 1 ? 'has' : 'have'} one run${single.length === 1 ? '' : ' each'}${others.length > 0 ? ` (${others.join(', ')})` : ''}: the standard deviation is not defined, and no test can say whether the level or the run was bad or good.`,
        evidence: { factor: name, levels: single },
      },
    ];
  });
}
