import type { RunRecord } from '../../types';
import { brownForsythe } from '../statistics/brown-forsythe';
import { correlation } from '../statistics/correlation';
import { holm } from '../statistics/holm';
import { inTime } from '../records/best-so-far';
import { factorsOf } from '../records/factors';
import { levelsOf, type Field } from '../records/fields';
import { pText } from '../statistics/number-text';
import type { Warning } from './warning';

/**
 * Samples that were chosen after looking at results (Bayesian search) are not random: they crowd where earlier runs did
 * well, so means and correlations over them describe the search as much as the factor.
 *
 * Found by the stated method (the configuration's `method`, or the argument), and by the runs themselves in order of start: a factor whose values drift with time
 * (Spearman) or draw together or apart (Brown and Forsythe, first third against last third), corrected by Holm.
 */
export function adaptiveSampling(
  records: readonly RunRecord[],
  method?: string,
  fields?: readonly Field[],
): Warning[] {
  const named = levelsOf(records, 'config.method').filter((name) => name !== null);
  const methods = [...new Set(method === undefined ? named : [...named, method])];
  const stated = methods.filter((name) => /bayes|tpe|adaptive|hyperband/i.test(name));
  const drifts = records.length >= 12 ? driftsOf(records, fields).filter(({ p }) => p !== null) : [];
  const found = drifts.filter(({ p }) => p! < 0.05);
  if (stated.length === 0 && found.length === 0) return [];
  const said =
    stated.length > 0
      ? `The sweep's method is ${stated.join(', ')}`
      : 'The sampled values change as the search goes on';
  const least = drifts.reduce((low, { p }) => Math.min(low, p!), 1);
  const seen =
    found.length > 0
      ? found.map(({ name, what, p }) => `${name} ${what} (${pText(p)})`).join('; ')
      : drifts.length > 0
        ? `no drift of the sampled values with time was found (smallest corrected ${pText(least)} of ${drifts.length} tests)`
        : 'the records do not show the order of the runs';
  return [
    {
      kind: 'adaptive sampling',
      message: `${said}: ${seen}. Samples that depend on earlier results are not random, so group means and correlations mix the factor's effect with the search's choices.`,
      evidence: {
        methods: stated,
        leastP: drifts.length > 0 ? least : null,
        ...Object.fromEntries(found.map(({ name, p }) => [`p.${name}`, p])),
      },
    },
  ];
}

interface Drift {
  readonly name: string;
  readonly what: string;
  readonly p: number | null;
}

/** For each numeric factor with many values: does its level or its spread change with the order of the runs? */
export function driftsOf(records: readonly RunRecord[], fields?: readonly Field[]): Drift[] {
  const { ordered, order } = inTime(records);
  if (order === 'given') return [];
  const position = ordered.map((_, i) => i);
  const third = Math.floor(ordered.length / 3);
  const tests = factorsOf(ordered, fields)
    .factors.filter(({ range }) => range)
    .flatMap(({ name, numbers }): Drift[] => {
      const level = correlation(position, numbers!, { method: 'spearman' });
      const spread = brownForsythe([
        { name: 'first', values: numbers!.slice(0, third) },
        { name: 'last', values: numbers!.slice(-third) },
      ]);
      return [
        { name, what: `${(level.r ?? 0) > 0 ? 'rises' : 'falls'} with time`, p: level.p },
        { name, what: 'changes its spread with time', p: spread.p },
      ];
    });
  const corrected = holm(tests.map(({ p }) => p));
  return tests.map((test, i) => ({ ...test, p: corrected[i]! }));
}
