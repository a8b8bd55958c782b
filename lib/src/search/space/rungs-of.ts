import type { SearchSpace } from './search-space';

/** Epochs after which a trial may be pruned; none where the space does not prune. */
export function rungsOf({ prune }: Pick<SearchSpace, 'prune'>): number[] {
  if (prune === null) return [];
  const rungs: number[] = [];
  for (let epoch = prune.minEpochs; epoch < prune.maxEpochs; epoch *= prune.factor) rungs.push(epoch);
  return rungs;
}
