import type { RunRecord } from '../../types';
import { describe } from '../statistics/describe';
import { factorsOf } from '../records/factors';
import { numbersOf, type Field } from '../records/fields';
import { shortNumber } from '../statistics/number-text';
import type { Warning } from './warning';

/** Kinds of configuration keys that do not make two configurations different. */
const noSetting = ['bookkeeping', 'date', 'identifier', 'path', 'result', 'seed'];

/**
 * The same configuration run more than once, seeds, names and dates apart: fewer configurations were tried than runs were made, and repeats of one are
 * not independent evidence about a factor. Their spread is the noise between equal runs.
 */
export function duplicateConfigurations(records: readonly RunRecord[], metric?: Field): Warning[] {
  const byConfig = new Map<string, number[]>();
  const left = new Set(
    factorsOf(records)
      .unusable.filter(({ kind }) => noSetting.includes(kind))
      .map(({ name }) => name),
  );
  records.forEach(({ config }, i) => {
    const settings = Object.entries(config).filter(([key, value]) => !left.has(key) && value !== null);
    if (settings.length === 0) return;
    const key = JSON.stringify(settings.sort(([a], [b]) => (a < b ? -1 : 1)));
    const equal = byConfig.get(key);
    if (equal === undefined) byConfig.set(key, [i]);
    else equal.push(i);
  });
  const repeated = [...byConfig.values()].filter(({ length }) => length > 1);
  if (repeated.length === 0) return [];
  const runs = repeated.reduce((sum, { length }) => sum + length, 0);
  const values = metric === undefined ? null : numbersOf(records, metric);
  const spreads =
    values === null ? [] : repeated.map((members) => describe(members.map((i) => values.values[i]!)));
  const within = Math.sqrt(
    spreads.reduce((sum, { sd, n }) => sum + (sd === null ? 0 : sd ** 2 * (n - 1)), 0) /
      spreads.reduce((sum, { n }) => sum + Math.max(0, n - 1), 0),
  );
  const first = repeated[0]!.map((i) => records[i]!.name);
  const noise = Number.isFinite(within)
    ? ` Equal runs differ by a standard deviation of ${shortNumber(within)} in ${values!.name}.`
    : '';
  return [
    {
      kind: 'duplicate configurations',
      message: `${records.length} runs hold ${byConfig.size} distinct configurations: ${repeated.length} ${repeated.length === 1 ? 'was' : 'were'} run more than once (${runs} runs; for example ${first.slice(0, 3).join(' and ')}).${noise}`,
      evidence: {
        runs: records.length,
        distinct: byConfig.size,
        repeated: repeated.length,
        example: repeated[0]!.map((i) => records[i]!.id),
        noise: Number.isFinite(within) ? within : null,
      },
    },
  ];
}
