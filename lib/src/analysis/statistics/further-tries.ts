import type { Random } from '../../random';
import type { Objective } from '../../types';
import { meanOf, quantileSorted } from './describe';
import { finite, type Interval, type Numbers } from './numbers';

/** The best of further tries, as far as recorded ones tell. */
export interface BestOfFurther {
  readonly tries: number;
  /** Mean of the best of so many. */
  readonly mean: number;
  /** Where it falls nine times in ten: the luck of the tries, and of the recorded ones that they are judged by. */
  readonly middle: Interval;
  /** Chance that it beats all recorded ones, whatever the scores are spread like: tries / (tries + recorded). */
  readonly chanceOfRecord: number;
}

export interface FurtherTriesOptions extends Pick<Objective, 'goal' | 'range'> {
  readonly random: Random;
  /** Resamples, default 2000. */
  readonly draws?: number;
}

/** Share of the scores that the tail is fitted to, and the fewest that tell a tail. */
const tailShare = 1 / 5;
const fewest = 6;
/** Resamples that are looked at for one that fits the records. */
const attempts = 50;

/**
 * What the best of further random tries would be if they fell like the recorded ones. The recorded ones alone cannot say more
 * than their best ("expected validation performance", Dodge et al., 2019), so their upper fifth goes on as a generalised
 * Pareto distribution, fitted by probability-weighted moments (Hosking and Wallis, 1987, Technometrics 29) to resamples of
 * the records, those aside that could not have given the best of them: the further the tries go beyond the records, the wider
 * is what comes out. A score does not leave its range.
 *
 * @returns a function of the number of tries, 1 or more; all numbers of one function share their chance
 * @throws RangeError without a score
 */
export function furtherTries(
  values: Numbers,
  { goal, range, random, draws = 2000 }: FurtherTriesOptions,
): (tries: number) => BestOfFurther {
  const sign = goal === 'maximize' ? 1 : -1;
  const scores = finite(values).map((value) => sign * value);
  const n = scores.length;
  if (n === 0) throw new RangeError('no score to draw from');
  const bound = (goal === 'maximize' ? range?.[1] : range?.[0]) ?? Infinity;
  const most = Number.isFinite(bound) ? sign * bound : Infinity;
  const best = scores.reduce((a, b) => Math.max(a, b));
  const resamples = Array.from({ length: draws }, () => ({
    ...resampleOf(scores, best, random),
    luck: Math.max(random.uniform(), 1e-12),
  }));
  return (tries) => {
    if (!(tries >= 1)) throw new RangeError(`invalid number of tries; not 1 or more: ${tries}`);
    const bests = Float64Array.from(resamples, ({ sorted, tail, luck }) => {
      const above = -Math.expm1(Math.log(luck) / tries); // 1 − luck^(1 / tries): the share of draws beyond the best
      const value = tail && above < tail.share ? tail.at(above) : sorted[placeOf(above, n)]!;
      return Math.min(value, most);
    }).sort();
    const ends = [quantileSorted(bests, 0.05), quantileSorted(bests, 0.95)].map((value) => sign * value);
    return {
      tries,
      mean: sign * meanOf(bests),
      middle: { low: Math.min(...ends), high: Math.max(...ends), level: 0.9 },
      chanceOfRecord: tries / (tries + n),
    };
  };
}

interface Tail {
  /** Of the sample that it stands for. */
  readonly share: number;
  /** The score that has this share of all above it. */
  readonly at: (above: number) => number;
  /** Where it ends. */
  readonly end: number;
}

/** A resample; where it has a tail, one that reaches the best of the records. */
function resampleOf(
  scores: Float64Array,
  best: number,
  random: Random,
): { readonly sorted: Float64Array; readonly tail: Tail | null } {
  for (let attempt = 1; ; attempt += 1) {
    const sorted = scores.map(() => scores[random.int(scores.length)]!).sort();
    const tail = tailOf(sorted);
    if (tail === null || tail.end >= best || attempt === attempts) return { sorted, tail };
  }
}

/** Where a sorted sample has that share above it. */
function placeOf(above: number, n: number): number {
  return Math.min(n - 1, Math.max(0, Math.ceil(n * (1 - above)) - 1));
}

/** The upper tail of a sorted sample; null where there are too few scores, or they do not differ. */
function tailOf(sorted: Float64Array): Tail | null {
  const n = sorted.length;
  const m = Math.round(n * tailShare);
  if (m < fewest) return null;
  const from = sorted[n - m - 1]!;
  const excess = Array.from(sorted.subarray(n - m), (value) => value - from);
  const a0 = meanOf(excess);
  const a1 = meanOf(excess.map((value, i) => value * (1 - (i + 0.65) / m)));
  if (!(a0 > 0) || !(a0 - 2 * a1 > 0)) return null;
  // 1 for a uniform distribution, 0 for an exponential one, negative for a heavier tail
  const shape = Math.min(10, Math.max(-0.4, a0 / (a0 - 2 * a1) - 2));
  const scale = a0 * (1 + shape);
  const share = m / n;
  return {
    share,
    end: shape > 0 ? from + scale / shape : Infinity,
    at: (above) => {
      const left = Math.log(above / share);
      return from + (Math.abs(shape) < 1e-9 ? -scale * left : (-scale * Math.expm1(shape * left)) / shape);
    },
  };
}
