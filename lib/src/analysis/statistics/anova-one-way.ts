import { meanOf, sumOfSquares } from './describe';
import { fUpper } from './distributions';
import { omegaSquared, type EffectSize } from './effect-size';
import { finite, type Group } from './numbers';

/** One-way analysis of variance. */
export interface OneWayAnova {
  readonly f: number | null;
  readonly df: readonly [number, number];
  readonly p: number | null;
  readonly sumSqBetween: number;
  readonly sumSqWithin: number;
  /** ω²: share of variance explained beyond chance. */
  readonly effect: EffectSize;
  /** Groups of one: they enter the test but tell nothing of the spread. */
  readonly groupsOfOne: readonly string[];
  readonly reason: string | null;
}

/** Classical one-way F test over groups of any size; missing values and empty groups are left out. Assumes equal variances. */
export function oneWayAnova(groups: readonly Group[], level = 0.95): OneWayAnova {
  const samples = groups
    .map(({ name, values }) => ({ name, values: finite(values) }))
    .filter(({ values }) => values.length > 0);
  const n = samples.reduce((sum, { values }) => sum + values.length, 0);
  const grand = samples.reduce((sum, { values }) => sum + meanOf(values) * values.length, 0) / n;
  let between = 0;
  let within = 0;
  for (const { values } of samples) {
    between += values.length * (meanOf(values) - grand) ** 2;
    within += sumOfSquares(values);
  }
  const df: [number, number] = [Math.max(0, samples.length - 1), n - samples.length];
  const base = {
    df,
    sumSqBetween: between,
    sumSqWithin: within,
    groupsOfOne: samples.filter(({ values }) => values.length === 1).map(({ name }) => name),
  };
  const none = (reason: string): OneWayAnova => ({
    ...base,
    f: null,
    p: null,
    effect: { value: null, interval: null, reason },
    reason,
  });
  if (samples.length < 2) return none(`${samples.length} group has values; two are needed`);
  if (df[1] === 0) return none('every group holds one value, so nothing is left to judge the differences by');
  if (within === 0 && between === 0) return none('all values are equal');
  const f = within === 0 ? Infinity : between / df[0] / (within / df[1]);
  return {
    ...base,
    f,
    p: fUpper(f, df[0], df[1]),
    effect: omegaSquared(f, df[0], df[1], n, level),
    reason: null,
  };
}
