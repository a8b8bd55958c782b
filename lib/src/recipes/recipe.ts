import {
  augmenter,
  type Augment,
  type AugmentOptions,
  type ContrastOptions,
  type PatchOptions,
} from '../data';
import { createLoss, type DiceOptions, type Loss, type LossName } from '../losses';
import { createModel, type ArchitectureName, type Model, type ModelConfig } from '../models';
import type { PredictOptions, TrainingConfig } from '../training';
import type { Sample } from '../types';
import { prepareSample } from './prepare-sample';

/**
 * Everything that decides a training but the images and the seed, from preparation to prediction: plain data, so that it
 * can be printed, compared, recorded, and searched field by field.
 */
export interface Recipe {
  /**
   * Longer side of the images in pixels, their aspect ratio kept; `native` leaves them as they are. Predictions come back
   * at the images' own size.
   */
  readonly size: number | 'native';
  /**
   * Brings every image to one illumination and contrast, `true` as `evenContrast` does by default; default false. At the
   * images' own size, lengths are relative to the median width of the trial's images, unless `referenceWidth` says another.
   */
  readonly evenContrast?: boolean | ContrastOptions;
  /** Trains on squares cut from the images anew in each epoch; default on whole images. */
  readonly patch?: PatchOptions;
  /**
   * Masks to train on: as given (default); moved onto their objects by the label audit; or drawn anew as equal discs. Masks
   * that a network is scored on stay as they are, whatever this says.
   */
  readonly labels?: 'given' | 'audited' | 'discs';
  readonly architecture: ArchitectureName;
  /** What differs from the model's defaults; `channels` decides whether images are grey (1, default) or colour (3). */
  readonly model: Partial<Omit<ModelConfig, 'seed'>>;
  readonly loss: LossName;
  /** Of the loss's Dice term; default as published. */
  readonly diceOptions?: DiceOptions;
  readonly augment: AugmentOptions;
  /** What differs from the training's defaults. */
  readonly config: Partial<Omit<TrainingConfig, 'seed'>>;
  /** How it predicts; default the image as it is, and foreground from a probability of 0.5. */
  readonly predict?: Pick<PredictOptions, 'symmetries' | 'tiles'>;
}

/** The parts that `train` takes. The caller disposes of the model. */
export interface PreparedRecipe {
  readonly model: Model;
  readonly loss: Loss;
  readonly augment: Augment;
  readonly config: Partial<TrainingConfig>;
  /** Brings an image to the channels, size and contrast of the recipe, for training and for prediction alike. */
  readonly prepare: (sample: Sample) => Sample;
}

/**
 * Makes the parts of a recipe.
 *
 * @param seed of the weights, the order of images, the augmentation and dropout; default 1
 * @param change of the training's configuration, for example fewer epochs or another precision
 */
export function prepareRecipe(
  recipe: Recipe,
  { seed = 1, ...change }: Partial<TrainingConfig> = {},
): PreparedRecipe {
  const { architecture, model, loss, diceOptions, augment, config, patch } = recipe;
  return {
    model: createModel(architecture, { ...model, seed }),
    loss: createLoss(loss, diceOptions),
    augment: augmenter({ ...augment, ...(patch && { patch }) }),
    config: { ...config, ...change, seed },
    prepare: (sample) => prepareSample(sample, recipe),
  };
}
