import type { RunRecord } from '../../types';
import { oneWayAnova } from '../statistics/anova-one-way';
import { correlation } from '../statistics/correlation';
import { factorsOf } from '../records/factors';
import { numbersOf, type Field } from '../records/fields';
import { pText, shortNumber } from '../statistics/number-text';
import type { Warning } from './warning';

/**
 * Runs of several sweeps in one table. Where sweeps differ in level, a factor that differs between them seems to have
 * an effect; at worst the trend within every sweep is the opposite of the pooled one (Simpson's paradox, looked for).
 */
export function pooledSweeps(
  records: readonly RunRecord[],
  metric?: Field,
  fields?: readonly Field[],
): Warning[] {
  const bySweep = new Map<string, RunRecord[]>();
  for (const record of records) {
    const key = record.sweep ?? 'no sweep';
    const members = bySweep.get(key);
    if (members === undefined) bySweep.set(key, [record]);
    else members.push(record);
  }
  if (bySweep.size < 2) return [];
  const sizes = [...bySweep].map(([id, members]) => `${id}: ${members.length}`);
  const base = `The runs come from ${bySweep.size} sweeps (${sizes.join(', ')}).`;
  const evidence: Record<string, string | number | readonly string[] | null> = {
    sweeps: [...bySweep.keys()],
    sizes,
  };
  if (metric === undefined) return [{ kind: 'pooled sweeps', message: base, evidence }];
  const groups = [...bySweep].map(([name, members]) => ({ name, values: numbersOf(members, metric).values }));
  const anova = oneWayAnova(groups);
  const turned = factorsOf(records, fields)
    .factors.filter(({ numbers }) => numbers !== null)
    .flatMap(({ name, field }) => {
      const pooled = correlation(numbersOf(records, field).values, numbersOf(records, metric).values);
      const within = [...bySweep.values()]
        .map((members) => correlation(numbersOf(members, field).values, numbersOf(members, metric).values))
        .filter(({ n, r }) => n >= 4 && r !== null);
      const opposite =
        pooled.r !== null &&
        within.length >= 2 &&
        within.every(({ r }) => Math.sign(r!) === -Math.sign(pooled.r!));
      return opposite
        ? [
            `${name} (pooled ${shortNumber(pooled.r)}, within ${within.map(({ r }) => shortNumber(r!)).join(' and ')})`,
          ]
        : [];
    });
  const differ =
    anova.p === null
      ? ''
      : ` Their means ${anova.p < 0.05 ? 'differ' : 'do not differ detectably'} (F test ${pText(anova.p)}).`;
  const simpson =
    turned.length === 0
      ? ''
      : ` The pooled trend has the opposite sign of every sweep's own for ${turned.join('; ')}.`;
  return [
    {
      kind: 'pooled sweeps',
      message: `${base}${differ}${simpson} Analyse the largest alone, or take the sweep as a factor.`,
      evidence: { ...evidence, p: anova.p, turned },
    },
  ];
}
