import type { Recipe } from '../../recipes';
import { foldsByGroup } from '../../data';
import { trainRecipe } from '../../recipes';
import type { Sample } from '../../types';
import { trialsEach } from '../results/rank-configurations';
import { configurationsIn } from './space-rows';
import type { SearchSpace } from './search-space';

/** What training a space costs on this machine. */
export interface SpaceCost {
  /** Configurations that it holds; null: endless. */
  readonly configurations: number | null;
  /** Configurations that are tried, as its budget says; null: until it is stopped. */
  readonly tried: number | null;
  readonly trainings: number | null;
  /** Epochs of a training that is not pruned. */
  readonly epochs: number;
  /** Measured here, of the base. */
  readonly secondsPerEpoch: number;
  /** Of a training to its end, with what starting its process takes. */
  readonly secondsEach: number;
  /** Of all trainings, one after the other, none pruned. */
  readonly seconds: number | null;
}

/** Time that a trial's process takes beside its epochs: to load the native library, to record the step, to score. */
const startSeconds = 3;

/**
 * The cost of a space, from the time of an epoch of its base on these images. Configurations that train wider networks or in
 * smaller batches cost more.
 *
 * @param jobs trials at the same time
 */
export async function spaceCost(
  space: SearchSpace,
  base: Recipe,
  samples: readonly Sample[],
  { jobs = 1 }: { readonly jobs?: number } = {},
): Promise<SpaceCost> {
  const secondsPerEpoch = await epochSeconds(base, samples, space);
  return { ...trainingsOf(space, base, secondsPerEpoch, jobs), secondsPerEpoch };
}

/** The same from a known time of an epoch. */
export function trainingsOf(
  space: SearchSpace,
  base: Recipe,
  secondsPerEpoch: number,
  jobs = 1,
): Omit<SpaceCost, 'secondsPerEpoch'> {
  const configurations = configurationsIn(space);
  const bounds = [space.budget.trials, space.method === 'grid' ? configurations : null];
  const least = Math.min(...bounds.map((bound) => bound ?? Infinity));
  const tried = Number.isFinite(least) ? least : null;
  const epochs = epochsIn(space) ?? base.config.epochs ?? 30;
  const secondsEach = epochs * secondsPerEpoch + startSeconds;
  const trainings = tried === null ? null : tried * trialsEach(space);
  const seconds = trainings === null ? null : (trainings * secondsEach) / jobs;
  return { configurations, tried, trainings, epochs, secondsEach, seconds };
}

/** The mean over its values where a space varies the epochs; null where it says nothing of them. */
function epochsIn({ parameters }: SearchSpace): number | null {
  const distribution = parameters.find(({ path }) => path === 'config.epochs')?.distribution;
  if (!distribution) return null;
  if (distribution.kind === 'constant') return Number(distribution.value);
  if (distribution.kind === 'categorical') {
    const values = distribution.values.map(Number);
    return values.reduce((sum, value) => sum + value, 0) / values.length;
  }
  return 'mean' in distribution ? distribution.mean : (distribution.low + distribution.high) / 2;
}

/** Trains two epochs, and times the second: the first one records the step. */
async function epochSeconds(
  base: Recipe,
  samples: readonly Sample[],
  { folds }: Pick<SearchSpace, 'folds'>,
): Promise<number> {
  const split = foldsByGroup(samples, { folds: folds.of })[folds.only[0]!]!;
  const { schedule: _, ...config } = base.config; // a warm-up may be longer than two epochs
  const { model, result } = await trainRecipe({ ...base, config: { ...config, epochs: 2 } }, split, 1);
  model.dispose();
  return result.history.seconds.at(-1)!;
}
