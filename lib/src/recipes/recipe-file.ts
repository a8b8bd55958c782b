import { checkField, recipeFields } from './change-recipe';
import { nearNames } from '../text';
import type { Recipe } from './recipe';

const FORMAT = 'unetlab-recipe-1';
/** Parts whose own fields are checked where they are used. */
const open = [
  'evenContrast',
  'augment.intensity',
  'augment.elastic',
  'config.adam',
  'config.scales',
  'config.lossWeights',
];

/** A recipe as a file that people can read and change. */
export function recipeToJson(recipe: Recipe): string {
  return `${JSON.stringify({ format: FORMAT, ...recipe }, null, 2)}\n`;
}

/** The same as one line, as records keep it. */
export function recipeToLine(recipe: Recipe): string {
  return JSON.stringify({ format: FORMAT, ...recipe });
}

/**
 * Reads what {@link recipeToJson} or {@link recipeToLine} wrote.
 *
 * @param name of the file, for messages
 * @throws one line that names the field or value that is wrong
 */
export function recipeFromJson(text: string, name: string): Recipe {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Error(`${name} is no recipe: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (typeof value !== 'object' || value === null)
    throw new Error(`${name} is no recipe: it holds no object`);
  const { format, ...recipe } = value as Record<string, unknown>;
  if (format !== FORMAT)
    throw new Error(
      `${name} is no recipe that can be read: its format is ${typeof format === 'string' ? format : 'not named'}, not ${FORMAT}`,
    );
  for (const key of ['size', 'architecture', 'model', 'loss', 'augment', 'config'])
    if (recipe[key] === undefined) throw new Error(`${name} is no whole recipe: ${key} is missing`);
  checkPart(recipe, '', name);
  return recipe as unknown as Recipe;
}

function checkPart(part: Record<string, unknown>, path: string, name: string): void {
  for (const [key, value] of Object.entries(part)) {
    const here = path === '' ? key : `${path}.${key}`;
    if (open.includes(here) && typeof value === 'object' && value !== null) continue;
    if (recipeFields.includes(here)) checkField(here, value as string);
    else if (value === null) continue;
    else if (typeof value === 'object' && recipeFields.some((field) => field.startsWith(`${here}.`)))
      checkPart(value as Record<string, unknown>, here, name);
    else if (!['model.headBias', 'config.mode'].includes(here)) {
      const near = nearNames(here, recipeFields);
      throw new Error(
        `${name}: a recipe has no field ${here}${near.length > 0 ? `; is it ${near.join(', ')}?` : ''}`,
      );
    }
  }
}
