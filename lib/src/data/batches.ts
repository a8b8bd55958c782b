import type { Random } from '../random';
import type { Batch, Sample } from '../types';
import type { Augment } from './augment';
import { batchesFromThread } from './batch-thread';
import { packBatch, planBatches, varied } from './batch-plan';
import { someIgnored } from './some-ignored';
import { isInFile } from './stored/stored-sample';

export interface BatchOptions {
  /** Samples in a batch, 1 or more. */
  readonly batchSize: number;
  /** Draws the order and the augmentation's chance; null keeps the order and allows no augmentation. */
  readonly shuffle: Random | null;
  /** Varies each sample; default none. */
  readonly augment?: Augment;
  /** Leaves out a last batch that is not full; default false. */
  readonly dropLast?: boolean;
  /**
   * Whether a worker thread makes the batches while a step runs. `auto` (default): where pictures are read from files or
   * varied by an `augmenter`, and there is enough of it to repay starting the thread. The batches are the same either way.
   */
  readonly thread?: boolean | 'auto';
}

/** Pixels of a pass from which a thread pays: about 0.15 s of augmentation against 0.05 s to start. */
const WORTH_A_THREAD = 2_000_000;

/**
 * One pass over the samples, in batches of one size and channel count.
 *
 * Each sample's augmentation draws from a generator of its own, seeded before the first batch in the samples'
 * own order: neither the batch size nor who computes a batch, and when, changes what it holds.
 */
export async function* batches(samples: readonly Sample[], options: BatchOptions): AsyncIterable<Batch> {
  const { augment, thread = 'auto' } = options;
  const plan = planBatches(samples, options);
  if (thread === true && augment && !augment.options)
    throw new Error(
      'a thread can only be told what an augmenter() does; leave thread out for other functions',
    );
  const work = augment?.options ?? (augment ? null : {});
  const worth = (augment !== undefined || samples.some(isInFile)) && pixelsOf(samples) >= WORTH_A_THREAD;
  if (work && (thread === 'auto' ? worth : thread)) {
    yield* batchesFromThread(samples, plan, work);
    return;
  }
  const counted = someIgnored(samples);
  for (const items of plan) {
    const varieties = items.map(({ index, seed }) => varied(samples[index]!, seed, augment));
    const batch = packBatch(varieties, counted);
    yield await Promise.resolve(batch);
  }
}

function pixelsOf(samples: readonly Sample[]): number {
  return samples.reduce((sum, { height, width }) => sum + height * width, 0);
}
