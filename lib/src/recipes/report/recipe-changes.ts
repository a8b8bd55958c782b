import type { Recipe } from '../recipe';

/** A field of a recipe that is not what the plan said. */
export interface RecipeChange {
  /** Path of the field, for example `config.epochs`. */
  readonly field: string;
  readonly planned: string;
  readonly used: string;
}

/** Where a recipe differs from the planned one, field by field, in the order of the fields. */
export function recipeChanges(planned: Recipe, used: Recipe): RecipeChange[] {
  const [before, after] = [flat(planned), flat(used)];
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((field) => before.get(field) !== after.get(field))
    .map((field) => ({
      field,
      planned: before.get(field) ?? 'not set',
      used: after.get(field) ?? 'not set',
    }));
}

function flat(value: unknown, path = ''): Map<string, string> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return new Map([[path, typeof value === 'string' ? value : JSON.stringify(value)]]);
  return new Map(
    Object.entries(value).flatMap(([key, inner]) =>
      inner === undefined ? [] : [...flat(inner, path === '' ? key : `${path}.${key}`)],
    ),
  );
}
