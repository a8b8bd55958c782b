import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { foldsByGroup } from '../data';
import { overlapSums, segmentationScores } from '../metrics';
import { loadNetwork, predictPictures } from '../prediction';
import type { History, RunRecord, Sample } from '../types';
import { changeRecipe } from './change-recipe';
import { crossValidate, type CrossValidation, type CrossValidationOptions } from './cross-validate';
import type { Recipe } from './recipe';

/** Other images to bring a network to. */
export interface StartsTask
  extends Pick<CrossValidation, 'name' | 'recipe' | 'samples' | 'folds' | 'seed' | 'data' | 'folder'> {
  /** Network file that was trained elsewhere; the recipe has to be of its architecture. */
  readonly from: string;
}

/** How a training may start on new images, each scored on the same held-out ones. */
export interface ComparedStarts {
  readonly trainingImages: number;
  readonly heldOutImages: number;
  /** Mean held-out Jaccard of the network as it is, which has seen none of these images. */
  readonly asItIs: number;
  /** From weights by chance, and from the network's; null where it was interrupted before. */
  readonly scratch: RunRecord | null;
  readonly transferred: RunRecord | null;
  readonly stopped: 'finished' | 'interrupted';
}

/**
 * Trains a recipe on the same images twice, from chance and from a network file, and holds the first of `folds` parts out. From
 * the network it takes steps a tenth as long: longer ones undo what it knows before they add to it. Resumable: each pair of images and network has a folder of its own below `folder`.
 */
export async function compareStarts(
  { from, folder, ...task }: StartsTask,
  options: Pick<CrossValidationOptions, 'onProgress' | 'onNotice' | 'signal'> = {},
): Promise<ComparedStarts> {
  const { samples, folds, recipe, seed = 1, data } = task;
  const network = createHash('sha256').update(readFileSync(from)).digest('hex');
  const key = JSON.stringify([recipe, folds, seed, data.hash, network]);
  const own = join(folder, createHash('sha256').update(key).digest('hex').slice(0, 8));
  const { train, validation } = foldsByGroup(samples, { folds })[0]!;
  const one = async (name: string, start: string | null): Promise<RunRecord | null> => {
    const where = join(own, name);
    const training =
      start === null
        ? { ...task, folder: where }
        : { ...task, folder: where, from: start, recipe: gentle(recipe) };
    const { records } = await crossValidate(training, { ...options, only: [0] });
    return records[0] ?? null;
  };
  const asItIs = heldOutJaccard(from, validation);
  const scratch = await one('scratch', null);
  const transferred = scratch && (await one('transferred', from));
  return {
    trainingImages: train.length,
    heldOutImages: validation.length,
    asItIs,
    scratch,
    transferred,
    stopped: transferred ? 'finished' : 'interrupted',
  };
}

/** Adam's step where a recipe does not name one. */
const usualRate = 1e-3;

function gentle(recipe: Recipe): Recipe {
  const rate = (recipe.config.learningRate ?? usualRate) / 10;
  return changeRecipe(recipe, 'config.learningRate', Number(rate.toPrecision(6)));
}

/** The learning curves of both trainings, as far as there are any. */
export function startCurves(
  starts: ComparedStarts | null,
): { readonly name: string; readonly history: History }[] {
  const both = [
    ['from the network', starts?.transferred],
    ['from chance', starts?.scratch],
  ] as const;
  return both.flatMap(([name, record]) => (record?.history ? [{ name, history: record.history }] : []));
}

function heldOutJaccard(file: string, samples: readonly Sample[]): number {
  const network = loadNetwork(file);
  try {
    const predicted = predictPictures(network, samples);
    const { threshold } = network.description.prediction;
    return segmentationScores(
      samples.map(({ mask, ignore }, i) => overlapSums(mask, predicted[i]!.map, threshold, ignore)),
    ).jaccard;
  } finally {
    network.model.dispose();
  }
}
