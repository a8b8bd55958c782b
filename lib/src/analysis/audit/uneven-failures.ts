import type { RunRecord } from '../../types';
import { factorsOf } from '../records/factors';
import { numbersOf, type Field } from '../records/fields';
import { cutFactor } from '../records/groups';
import { fisherExact } from '../statistics/fisher-exact';
import { holm } from '../statistics/holm';
import { pText } from '../statistics/number-text';
import type { Warning } from './warning';

/**
 * Failures that crowd at one value of a setting: the runs that are left flatter it, because its bad half is missing. A run
 * failed where its state says crashed or failed, or where it ended without a score; running, killed and pruned runs did
 * not. Each value is tested against all others by Fisher's exact test, corrected by Holm over all values.
 *
 * @param fields settings to look at; default every configuration key that is one.
 */
export function unevenFailures(
  records: readonly RunRecord[],
  metric: Field,
  fields?: readonly Field[],
): Warning[] {
  const { values } = numbersOf(records, metric);
  const failed = records.map(({ state }, i) =>
    ['running', 'killed', 'pruned'].includes(state)
      ? false
      : ['crashed', 'failed'].includes(state) || !Number.isFinite(values[i]),
  );
  const failures = failed.filter(Boolean).length;
  if (failures < 2 || failures === records.length) return [];
  const tested = factorsOf(records, fields).factors.flatMap((factor) => {
    const { levels } = cutFactor(factor);
    const known = levels.reduce((sum, { members }) => sum + members.length, 0);
    const all = levels.reduce((sum, { members }) => sum + members.filter((i) => failed[i]).length, 0);
    if (levels.length < 2) return [];
    return levels.map(({ name, members }) => {
      const own = members.filter((i) => failed[i]).length;
      const elsewhere = known - members.length;
      const p = fisherExact([
        [own, members.length - own],
        [all - own, elsewhere - (all - own)],
      ]);
      return { factor: factor.name, level: name, own, runs: members.length, all, elsewhere, p };
    });
  });
  const corrected = holm(tested.map(({ p }) => p));
  return tested.flatMap(({ factor, level, own, runs, all, elsewhere, p }, i): Warning[] => {
    const pHolm = corrected[i]!;
    const crowded = own / runs > (all - own) / Math.max(1, elsewhere);
    const everyOne = own === all && all > 2 && p < 0.05;
    if (!crowded || !(pHolm < 0.05 || everyOne)) return [];
    return [
      {
        kind: 'uneven failures',
        message: `${own === all ? `All ${all}` : `${own} of ${all}`} failed runs have ${factor} ${level}: ${own} of ${runs} failed there, ${all - own} of ${elsewhere} elsewhere (Fisher's exact test ${pText(p)}, ${pText(pHolm)} after Holm's correction over ${tested.length} values). ${pHolm < 0.05 ? '' : 'So many tests find that much by chance, too; if not, '}${pHolm < 0.05 ? 'The' : 'the'} runs that are left there flatter it.`,
        evidence: { factor, level, failed: own, runs, failedElsewhere: all - own, elsewhere, p, pHolm },
      },
    ];
  });
}
