import { describe, type Description } from '../../analysis';
import type { RunRecord } from '../../types';
import type { BestOfSearch } from './best-of-search';
import { objectiveIn, type RankedConfiguration } from './rank-configurations';

/** What the winner is worth with seeds that did not choose it. */
export interface AfterSearch {
  /** Its score in the search, and those of all that were compared with it. */
  readonly chosen: number;
  readonly compared: readonly number[];
  /** What the best of so many would have by luck; null where that is not to be judged. */
  readonly luck: { readonly value: number; readonly tries: number } | null;
  /** Trained anew as in the search; `long`, the same seeds for the most epochs that were asked for. */
  readonly again: Description & { readonly epochs: number; readonly scores: readonly number[] };
  readonly long: Description & { readonly epochs: number; readonly scores: readonly number[] };
  /** Long less as in the search, seed by seed. */
  readonly gain: Description;
  /** What of the winner's lead over the mean of the others new seeds leave, as a share; null where it had none. */
  readonly kept: number | null;
}

/**
 * @param best of the search
 * @param ranked all its finished configurations
 * @param records of the search after it: see `followUp`
 * @returns null where no trial of that is finished
 */
export function afterSearch(
  { winner, objective, luck }: Pick<BestOfSearch, 'winner' | 'objective' | 'luck'>,
  ranked: readonly RankedConfiguration[],
  records: readonly RunRecord[],
): AfterSearch | null {
  const { metric } = objective;
  const bySeed = new Map<number, Map<number, number>>();
  for (const [key, own] of grouped(records, metric)) {
    const [epochs, seed] = JSON.parse(key) as [number, number];
    const score = own.reduce((sum, value) => sum + value, 0) / own.length;
    bySeed.set(epochs, (bySeed.get(epochs) ?? new Map<number, number>()).set(seed, score));
  }
  const lengths = [...bySeed.keys()].sort((a, b) => a - b);
  if (lengths.length === 0) return null;
  const [short, most] = [lengths[0]!, lengths.at(-1)!];
  const row = (epochs: number): AfterSearch['again'] => {
    const scores = [...bySeed.get(epochs)!].sort(([a], [b]) => a - b).map(([, score]) => score);
    return { ...describe(scores), epochs, scores };
  };
  const again = row(short);
  const compared = ranked.map(({ score }) => score);
  const mean = describe(compared).mean ?? NaN;
  const lead = winner.score - mean;
  const pairs = [...bySeed.get(short)!].flatMap(([seed, score]) => {
    const longer = short === most ? undefined : bySeed.get(most)!.get(seed);
    return longer === undefined ? [] : longer - score;
  });
  return {
    chosen: winner.score,
    compared,
    luck: luck.expectedBest === null ? null : { value: luck.expectedBest, tries: luck.n },
    again,
    long: row(most),
    gain: describe(pairs),
    kept: Math.abs(lead) > 1e-12 ? (again.mean! - mean) / lead : null,
  };
}

/** Scores by number of epochs and seed: one for each held-out part. */
function grouped(records: readonly RunRecord[], metric: string): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  for (const record of records) {
    const score = objectiveIn(record, metric);
    const key = JSON.stringify([Number(record.config.epochs), Number(record.config.seed)]);
    if (score !== null) groups.set(key, [...(groups.get(key) ?? []), score]);
  }
  return groups;
}
