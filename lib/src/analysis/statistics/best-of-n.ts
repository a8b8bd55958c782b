import type { Objective } from '../../types';
import { describe, meanOf } from './describe';
import { normalCdf, tUpper } from './distributions';
import { logGamma } from './distributions';
import { finite, type Group, type Numbers } from './numbers';

/**
 * Mean of the largest of `n` standard normal draws: what luck alone gives to the best of `n` equal tries, in standard
 * deviations (0 for 1, 0.56 for 2, 1.54 for 10, 3.04 for 480).
 */
export function expectedMaximum(n: number): number {
  if (!Number.isInteger(n) || n < 1)
    throw new RangeError(`invalid number of tries; not a whole number from 1: ${n}`);
  // E[max] = ∫₀^∞ (1 − Φ(x)ⁿ) dx − ∫₋∞^0 Φ(x)ⁿ dx, by Simpson's rule over ±12
  const steps = 4800;
  const h = 24 / steps;
  let sum = 0;
  for (let i = 0; i <= steps; i += 1) {
    const x = -12 + i * h;
    const power = normalCdf(x) ** n;
    const value = i * 2 < steps ? -power : i * 2 > steps ? 1 - power : 0.5 - power;
    sum += value * (i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2);
  }
  return (sum * h) / 3;
}

/** Is the best of many runs better than the luck of that many tries? */
export interface BestOfN {
  /** Number of tries (finite values). */
  readonly n: number;
  readonly best: number | null;
  /** Best but one. */
  readonly runnerUp: number | null;
  /** What the best of `n` draws from one normal distribution with these runs' mean and spread reaches on average. */
  readonly expectedBest: number | null;
  /**
   * Chance that the best of `n` draws from one normal distribution stands out as far as this one (Grubbs, 1950, Annals
   * of Mathematical Statistics 21, one-sided, Bonferroni); small: the best is more than luck. Null for n < 3.
   */
  readonly p: number | null;
  /**
   * The winner's value with the luck taken out: shrunk towards the mean by the share of the variance that is not
   * noise. Null without a noise estimate.
   */
  readonly corrected: number | null;
  /**
   * `above 1`, `below 0`, …: the bound of the score that `expectedBest` passes. Then the values are far from normal, and
   * neither it nor `p` says what luck would give. Null where it stays within the bounds, or there are none.
   */
  readonly beyond: string | null;
  readonly reason: string | null;
}

/**
 * Corrects the best of N for its number of tries.
 *
 * @param goal which way the values are better, and `range` the bounds that they cannot leave: an {@link Objective} fits.
 * @param noiseSd standard deviation between repeats of one configuration, where known: gives `corrected`.
 */
export function bestOfN(
  values: Numbers,
  { goal, range }: Pick<Objective, 'goal'> & Partial<Pick<Objective, 'range'>>,
  { noiseSd }: { noiseSd?: number } = {},
): BestOfN {
  const sign = goal === 'maximize' ? 1 : -1;
  const sorted = finite(values)
    .map((value) => sign * value)
    .sort()
    .reverse();
  const { n, mean, sd } = describe(sorted);
  const base = { n, best: n > 0 ? sign * sorted[0]! : null, runnerUp: n > 1 ? sign * sorted[1]! : null };
  const none = (reason: string): BestOfN => ({
    ...base,
    expectedBest: null,
    p: null,
    corrected: null,
    beyond: null,
    reason,
  });
  if (n < 3) return none(`${n} value${n === 1 ? '' : 's'}; three are needed to judge the best`);
  if (sd === 0) return none('all values are equal');
  const g = (sorted[0]! - mean!) / sd!;
  const room = (n - 1) ** 2 - n * g * g;
  const t = room <= 0 ? Infinity : Math.sqrt((n * (n - 2) * g * g) / room);
  const share = noiseSd === undefined ? null : Math.max(0, 1 - noiseSd ** 2 / sd! ** 2);
  const expectedBest = sign * (mean! + sd! * expectedMaximum(n));
  return {
    ...base,
    expectedBest,
    p: Math.min(1, n * tUpper(t, n - 2)),
    corrected: share === null ? null : sign * (mean! + share * (sorted[0]! - mean!)),
    beyond: beyondOf(expectedBest, range ?? null),
    reason: null,
  };
}

