import { applySymmetry, type Symmetry } from '../data';
import type { Sample } from '../types';
import { trainingConfig, type TrainingConfig } from './config';
import type { TrainableModel } from './contract';
import { TrainingSteps } from './step';
import { blendTiles, type Tiling } from './tiles';

export interface PredictOptions extends Partial<Pick<TrainingConfig, 'precision' | 'mode'>> {
  /**
   * Test-time augmentation: the mean over the symmetries of the image, eight for a square, four otherwise (default
   * false). It takes as many times longer.
   */
  readonly symmetries?: boolean;
  /** Predict images that are larger than a tile in overlapping tiles; default whole images. */
  readonly tiles?: Tiling;
}

const noLoss = { name: 'none', weights: [], terms: [] };

/**
 * Probability of foreground for each sample, `height × width` in [0, 1], row by row, in the order of the samples.
 * Samples may differ in size.
 */
export function predict(
  model: TrainableModel,
  samples: readonly Sample[],
  { symmetries = false, tiles, ...given }: PredictOptions = {},
): Float32Array[] {
  const steps = new TrainingSteps(model, noLoss, trainingConfig(given));
  const whole = ({ image, height, width, channels }: Sample): Float32Array =>
    steps.predict(image, [1, height, width, channels]);
  const averaged = (sample: Sample): Float32Array =>
    symmetries ? overSymmetries(sample, whole) : whole(sample);
  try {
    return samples.map((sample) => (tiles ? blendTiles(sample, tiles, averaged) : averaged(sample)));
  } finally {
    steps.dispose();
  }
}

/** Mean of the predictions of an image's mirror images and turns, each brought back. */
function overSymmetries(sample: Sample, predictOne: (sample: Sample) => Float32Array): Float32Array {
  const { height, width } = sample;
  const all: readonly Symmetry['turns'][] = height === width ? [0, 1, 2, 3] : [0, 2];
  const symmetries = [false, true].flatMap((mirror) => all.map((turns) => ({ mirror, turns })));
  const mean = new Float32Array(height * width);
  // Moved like the image, the pixels' own numbers say where each predicted pixel belongs.
  const numbers: Sample = { ...sample, channels: 1, image: Float32Array.from(mean, (_, i) => i) };
  for (const symmetry of symmetries) {
    const map = predictOne(applySymmetry(sample, symmetry));
    const home = applySymmetry(numbers, symmetry).image;
    for (let i = 0; i < map.length; i += 1) mean[home[i]!]! += map[i]! / symmetries.length;
  }
  return mean;
}
