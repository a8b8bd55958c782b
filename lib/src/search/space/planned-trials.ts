import type { Recipe } from '../../recipes';
import type { Suggestion } from '../suggest/suggester';
import type { SearchTrial } from '../trial/search-trial';
import { recipeWith } from '../trial/trial-values';
import type { SearchSpace } from './search-space';

/**
 * The trials of configurations: each with every seed and held-out part of the space, on the base with its values.
 *
 * @param base the recipe that `space.base` names, or the plan that was made for the data set
 */
export function plannedTrials(
  { seeds, folds, outOfMemory }: Pick<SearchSpace, 'seeds' | 'folds' | 'outOfMemory'>,
  base: Recipe,
  configurations: readonly Suggestion[],
): SearchTrial[] {
  return configurations.flatMap(({ configuration, values }) => {
    const recipe = recipeWith(base, values);
    return seeds.flatMap((seed) =>
      folds.only.map(
        (index): SearchTrial => ({
          id: `c${String(configuration).padStart(4, '0')}-s${seed}-f${index}`,
          configuration,
          values,
          recipe,
          seed,
          fold: { index, of: folds.of },
          outOfMemory,
        }),
      ),
    );
  });
}