function beyondOf(value: number, range: Objective['range']): string | null {
  if (range === null) return null;
  if (value < range[0]) return `below ${range[0]}`;
  return range[1] !== null && value > range[1] ? `above ${range[1]}` : null;
}

/** A level's record, judged fairly against levels with more or fewer tries. */
export interface BestOfLevel {
  readonly name: string;
  readonly n: number;
  readonly mean: number | null;
  readonly best: number | null;
  /** Mean over all choices of `budget` of its runs of the best among them; null with fewer runs than that. */
  readonly bestAtBudget: number | null;
  /** Chance that this level holds the overall best run if levels made no difference: its share of the runs. */
  readonly chanceOfBest: number;
}

/** Levels of a factor compared by their best runs, their means, and their best at equal numbers of tries. */
export interface BestOfLevels {
  readonly levels: readonly BestOfLevel[];
  /** Tries at which `bestAtBudget` compares. */
  readonly budget: number;
  /** Level with the best single run. */
  readonly winnerByBest: string | null;
  /** Level with the best mean. */
  readonly winnerByMean: string | null;
  /** The winner's best run without that run: its next. */
  readonly winnerWithoutBest: number | null;
}

/** @param budget tries to compare at; default: as many as the smallest level with two runs has. */
export function bestOfLevels(
  groups: readonly Group[],
  { goal }: Pick<Objective, 'goal'>,
  { budget }: { budget?: number } = {},
): BestOfLevels {
  const sign = goal === 'maximize' ? 1 : -1;
  const samples = groups
    .map(({ name, values }) => ({
      name,
      sorted: finite(values)
        .map((value) => sign * value)
        .sort(),
    }))
    .filter(({ sorted }) => sorted.length > 0);
  const total = samples.reduce((sum, { sorted }) => sum + sorted.length, 0);
  const sizes = samples.map(({ sorted }) => sorted.length).filter((size) => size > 1);
  const tries = budget ?? (sizes.length > 0 ? Math.min(...sizes) : 1);
  const levels = samples.map(({ name, sorted }) => ({
    name,
    n: sorted.length,
    mean: sign * meanOf(sorted),
    best: sign * sorted[sorted.length - 1]!,
    bestAtBudget: sorted.length < tries ? null : sign * expectedBestOfChoice(sorted, tries),
    chanceOfBest: sorted.length / total,
  }));
  const top = (key: 'best' | 'mean'): string | null =>
    levels.reduce<(typeof levels)[number] | null>(
      (held, level) => (held === null || sign * level[key] > sign * held[key] ? level : held),
      null,
    )?.name ?? null;
  const winnerByBest = top('best');
  const winner = samples.find(({ name }) => name === winnerByBest)?.sorted;
  return {
    levels,
    budget: tries,
    winnerByBest,
    winnerByMean: top('mean'),
    winnerWithoutBest: winner && winner.length > 1 ? sign * winner[winner.length - 2]! : null,
  };
}

/**
 * Mean of the largest of `k` values chosen without replacement from an ascending list: the unbiased form of the
 * "expected validation performance" of Dodge et al. (2019, Show Your Work).
 */
function expectedBestOfChoice(ascending: Float64Array, k: number): number {
  const n = ascending.length;
  const logChoose = (a: number, b: number): number => logGamma(a + 1) - logGamma(b + 1) - logGamma(a - b + 1);
  let sum = 0;
  for (let i = k; i <= n; i += 1)
    sum += Math.exp(logChoose(i - 1, k - 1) - logChoose(n, k)) * ascending[i - 1]!;
  return sum;
}
