import { bestOfN, bootstrap, objectiveOf, type BestOfN, type Interval } from '../../analysis';
import { crossValidationScores, type Recipe } from '../../recipes';
import { Random } from '../../random';
import type { Objective, RunRecord } from '../../types';
import type { SearchManifest } from '../store/manifest';
import { recipeWith } from '../trial/trial-values';
import { objectiveIn, rankConfigurations, type RankedConfiguration } from './rank-configurations';

/** The winner of a search, and how much to believe of it. */
export interface BestOfSearch {
  readonly winner: RankedConfiguration;
  readonly recipe: Recipe;
  readonly objective: Objective;
  /** Mean of the objective over its trials, and the 95 % bootstrap interval over them; null for fewer than three. */
  readonly trials: { readonly count: number; readonly interval: Interval | null };
  /** Mean held-out Jaccard index over groups, and its interval; null where the records do not hold it. */
  readonly groups: {
    readonly count: number;
    readonly mean: number;
    readonly interval: Interval | null;
  } | null;
  /** The winner's score against the luck of so many tries. */
  readonly luck: BestOfN;
  /** Standard deviation of a configuration's score from seed to seed; null without repeated seeds. */
  readonly noise: number | null;
  /** Configurations that were compared, and those of which a trial is missing, pruned or failed. */
  readonly compared: number;
  readonly incomplete: number;
  /** The configurations after it. */
  readonly next: readonly RankedConfiguration[];
}

/**
 * The best configuration of a search, by the mean of its objective over seeds and folds.
 *
 * @throws one line where no configuration is finished
 */
export function bestOfSearch(
  records: readonly RunRecord[],
  { space, recipe, name }: Pick<SearchManifest, 'space' | 'recipe' | 'name'>,
): BestOfSearch {
  const { ranked, incomplete } = rankConfigurations(records, space);
  const [winner, ...next] = ranked;
  const { metric, goal } = space.objective;
  if (!winner) {
    const finished = records.filter(({ state }) => state === 'finished');
    const numbers = Object.entries(finished[0]?.summary ?? {}).flatMap(([key, value]) =>
      typeof value === 'number' ? [key] : [],
    );
    throw new Error(
      finished.length > 0 && finished.every((record) => objectiveIn(record, metric) === null)
        ? `no trial of ${name} has the objective ${metric}; its records have ${numbers.join(', ')}`
        : `no configuration of ${name} is finished yet (${records.length} trials have a record)`,
    );
  }
  const objective = objectiveOf(winner.records, { metric, goal });
  const noise = seedNoise(ranked, metric);
  return {
    winner,
    recipe: recipeWith(recipe, winner.values),
    objective,
    trials: {
      count: winner.records.length,
      interval: intervalOf(winner.records.map((record) => objectiveIn(record, metric)!)),
    },
    groups: groupsOf(winner.records),
    luck: bestOfN(
      ranked.map(({ score }) => score),
      objective,
      noise === null ? {} : { noiseSd: noise },
    ),
    noise,
    compared: ranked.length,
    incomplete,
    next: next.slice(0, 4),
  };
}

function intervalOf(values: readonly number[]): Interval | null {
  if (values.length < 3) return null;
  return bootstrap([values], ([sample]) => mean(sample!), { random: new Random(1) }).interval;
}

function groupsOf(records: readonly RunRecord[]): BestOfSearch['groups'] {
  if (!records.every(({ summary }) => Array.isArray(summary.images) && Array.isArray(summary.jaccard)))
    return null;
  const { groups, all } = crossValidationScores(records);
  return { count: groups.length, ...all.overGroups };
}

/** Of a mean over a configuration's trials, pooled over configurations and folds: what another seed would change. */
function seedNoise(ranked: readonly RankedConfiguration[], metric: string): number | null {
  let [squares, freedom, trials] = [0, 0, 0];
  for (const { records } of ranked) {
    trials = records.length;
    const folds = new Map<unknown, number[]>();
    for (const record of records)
      folds.set(record.config.fold, [...(folds.get(record.config.fold) ?? []), objectiveIn(record, metric)!]);
    for (const values of folds.values()) {
      const middle = mean(values);
      squares += values.reduce((sum, value) => sum + (value - middle) ** 2, 0);
      freedom += values.length - 1;
    }
  }
  return freedom === 0 ? null : Math.sqrt(squares / freedom / trials);
}

function mean(values: Iterable<number>): number {
  const all = [...values];
  return all.reduce((sum, value) => sum + value, 0) / all.length;
}
