import { splitByGroup, syntheticMicrobeads } from 'unetlab/data';
import { createLoss, type Loss } from 'unetlab/losses';
import { createModel, type Model, type ModelConfig } from 'unetlab/models';
import type { TrainingConfig, TrainingTask } from 'unetlab/training';

/** A training of a second: 12 tiles of 32². */
export function smallTask(
  config: Partial<TrainingConfig> = {},
  { model = {}, loss = createLoss('dice-bce') }: { model?: Partial<ModelConfig>; loss?: Loss } = {},
): TrainingTask & { readonly model: Model; readonly loss: Loss } {
  const samples = syntheticMicrobeads({ count: 12, size: 32, seed: 5 });
  return {
    model: createModel('unet', { depth: 2, baseFilters: 4, dropout: 0.1, ...model }),
    loss,
    split: splitByGroup(samples, { validation: 0.3, seed: 1 }),
    config: { epochs: 4, batchSize: 4, learningRate: 3e-3, ...config },
  };
}
