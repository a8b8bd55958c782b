import { coveringPatches, preparedSamples, type Split } from '../data';
import type { Model } from '../models';
import { train, type TrainingResult, type TrainingTask } from '../training';
import type { Sample } from '../types';
import { treatmentOf } from './prepare-sample';
import { startFrom } from './start-from';
import { withReferenceWidth } from './with-reference-width';
import { prepareRecipe, type PreparedRecipe, type Recipe } from './recipe';

/** A recipe trained on a split. The caller disposes of the model. */
export interface TrainedRecipe extends Pick<PreparedRecipe, 'loss' | 'prepare'> {
  readonly model: Model;
  /** What `prepare` does, as the network file keeps it. */
  readonly treatment: ReturnType<typeof treatmentOf>;
  readonly result: TrainingResult;
  /** Training images as the network saw them, whole. */
  readonly trained: readonly Sample[];
  /** Held-out images as the network sees them, whole. */
  readonly heldOut: readonly Sample[];
}

/**
 * Trains a recipe on images as read. With patches, an epoch cuts its squares anew from each image, and validation looks at
 * squares that cover the held-out images.
 */
export async function trainRecipe(
  recipe: Recipe,
  split: Split,
  seed: number,
  {
    from,
    ...options
  }: Pick<TrainingTask, 'checkpoints' | 'onProgress' | 'onNotice' | 'signal' | 'onEpoch' | 'outOfMemory'> & {
    /** Network file that the weights start from; default by chance. */
    readonly from?: string;
  } = {},
): Promise<TrainedRecipe> {
  const scaled = withReferenceWidth(recipe, [...split.train, ...split.validation]);
  const { model, loss, augment, config, prepare } = prepareRecipe(scaled, { seed });
  try {
    if (from !== undefined) startFrom(model, from);
    const treatment = treatmentOf(scaled);
    const trained = preparedSamples(split.train, prepare, treatment);
    const heldOut = preparedSamples(split.validation, prepare, treatment);
    const { patch } = recipe;
    const inner: Split = {
      ...split,
      train: trained,
      validation: patch ? heldOut.flatMap((sample) => coveringPatches(sample, patch.side)) : heldOut,
    };
    const result = await train({ model, loss, split: inner, augment, config, ...options });
    return { model, loss, prepare, treatment, result, trained, heldOut };
  } catch (error) {
    model.dispose();
    throw error;
  }
}
