import type { Objective } from '../../types';
import { finite, type Interval, type Numbers } from './numbers';

/** The best of further tries, as far as recorded ones tell. */
export interface ExpectedBest {
  readonly tries: number;
  /** Mean of the best of so many draws. */
  readonly mean: number;
  /** Where the best of so many draws falls nine times in ten. */
  readonly middle: Interval;
  /** Chance that the best of so many further tries beats all recorded ones, whatever the scores are spread like. */
  readonly chanceOfRecord: number;
}

/**
 * What the best of `tries` further random tries would be if they fell like the recorded ones: the distribution of the largest
 * of so many draws from them ("expected validation performance", Dodge et al., 2019, Show Your Work). It cannot pass the best
 * recorded score, so the more tries, the less it says; what it keeps silent about is `chanceOfRecord`, tries / (tries + recorded),
 * which holds for any distribution without ties.
 *
 * @param tries 1 or more
 * @throws RangeError without a score
 */
export function expectedBest(
  values: Numbers,
  tries: number,
  { goal }: Pick<Objective, 'goal'>,
): ExpectedBest {
  if (!(tries >= 1)) throw new RangeError(`invalid number of tries; not 1 or more: ${tries}`);
  const sign = goal === 'maximize' ? 1 : -1;
  const sorted = finite(values)
    .map((value) => sign * value)
    .sort();
  const n = sorted.length;
  if (n === 0) throw new RangeError('no score to draw from');
  const below = (rank: number): number => (rank / n) ** tries;
  let mean = 0;
  sorted.forEach((value, i) => {
    mean += value * (below(i + 1) - below(i));
  });
  const at = (p: number): number => sign * sorted[Math.max(1, Math.ceil(n * p ** (1 / tries) - 1e-9)) - 1]!;
  const ends = [at(0.05), at(0.95)].sort((a, b) => a - b);
  return {
    tries,
    mean: sign * mean,
    middle: { low: ends[0]!, high: ends[1]!, level: 0.9 },
    chanceOfRecord: tries / (tries + n),
  };
}
