import type { Recipe } from './recipe';

/**
 * The recipe for images of so many channels with such objects. Only a recipe that evens contrast looks at what the objects are.
 *
 * @param change of the model, for example `baseFilters`
 */
export function forImages(
  recipe: Recipe,
  { channels, objects }: { readonly channels: 1 | 3; readonly objects: 'dark' | 'bright' },
  change: Recipe['model'] = {},
): Recipe {
  const evened = recipe.evenContrast === undefined || recipe.evenContrast === false;
  return {
    ...recipe,
    ...(!evened && { evenContrast: { objects } }),
    model: { ...recipe.model, channels, ...change },
  };
}
