import { changeRecipe, type FieldValue, type Recipe } from '../../recipes';
import type { RunRecord } from '../../types';
import type { SearchSpace } from '../space/search-space';

/** The recipe with these values. */
export function recipeWith(recipe: Recipe, values: Readonly<Record<string, FieldValue>>): Recipe {
  return Object.entries(values).reduce(
    (changed, [path, value]) => changeRecipe(changed, path, value),
    recipe,
  );
}

/** Names that records have for fields of a recipe, where they are not the field's own in snake case. */
const recorded: Readonly<Record<string, string>> = { 'config.l2': 'l2_reg' };

/** How a record's configuration calls a field: `config.learningRate` is `learning_rate`. */
export function recordedName(path: string): string {
  const own = path.split('.').at(-1)!;
  return recorded[path] ?? own.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/**
 * What a search set, as it goes into a record's configuration: a field that the record has already under its own name with
 * this value is left out, so that no setting stands twice.
 */
export function setValues(
  values: Readonly<Record<string, FieldValue>>,
  config: RunRecord['config'],
): RunRecord['config'] {
  return Object.fromEntries(
    Object.entries(values).filter(([path, value]) => config[recordedName(path)] !== value),
  );
}

/** The values of a configuration in a few words: `learning_rate 0.001, batch_size 8`; without those that never vary. */
export function valuesText(
  values: Readonly<Record<string, FieldValue>>,
  { parameters }: Pick<SearchSpace, 'parameters'>,
): string {
  const constant = new Set(
    parameters.filter(({ distribution }) => distribution.kind === 'constant').map(({ path }) => path),
  );
  const all = Object.entries(values);
  const varied = all.filter(([path]) => !constant.has(path));
  return (varied.length > 0 ? varied : all)
    .map(([path, value]) => `${recordedName(path)} ${valueText(value)}`)
    .join(', ');
}

function valueText(value: FieldValue): string {
  return typeof value === 'number' && !Number.isInteger(value)
    ? String(Number(value.toPrecision(4)))
    : String(value);
}
