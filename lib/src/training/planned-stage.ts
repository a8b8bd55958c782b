import { trainingConfig, type TrainingConfig } from './config';
import { scheduledRate } from './learning-rate';
import type { Stage } from './stages';

/**
 * What a stage is about to do, for a drawing: the sides of its images in pixels, and the learning rate in the middle of each
 * epoch, before anything lowers it on a plateau.
 *
 * @param shared configuration of the whole training, which the stage's own goes over
 */
export function plannedStage(
  { split, config }: Pick<Stage, 'split' | 'config'>,
  shared: Partial<TrainingConfig> = {},
): { readonly sides: readonly number[]; readonly rates: readonly number[] } {
  const { epochs, learningRate, schedule, scales } = trainingConfig({ ...shared, ...config });
  const side = split.train[0]!.width;
  return {
    sides: scales.map((scale) => Math.round(side * scale)),
    rates: Array.from({ length: epochs }, (_, i) => scheduledRate(learningRate, schedule, i + 0.5, epochs)),
  };
}
