import type { Random } from '../../random';
import { meanOf } from './describe';
import { logGamma } from './distributions';
import { finite, type Group, type Numbers } from './numbers';
import { completePairs } from './correlation';

export type Alternative = 'two-sided' | 'greater' | 'less';

/** A permutation test. */
export interface PermutationTest {
  /** The statistic of the data itself; null where it is not defined. */
  readonly statistic: number | null;
  readonly p: number | null;
  /** Arrangements looked at, the observed one included. */
  readonly arrangements: number;
  /** True where every arrangement was looked at; else a random sample, and p has the resolution 1 / arrangements. */
  readonly exact: boolean;
  readonly reason: string | null;
}

export interface PermutationOptions {
  readonly random: Random;
  readonly alternative?: Alternative;
  /** Number of random arrangements; when all arrangements are no more than this, all are looked at. Default 9999. */
  readonly permutations?: number;
}

/** Difference of the first two group means. */
export function meanDifference(groups: readonly Numbers[]): number {
  return meanOf(groups[0]!) - meanOf(groups[1]!);
}

/** Sum of squares between groups: orders arrangements as the F statistic does. */
export function betweenGroups(groups: readonly Numbers[]): number {
  let sum = 0;
  for (const values of groups) sum += meanOf(values) ** 2 * values.length;
  return sum;
}

/**
 * Would shuffled group labels give a statistic as extreme as the observed one? Groups may have any sizes, one included.
 * The random version counts the observed arrangement (Phipson and Smyth, 2010, SAGMB 9), so p is never 0; two-sided
 * p-values double the smaller tail, capped at 1.
 */
export function permutationTest(
  groups: readonly Group[],
  statistic: (groups: readonly Float64Array[]) => number,
  { random, alternative = 'two-sided', permutations = 9999 }: PermutationOptions,
): PermutationTest {
  const samples = groups.map(({ values }) => Float64Array.from(finite(values)));
  const empty = samples.findIndex((values) => values.length === 0);
  if (samples.length < 2 || empty >= 0)
    return noTest(samples.length < 2 ? 'two groups are needed' : `group ${groups[empty]!.name} is empty`);
  const observed = statistic(samples);
  const pooled = Float64Array.from(samples.flatMap((values) => [...values]));
  const tally = new Tally(observed);
  const parts = samples.map((values) => new Float64Array(values.length));
  let logCount = logGamma(pooled.length + 1);
  for (const { length } of samples) logCount -= logGamma(length + 1);
  const exact = logCount <= Math.log(permutations) + 1e-9;
  if (exact) {
    enumerate(pooled, parts, () => {
      tally.count(statistic(parts));
    });
  } else {
    tally.count(observed);
    for (let b = 0; b < permutations; b += 1) {
      shuffleInPlace(pooled, random);
      let start = 0;
      for (const part of parts) {
        part.set(pooled.subarray(start, start + part.length));
        start += part.length;
      }
      tally.count(statistic(parts));
    }
  }
  return tally.result(alternative, exact);
}

/** Permutation test of Pearson's r (or Spearman's, given ranks): are two columns linked at all? */
export function permutationCorrelation(
  x: Numbers,
  y: Numbers,
  { random, alternative = 'two-sided', permutations = 9999 }: PermutationOptions,
): PermutationTest {
  const { x: a, y: b } = completePairs(x, y);
  if (a.length < 3) return noTest(`${a.length} complete rows; three are needed`);
  const centre = (values: Float64Array): Float64Array => {
    const mean = meanOf(values);
    const moved = values.map((value) => value - mean);
    const norm = Math.sqrt(moved.reduce((sum, value) => sum + value * value, 0));
    return moved.map((value) => value / norm);
  };
  const u = centre(a);
  const v = centre(b);
  const product = (): number => {
    let sum = 0;
    for (let i = 0; i < u.length; i += 1) sum += u[i]! * v[i]!;
    return sum;
  };
  const observed = product();
  if (!Number.isFinite(observed)) return noTest('a column is constant');
  const tally = new Tally(observed);
  tally.count(observed);
  for (let b = 0; b < permutations; b += 1) {
    shuffleInPlace(v, random);
    tally.count(product());
  }
  return tally.result(alternative, false);
}

/**
 * Are paired differences as often above 0 as below? Each difference may have come with the other sign, had the two of its
 * pair been swapped; the statistic is their mean. All arrangements are looked at where there are no more than
 * `permutations`, and with n pairs the smallest two-sided p is 2 / 2ⁿ.
 */
export function signFlipTest(
  differences: Numbers,
  { random, alternative = 'two-sided', permutations = 9999 }: PermutationOptions,
): PermutationTest {
  const values = finite(differences);
  const n = values.length;
  if (n < 2) return noTest(`${n} complete pair${n === 1 ? '' : 's'}; two are needed`);
  if (values.every((value) => value === 0)) return noTest('no pair differs');
  const meanOfSigns = (negative: (i: number) => boolean): number => {
    let sum = 0;
    for (let i = 0; i < n; i += 1) sum += negative(i) ? -values[i]! : values[i]!;
    return sum / n;
  };
  const tally = new Tally(meanOf(values));
  const exact = 2 ** n <= permutations;
  if (exact)
    for (let signs = 0; signs < 2 ** n; signs += 1) tally.count(meanOfSigns((i) => ((signs >> i) & 1) === 1));
  else {
    tally.count(meanOf(values));
    for (let b = 0; b < permutations; b += 1) tally.count(meanOfSigns(() => random.uniform() < 0.5));
  }
  return tally.result(alternative, exact);
}

class Tally {
  private total = 0;
  private high = 0;
  private low = 0;
  private readonly slack: number;

  constructor(private readonly observed: number) {
    this.slack = 1e-12 * Math.max(1e-300, Math.abs(observed)) * 100; // the same arrangement summed in another order counts as equal
  }

  count(value: number): void {
    this.total += 1;
    if (value >= this.observed - this.slack) this.high += 1;
    if (value <= this.observed + this.slack) this.low += 1;
  }

  result(alternative: Alternative, exact: boolean): PermutationTest {
    const tails = { greater: this.high, less: this.low, 'two-sided': 2 * Math.min(this.high, this.low) };
    return {
      statistic: this.observed,
      p: Math.min(1, tails[alternative] / this.total),
      arrangements: this.total,
      exact,
      reason: null,
    };
  }
}

function noTest(reason: string): PermutationTest {
  return { statistic: null, p: null, arrangements: 0, exact: false, reason };
}

function shuffleInPlace(values: Float64Array, random: Random): void {
  for (let i = values.length - 1; i > 0; i -= 1) {
    const j = random.int(i + 1);
    const held = values[i]!;
    values[i] = values[j]!;
    values[j] = held;
  }
}

/** Visits every way to deal `pooled` into `parts`. */
function enumerate(pooled: Float64Array, parts: readonly Float64Array[], visit: () => void): void {
  const filled = parts.map(() => 0);
  const deal = (item: number): void => {
    if (item === pooled.length) {
      visit();
      return;
    }
    for (let g = 0; g < parts.length; g += 1) {
      const at = filled[g]!;
      if (at === parts[g]!.length) continue;
      parts[g]![at] = pooled[item]!;
      filled[g] = at + 1;
      deal(item + 1);
      filled[g] = at;
    }
  };
  deal(0);
}
