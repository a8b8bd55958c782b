import normalCdf from '@stdlib/stats-base-dists-normal-cdf';
import normalQuantile from '@stdlib/stats-base-dists-normal-quantile';
import { recipeField, type FieldValue } from '../../recipes';
import { listedCount, stepped } from '../space/grid';
import type { Parameter } from '../space/search-space';

/**
 * The value below which a share of a parameter's draws lie: how a number that is uniform in [0, 1) becomes a draw. Normal
 * distributions are cut where the recipe's field ends.
 *
 * @param share in [0, 1]
 */
export function quantile({ path, distribution }: Parameter, share: number): FieldValue {
  switch (distribution.kind) {
    case 'constant':
      return distribution.value;
    case 'categorical': {
      const { values, probabilities } = distribution;
      return values[probabilities ? indexBelow(probabilities, share) : indexOf(share, values.length)]!;
    }
    case 'int-uniform':
    case 'uniform': {
      const { low, high, step } = distribution;
      const count = listedCount(distribution);
      if (count === null) return low + (high - low) * share;
      return stepped(low, indexOf(share, count), step ?? 1);
    }
    case 'log-uniform': {
      const { low, high, step } = distribution;
      const value = Math.exp(Math.log(low) + (Math.log(high) - Math.log(low)) * share);
      return onStep(value, step, low, high);
    }
    case 'normal':
    case 'log-normal': {
      const { mean, sd, step, kind } = distribution;
      const { from, to } = fieldEnds(path);
      const scale = (x: number): number => (kind === 'normal' ? x : x > 0 ? Math.log(x) : -Infinity);
      const [lowest, highest] = [normalCdf(scale(from), mean, sd), normalCdf(scale(to), mean, sd)];
      // A share of 0 or 1 would be infinitely far out.
      const inside = Math.min(Math.max(lowest + (highest - lowest) * share, 1e-12), 1 - 1e-12);
      const drawn = normalQuantile(inside, mean, sd);
      return onStep(kind === 'normal' ? drawn : Math.exp(drawn), step, from, to);
    }
  }
}

/** The nearest multiple of the step within the ends; without one the value within them. */
export function onStep(value: number, step: number | undefined, low: number, high: number): number {
  const within = (x: number): number => Math.min(Math.max(x, low), high);
  if (step === undefined) return within(value);
  const [first, last] = [Math.ceil(low / step - 1e-9), Math.floor(high / step + 1e-9)];
  const steps = Math.min(Math.max(Math.round(within(value) / step), first), last);
  return stepped(0, steps, step);
}

function fieldEnds(path: string): { readonly from: number; readonly to: number } {
  const field = recipeField(path);
  return field?.kind === 'number' ? field : { from: -Infinity, to: Infinity };
}

function indexOf(share: number, count: number): number {
  return Math.min(Math.floor(share * count), count - 1);
}

function indexBelow(probabilities: readonly number[], share: number): number {
  let sum = 0;
  const found = probabilities.findIndex((probability) => {
    sum += probability;
    return share < sum;
  });
  if (found >= 0) return found;
  // Rounding can leave the sum a hair below 1; the last value that can be drawn at all then.
  return probabilities.reduce((last, probability, i) => (probability > 0 ? i : last), 0);
}
