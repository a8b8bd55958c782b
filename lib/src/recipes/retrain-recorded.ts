import { foldsByGroup, type DataSet } from '../data';
import type { Model } from '../models';
import { runRecord } from '../training';
import type { RunRecord, Sample } from '../types';
import type { Recipe } from './recipe';
import { recipeFromJson } from './recipe-file';
import { trainRecipe } from './train-recipe';

/** What the record of a search's trial says of how it was trained. */
export interface RecordedTrial {
  readonly recipe: Recipe;
  readonly seed: number;
  /** Which part of the images was held out, from 0, and of how many. */
  readonly fold: { readonly index: number; readonly of: number };
}

/**
 * Reads how a trial of a search was trained from its record: recipe, seed and held-out part.
 *
 * @throws one line where the record is of another kind
 */
export function recordedTrial({
  name,
  config,
  about,
}: Pick<RunRecord, 'name' | 'config' | 'about'>): RecordedTrial {
  const number = (key: string): number => {
    const value = config[key];
    if (typeof value !== 'number')
      throw new Error(`${name} is not recorded so that it can be trained again: it has no ${key}`);
    return value;
  };
  if (typeof about?.recipe !== 'string')
    throw new Error(
      `${name} is not recorded so that it can be trained again: it has no recipe, which only trials of npm run search keep`,
    );
  return {
    recipe: recipeFromJson(about.recipe, `the recipe of ${name}`),
    seed: number('seed'),
    fold: { index: number('fold'), of: number('folds') },
  };
}

/**
 * Trains a trial of a search again.
 *
 * @param images those of the search: `sweepTiles` for `data/sweeps`
 * @param inspect is given the trained model and the held-out images as it sees them
 * @throws one line where the record does not say how it was trained
 */
export async function retrainRecorded(
  record: Pick<RunRecord, 'name' | 'config' | 'about' | 'sweep'>,
  images: Pick<DataSet, 'samples'>,
  { inspect }: { readonly inspect?: (model: Model, heldOut: readonly Sample[]) => void } = {},
): Promise<RunRecord> {
  const { recipe, seed, fold } = recordedTrial(record);
  const split = foldsByGroup(images.samples, { folds: fold.of })[fold.index]!;
  const { model, loss, result, heldOut } = await trainRecipe(recipe, split, seed);
  try {
    inspect?.(model, heldOut);
    const { name, sweep } = record;
    return runRecord({ name, ...(sweep !== null && { sweep }), model, loss, result });
  } finally {
    model.dispose();
  }
}
