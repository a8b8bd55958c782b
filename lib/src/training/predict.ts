import type { Sample } from '../types';
import { trainingConfig, type TrainingConfig } from './config';
import type { TrainableModel } from './contract';
import { TrainingSteps } from './step';

const noLoss = { name: 'none', weights: [], terms: [] };

/**
 * Probability of foreground for each sample, `height × width` in [0, 1], row by row, in the order of the samples.
 * Samples may differ in size.
 */
export function predict(
  model: TrainableModel,
  samples: readonly Sample[],
  given: Partial<Pick<TrainingConfig, 'precision' | 'mode'>> = {},
): Float32Array[] {
  const steps = new TrainingSteps(model, noLoss, trainingConfig(given));
  try {
    return samples.map(({ image, height, width, channels }) =>
      steps.predict(image, [1, height, width, channels]),
    );
  } finally {
    steps.dispose();
  }
}
