import type { RunRecord } from '../../types';
import { describe } from '../statistics/describe';
import { trend } from '../statistics/trend';
import { fieldOf, signOf, valuesOf, type Score } from '../objective/measure';
import { rankRuns } from '../objective/rank-runs';
import { factorEffects, type FactorEffect } from './factor-effects';
import { factorOf, type Factor } from './factors';
import { pText, shortNumber } from '../statistics/number-text';
import { groupsOf } from './groups';
import type { Field } from './fields';

/** What to search next for one parameter, and why. */
export interface NarrowedParameter {
  readonly name: string;
  /** `narrowed`: to where the runs are better; `kept`: no effect was found; `extended`: the best lies at the border. */
  readonly change: 'narrowed' | 'kept' | 'extended';
  /** Searched so far. */
  readonly was: ParameterSpace;
  readonly now: ParameterSpace;
  /** p-value of an effect on the metric, corrected by Holm over the parameters; null where no test was possible. */
  readonly p: number | null;
  /** One sentence with its figures. */
  readonly reason: string;
}

/** A range or a list, as W&B's sweep configuration words it. */
export type ParameterSpace =
  | { readonly distribution: 'uniform' | 'log_uniform_values'; readonly min: number; readonly max: number }
  | { readonly values: readonly (number | string)[] };

export interface NarrowOptions {
  /** Share of the runs that count as the best ones in the reasons, in (0, 0.5]; default 0.1, at least 5 runs. */
  readonly top?: number;
  /** Effects of the factors where they are known already, in the factors' order. */
  readonly effects?: readonly FactorEffect[];
  /** Level of significance, default 0.05. */
  readonly alpha?: number;
}

/**
 * Narrows a search space by evidence. A parameter without a detectable effect keeps its range: narrowing it would be
 * following noise. A numeric one with an effect is narrowed to where the smoothed trend is not distinguishable from its
 * best (within the band there), widened to 20 runs; where the best is at the border, the range goes on beyond it by a
 * third (a factor of 2 on a log scale, or towards 0). A listed one keeps the levels whose mean is within two standard errors of the best.
 */
export function narrowedSpace(
  records: readonly RunRecord[],
  score: Score,
  factors: readonly Field[],
  { top = 0.1, alpha = 0.05, effects: given }: NarrowOptions = {},
): NarrowedParameter[] {
  if (!(top > 0 && top <= 0.5)) throw new RangeError(`invalid top; not in (0, 0.5]: ${top}`);
  const sign = signOf(score);
  const { values } = valuesOf(records, score);
  const { ranked } = rankRuns(records, score);
  const good = new Set(
    ranked.slice(0, Math.max(5, Math.round(top * ranked.length))).map(({ record }) => record),
  );
  const effects = given ?? factorEffects(records, score, factors);
  if (effects.length !== factors.length)
    throw new RangeError(`${effects.length} effects were given for ${factors.length} factors`);
  return factors.flatMap((field, i) => {
    const factor = factorOf(records, field);
    if (factor.count === 0) return [];
    const p = effects[i]!.pHolm;
    const context = {
      factor,
      p,
      values,
      sign,
      alpha,
      members: records.map((record) => good.has(record)),
      good: good.size,
    };
    return factor.range ? narrowRange(context) : narrowList(context, records, fieldOf(score));
  });
}

interface Context {
  readonly factor: Factor;
  readonly p: number | null;
  readonly values: Float64Array;
  readonly sign: number;
  readonly alpha: number;
  readonly members: readonly boolean[];
  readonly good: number;
}

const fewestInside = 20;

