import { architectures } from '../models';
import { losses } from '../losses';
import { nearNames } from '../text';
import type { Recipe } from './recipe';

/** What a field of a recipe may hold. */
export type FieldKind =
  | {
      readonly kind: 'number';
      readonly from: number;
      readonly to: number;
      readonly whole?: boolean;
      readonly or?: readonly (string | null)[];
    }
  | { readonly kind: 'choice'; readonly values: readonly string[] }
  | { readonly kind: 'boolean' };

export type FieldValue = number | string | boolean | null;

const number = (from: number, to: number, or?: readonly (string | null)[]): FieldKind => ({
  kind: 'number',
  from,
  to,
  ...(or && { or }),
});
const whole = (from: number, to: number, or?: readonly (string | null)[]): FieldKind => ({
  kind: 'number',
  from,
  to,
  whole: true,
  ...(or && { or }),
});
const choice = (values: readonly string[]): FieldKind => ({ kind: 'choice', values });
const boolean: FieldKind = { kind: 'boolean' };

/** Every field of a recipe that can be changed by its path, and what it may hold. */
const fields: Readonly<Record<string, FieldKind>> = {
  size: whole(16, 16384, ['native']),
  evenContrast: boolean,
  labels: choice(['given', 'audited', 'discs']),
  architecture: choice(Object.keys(architectures)),
  loss: choice(Object.keys(losses)),
  'patch.side': whole(16, 4096),
  'patch.perImage': whole(1, 1000),
  'patch.foreground': number(0, 1),
  'model.channels': choice(['1', '3']),
  'model.depth': whole(1, 6),
  'model.baseFilters': whole(1, 512),
  'model.dropout': number(0, 0.95),
  'model.norm': choice(['batch', 'group', 'none']),
  'model.groups': whole(1, 64),
  'model.deepSupervision': boolean,
  'diceOptions.smooth': number(0, 1e6),
  'diceOptions.over': choice(['batch', 'image']),
  'augment.flips': boolean,
  'augment.turns': boolean,
  'augment.intensity': boolean,
  'augment.elastic': boolean,
  'config.epochs': whole(1, 100000),
  'config.batchSize': whole(1, 4096),
  'config.accumulate': whole(1, 4096),
  'config.learningRate': number(1e-9, 9.99),
  'config.clipNorm': number(1e-9, 1e9, [null]),
  'config.l2': number(0, 10),
  'config.weightDecay': number(0, 10),
  'config.ema': number(0, 0.999999, [null]),
  'config.monitor': choice(['valJaccard', 'valJaccardSoft', 'valDice']),
  'config.restoreBest': boolean,
  'config.adaptiveWeights': boolean,
  'config.precision': choice(['float32', 'bfloat16']),
  'config.schedule.kind': choice(['constant', 'cosine']),
  'config.schedule.warmupEpochs': number(0, 100000),
  'config.schedule.final': number(0, 1),
  'config.earlyStopping.patience': whole(1, 100000),
  'config.earlyStopping.warmup': boolean,
  'config.reduceOnPlateau.factor': number(0.001, 0.999),
  'config.reduceOnPlateau.patience': whole(1, 100000),
  'config.reduceOnPlateau.minLearningRate': number(0, 1),
  'predict.symmetries': boolean,
  'predict.tiles.size': whole(16, 16384),
  'predict.tiles.overlap': whole(0, 8192),
};

/** Paths of all fields that {@link changeRecipe} knows, for messages and for the space of a search. */
export const recipeFields: readonly string[] = Object.keys(fields);

/** What a field may hold; null where a recipe has no such field. */
export function recipeField(path: string): FieldKind | null {
  return Object.hasOwn(fields, path) ? fields[path]! : null;
}

/**
 * The recipe with one field changed.
 *
 * @param path of the field, for example `config.learningRate`
 * @param value as itself or as text (`0.001`, `true`, `null`)
 * @throws one line that names the field or value, and what is allowed
 */
export function changeRecipe(recipe: Recipe, path: string, value: FieldValue): Recipe {
  const kind = fields[path];
  if (kind === undefined) {
    const near = nearNames(path, recipeFields);
    throw new Error(
      `a recipe has no field ${path}; ` +
        (near.length > 0 ? `is it ${near.join(', ')}?` : `there are ${recipeFields.join(', ')}`),
    );
  }
  return withField(recipe, path.split('.'), allowedValue(path, kind, value), path) as Recipe;
}

/**
 * The recipe with the fields changed that `--set` names, in order.
 *
 * @param set for example `config.learningRate=0.001`
 * @throws one line where a text is none of this form, and as {@link changeRecipe} does
 */
export function changeRecipeBy(recipe: Recipe, set: readonly string[]): Recipe {
  return set.reduce((result, text) => {
    const at = text.indexOf('=');
    if (at < 1) throw new Error(`--set ${text}: write it as --set config.learningRate=0.001`);
    return changeRecipe(result, text.slice(0, at).trim(), text.slice(at + 1));
  }, recipe);
}

/** The value as a field takes it; throws one line where it does not. */
export function checkField(path: string, value: FieldValue): FieldValue {
  const kind = fields[path];
  if (kind === undefined) throw new Error(`a recipe has no field ${path}`);
  return allowedValue(path, kind, value);
}

/** The value as the field takes it. */
function allowedValue(path: string, kind: FieldKind, given: FieldValue): FieldValue {
  const text = String(given).trim();
  const refuse = (allowed: string): never => {
    throw new Error(`${path} cannot be ${text === '' ? 'empty' : text}; allowed: ${allowed}`);
  };
  switch (kind.kind) {
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : refuse('true, false');
    case 'choice':
      if (!kind.values.includes(text)) return refuse(kind.values.join(', '));
      return kind.values.every((value) => Number.isFinite(Number(value))) ? Number(text) : text;
    case 'number': {
      const { from, to, or = [] } = kind;
      const word = or.find((other) => String(other) === text);
      if (word !== undefined) return word;
      const value = text === '' ? NaN : Number(text);
      if (value >= from && value <= to && (kind.whole !== true || Number.isInteger(value))) return value;
      const numbers = `${kind.whole === true ? 'whole numbers' : 'numbers'} from ${from} to ${to}`;
      return refuse([numbers, ...or.map(String)].join(', or '));
    }
  }
}

/** Parts of a recipe that may be absent, and what they are when one of their fields is set. */
const absent: Readonly<Record<string, object>> = {
  patch: { side: 256 },
  diceOptions: {},
  predict: {},
  tiles: { size: 512 },
  schedule: { kind: 'cosine', warmupEpochs: 1, final: 0.01 },
  earlyStopping: { patience: 20 },
  reduceOnPlateau: { factor: 0.5, patience: 5, minLearningRate: 1e-6 },
};

function withField(
  part: object,
  [name, ...rest]: readonly string[],
  value: FieldValue,
  path: string,
): object {
  if (name === undefined) throw new Error(`a recipe has no field ${path}`);
  if (rest.length === 0) return { ...part, [name]: value };
  const inner = (part as Record<string, unknown>)[name] ?? absent[name] ?? {};
  return { ...part, [name]: withField(inner as object, rest, value, path) };
}
