import { recipeWith } from './trial/trial-values';
import type { Recipe } from '../recipes';
import type { SearchSpace } from './space/search-space';
import type { Suggestion } from './suggest/suggester';
import type { SearchTrial } from './trial/search-trial';

/** The trials of a configuration: each seed with each held-out part. */
export function trialsOf(
  space: SearchSpace,
  base: Recipe,
  { configuration, values }: Suggestion,
): SearchTrial[] {
  const recipe = recipeWith(base, values);
  const { folds, seeds, outOfMemory } = space;
  return seeds.flatMap((seed) =>
    folds.only.map((fold) => ({
      id: `c${String(configuration).padStart(4, '0')}-s${seed}-f${fold}`,
      configuration,
      values,
      recipe,
      seed,
      fold: { index: fold, of: folds.of },
      outOfMemory,
    })),
  );
}
