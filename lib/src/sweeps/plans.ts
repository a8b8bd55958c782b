import type { LossName } from '../losses';
import type { ArchitectureName } from '../models';
import type { Trial } from './trial';

/** What all trials of the recorded sweeps share: a size that two cores finish in about ten seconds a trial. */
const small = {
  baseFilters: 8,
  depth: 3,
  size: 128,
  scenes: 32,
  tilesPerScene: 2,
  architecture: 'unet' as ArchitectureName,
  loss: 'dice' as LossName,
  dropout: 0,
};

/**
 * Fifteen configurations over learning rate, batch size, dropout and loss, as in the published search; here every loss
 * meets every other setting, so that no two factors are confounded with the loss.
 */
export function search15(seeds: readonly number[] = [1]): Trial[] {
  const settings = [
    { learningRate: 1e-3, batchSize: 4, dropout: 0 },
    { learningRate: 1e-3, batchSize: 8, dropout: 0.3 },
    { learningRate: 2e-3, batchSize: 4, dropout: 0.3 },
    { learningRate: 4e-3, batchSize: 8, dropout: 0 },
    { learningRate: 4e-3, batchSize: 4, dropout: 0.1 },
  ];
  const losses: readonly LossName[] = ['dice', 'focal', 'combined'];
  return seeds.flatMap((seed) =>
    losses.flatMap((loss) =>
      settings.map(({ learningRate, batchSize, dropout }) => ({
        ...small,
        name: `${loss}-lr${learningRate}-bs${batchSize}-dr${dropout}-s${seed}`,
        sweep: 'search-15',
        loss,
        learningRate,
        batchSize,
        dropout,
        epochs: 40,
        patience: 20,
        seed,
      })),
    ),
  );
}

/** Four learning rates × three batch sizes × three architectures, 30 epochs, patience 10: the published grid. */
export function grid36(seeds: readonly number[] = [1]): Trial[] {
  const architectures: readonly ArchitectureName[] = ['unet', 'attention-unet', 'attention-resunet'];
  return seeds.flatMap((seed) =>
    architectures.flatMap((architecture) =>
      [1e-4, 5e-4, 1e-3, 5e-3].flatMap((learningRate) =>
        [8, 16, 32].map((batchSize) => ({
          ...small,
          name: `${architecture}-lr${learningRate}-bs${batchSize}-s${seed}`,
          sweep: 'grid-36',
          architecture,
          learningRate,
          batchSize,
          loss: 'dice-bce' as const,
          epochs: 30,
          patience: 10,
          seed,
        })),
      ),
    ),
  );
}

/** The sweeps that the collection records, by name. */
export const plans = { 'search-15': search15, 'grid-36': grid36 } as const;

export type PlanName = keyof typeof plans;
