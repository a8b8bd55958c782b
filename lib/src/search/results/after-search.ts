import { describe, type Description } from '../../analysis';
import type { RunRecord } from '../../types';
import type { BestOfSearch } from './best-of-search';
import { objectiveIn } from './rank-configurations';

/** What the winner is worth with seeds that did not choose it. */
export interface AfterSearch {
  /** Its score in the search, and the mean of all that were compared. */
  readonly chosen: number;
  readonly others: Description;
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
 * @param compared scores of all its finished configurations
 * @param records of the search after it: see `followUp`
 * @throws one line where no trial of it is finished
 */
export function afterSearch(
  best: Pick<BestOfSearch, 'winner' | 'objective'>,
  compared: readonly number[],
  records: readonly RunRecord[],
): AfterSearch {
  const { metric } = best.objective;
  const bySeed = new Map<number, Map<number, number>>();
  for (const record of records) {
    const score = objectiveIn(record, metric);
    const [epochs, seed] = [Number(record.config.epochs), Number(record.config.seed)];
    if (score !== null) bySeed.set(epochs, (bySeed.get(epochs) ?? new Map<number, number>()).set(seed, score));
  }
  const lengths = [...bySeed.keys()].sort((a, b) => a - b);
  if (lengths.length === 0) throw new Error('no training of the winner is finished yet');
  const [short, most] = [lengths[0]!, lengths.at(-1)!];
  const row = (epochs: number): AfterSearch['again'] => {
    const scores = [...bySeed.get(epochs)!].sort(([a], [b]) => a - b).map(([, score]) => score);
    return { ...describe(scores), epochs, scores };
  };
  const again = row(short);
  const others = describe(compared);
  const lead = best.winner.score - (others.mean ?? NaN);
  const pairs = [...bySeed.get(short)!].flatMap(([seed, score]) => {
    const longer = short === most ? undefined : bySeed.get(most)!.get(seed);
    return longer === undefined ? [] : longer - score;
  });
  return {
    chosen: best.winner.score,
    others,
    again,
    long: row(most),
    gain: describe(pairs),
    kept: Math.abs(lead) > 1e-12 ? (again.mean! - others.mean!) / lead : null,
  };
}
