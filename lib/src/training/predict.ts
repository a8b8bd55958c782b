import type { Sample } from '../types';
import type { TrainingConfig } from './config';
import type { TrainableModel } from './contract';
import { Predictor } from './predictor';
import type { Tiling } from './tiles';

export interface PredictOptions extends Partial<Pick<TrainingConfig, 'precision' | 'mode'>> {
  /**
   * Test-time augmentation: the mean over the symmetries of the image, eight for a square, four otherwise (default
   * false). It takes as many times longer.
   */
  readonly symmetries?: boolean;
  /** Predict images that are larger than a tile in overlapping tiles; default whole images. */
  readonly tiles?: Tiling;
}

/**
 * Probability of foreground for each sample, `height × width` in [0, 1], row by row, in the order of the samples.
 * Samples may differ in size.
 */
export function predict(
  model: TrainableModel,
  samples: readonly Sample[],
  options: PredictOptions = {},
): Float32Array[] {
  const predictor = new Predictor(model, options);
  try {
    return samples.flatMap((sample) => predictor.maps([sample]));
  } finally {
    predictor.dispose();
  }
}
