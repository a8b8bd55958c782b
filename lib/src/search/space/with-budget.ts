import type { SearchSpace } from './search-space';

/** The space with another number of configurations and another seed of the suggestions; null leaves its own. */
export function withBudget(
  space: SearchSpace,
  { trials = null, seed = null }: { readonly trials?: number | null; readonly seed?: number | null },
): SearchSpace {
  const budget = { ...space.budget, trials: trials ?? space.budget.trials };
  return { ...space, seed: seed ?? space.seed, budget };
}
