import {
  augmenter,
  evenContrast,
  resizeSample,
  type Augment,
  type AugmentOptions,
  type ContrastOptions,
} from '../data';
import { createLoss, type DiceOptions, type Loss, type LossName } from '../losses';
import { createModel, type ArchitectureName, type Model, type ModelConfig } from '../models';
import type { PredictOptions, TrainingConfig } from '../training';
import type { Sample } from '../types';

/** A complete way to train, but for the images: plain data, so that it can be printed, compared and recorded. */
export interface Recipe {
  /** Side of the square images, in pixels. */
  readonly size: number;
  /** Brings every image to one illumination and contrast, `true` as {@link evenContrast} does by default; default false. */
  readonly evenContrast?: boolean | ContrastOptions;
  readonly architecture: ArchitectureName;
  /** What differs from the model's defaults. */
  readonly model: Partial<ModelConfig>;
  readonly loss: LossName;
  /** Of the loss's Dice term; default as published. */
  readonly diceOptions?: DiceOptions;
  readonly augment: AugmentOptions;
  /** What differs from the training's defaults. */
  readonly config: Partial<TrainingConfig>;
  /** How it predicts; default the image as it is. */
  readonly predict?: Pick<PredictOptions, 'symmetries'>;
}

/** The parts that `train` takes. The caller disposes of the model. */
export interface PreparedRecipe {
  readonly model: Model;
  readonly loss: Loss;
  readonly augment: Augment;
  readonly config: Partial<TrainingConfig>;
  /** Brings an image to the size and contrast of the recipe, for training and for prediction alike. */
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
  const { architecture, model, loss, diceOptions, augment, config, size, evenContrast: even } = recipe;
  return {
    model: createModel(architecture, { ...model, seed }),
    loss: createLoss(loss, diceOptions),
    augment: augmenter(augment),
    config: { ...config, ...change, seed },
    prepare: (sample) => {
      const resized = resizeSample(sample, size);
      return even ? evenContrast(resized, even === true ? {} : even) : resized;
    },
  };
}
