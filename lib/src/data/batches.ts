import type { Random } from '../random';
import type { Batch, Sample } from '../types';
import type { Augment } from './augment';
import { packBatch, planBatches, varied } from './batch-plan';

export interface BatchOptions {
  /** Samples in a batch, 1 or more. */
  readonly batchSize: number;
  /** Draws the order and the augmentation's chance; null keeps the order and allows no augmentation. */
  readonly shuffle: Random | null;
  /** Varies each sample; default none. */
  readonly augment?: Augment;
  /** Leaves out a last batch that is not full; default false. */
  readonly dropLast?: boolean;
}

/**
 * One pass over the samples, in batches of one size and channel count.
 *
 * Each sample's augmentation draws from a generator of its own, seeded before the first batch in the samples' own
 * order: neither the batch size nor who computes a batch, and when, changes what it holds.
 */
export async function* batches(samples: readonly Sample[], options: BatchOptions): AsyncIterable<Batch> {
  const { augment } = options;
  for (const items of planBatches(samples, options)) {
    const batch = packBatch(items.map(({ index, seed }) => varied(samples[index]!, seed, augment)));
    yield await Promise.resolve(batch);
  }
}