function narrowRange({ factor, p, values, sign, alpha, members, good }: Context): NarrowedParameter {
  const numbers = factor.numbers!;
  const { min, max, n } = describe(numbers);
  const distribution = factor.scale === 'log' ? ('log_uniform_values' as const) : ('uniform' as const);
  const was = { distribution, min: min!, max: max! };
  const base = { name: factor.name, p, was };
  const show = shortNumber;
  if (p === null || p > alpha)
    return {
      ...base,
      change: 'kept',
      now: was,
      reason: `No effect of ${factor.name} was found (${pText(p)}, n = ${n}), so narrowing it would follow noise.`,
    };
  const smooth = trend(numbers, values, { method: 'loess', scale: factor.scale, points: 101 });
  const peak = smooth.fit.reduce((held, fit, i) => (sign * fit > sign * smooth.fit[held]! ? i : held), 0);
  const floor = sign > 0 ? smooth.low[peak]! : smooth.high[peak]!;
  const within = smooth.x.filter((_, i) => sign * smooth.fit[i]! >= sign * floor);
  const known = Array.from(numbers, (value, i) => ({ value, good: members[i]! })).filter(({ value }) =>
    Number.isFinite(value),
  );
  let [low, high] = enclosing(
    known.map(({ value }) => value),
    within[0]!,
    within[within.length - 1]!,
    Math.min(known.length, fewestInside),
  );
  const inside = known.filter(({ value }) => value >= low && value <= high);
  const goodInside = inside.filter((run) => run.good).length;
  const where = `The smoothed mean is best at ${show(smooth.x[peak]!)} (${show(smooth.fit[peak]!)}, band ${show(smooth.low[peak]!)} to ${show(smooth.high[peak]!)}; ${pText(p)}, n = ${n}) and within that band from ${show(low)} to ${show(high)}, where ${inside.length} of ${known.length} runs lie and ${goodInside} of the ${good} best`;
  const atLow = peak === 0;
  const atHigh = peak === smooth.x.length - 1;
  const third = (max! - min!) / 3;
  if (atLow) low = factor.scale === 'log' || (min! > 0 && min! - third <= 0) ? min! / 2 : min! - third;
  if (atHigh) high = factor.scale === 'log' ? max! * 2 : max! + third;
  const now = { distribution, min: round(low), max: round(high) };
  if (!atLow && !atHigh) return { ...base, change: 'narrowed', now, reason: `${where}.` };
  return {
    ...base,
    change: 'extended',
    now,
    reason: `${where}; the best lies at the ${atLow ? 'lower' : 'upper'} border of what was searched, so the range goes on beyond it.`,
  };
}

/** The range widened to its nearest values until it holds `count` of them. */
function enclosing(values: readonly number[], low: number, high: number, count: number): [number, number] {
  const middle = (low + high) / 2;
  const inside = values.filter((value) => value >= low && value <= high).length;
  if (inside >= count) return [low, high];
  const nearest = values
    .slice()
    .sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle))
    .slice(0, count);
  return [Math.min(low, ...nearest), Math.max(high, ...nearest)];
}

function narrowList(context: Context, records: readonly RunRecord[], metric: Field): NarrowedParameter {
  const { factor, p, sign, alpha } = context;
  const numeric = factor.numbers !== null;
  const valueOf = (level: string): number | string => (numeric ? Number(level) : level);
  const was = { values: factor.distinct.map(valueOf) };
  const base = { name: factor.name, p, was };
  if (factor.count === 1)
    return {
      ...base,
      change: 'kept',
      now: was,
      reason: `${factor.name} had one value, so nothing is known about others.`,
    };
  const groups = groupsOf(records, factor.field, metric).map(({ name, values }) => ({
    name,
    ...describe(values),
  }));
  if (p === null || p > alpha)
    return {
      ...base,
      change: 'kept',
      now: was,
      reason: `No difference between the values of ${factor.name} was found (${pText(p)}), so all are kept.`,
    };
  const best = groups.reduce((held, group) => (sign * group.mean! > sign * held.mean! ? group : held));
  const error = (group: { sd: number | null; n: number }): number | null =>
    group.sd === null ? null : group.sd / Math.sqrt(group.n);
  const kept = groups.filter((group) => {
    const own = error(group);
    const other = error(best);
    return (
      group === best ||
      own === null ||
      other === null ||
      sign * (best.mean! - group.mean!) <= 2 * Math.hypot(own, other)
    );
  });
  const means = groups.map(({ name, mean, n }) => `${name}: ${shortNumber(mean!)} (n ${n})`).join(', ');
  const atBorder =
    numeric &&
    (best.name === factor.distinct[0] || best.name === factor.distinct[factor.distinct.length - 1]);
  return {
    ...base,
    change: kept.length < groups.length ? 'narrowed' : 'kept',
    now: { values: kept.map(({ name }) => valueOf(name)) },
    reason: `Means by ${factor.name}: ${means}; ${pText(p)}. Kept are those within two standard errors of the best${atBorder ? `; the best, ${best.name}, is at the border, so a value beyond it is worth a run` : ''}.`,
  };
}

function round(value: number): number {
  return Number(value.toPrecision(2));
}
