import { Random } from '../random';
import type { Batch, Sample } from '../types';
import type { Augment } from './augment';
import { someIgnored } from './some-ignored';

/** One sample of a batch: its index, and the seed of its augmentation's generator. */
export interface BatchItem {
  readonly index: number;
  readonly seed: number;
}

/**
 * Who goes into which batch, with which chance. Throws for a batch size or samples that do not fit together.
 */
export function planBatches(
  samples: readonly Sample[],
  options: {
    readonly batchSize: number;
    readonly shuffle: Random | null;
    readonly augment?: Augment;
    readonly dropLast?: boolean;
  },
): BatchItem[][] {
  const { batchSize, shuffle, augment, dropLast = false } = options;
  if (!Number.isInteger(batchSize) || batchSize < 1)
    throw new RangeError(`invalid batchSize; not a whole number of 1 or more: ${batchSize}`);
  if (augment && !shuffle)
    throw new Error('augmentation needs chance: hand a Random in as shuffle, or leave augment out');
  const patch = augment?.options?.patch;
  if (patch === undefined) checkShapes(samples);
  const items = Array.from({ length: passLength(samples, augment) }, (_, i) => ({
    index: i % samples.length,
    seed: shuffle ? shuffle.uint32() : 0,
  }));
  const order = shuffle ? shuffle.shuffle(items) : items;
  const plan: BatchItem[][] = [];
  for (let start = 0; start < order.length; start += batchSize)
    plan.push(order.slice(start, start + batchSize));
  if (dropLast && plan.length > 0 && plan.at(-1)!.length < batchSize) plan.pop();
  return plan;
}

/** Items of one pass: the samples, or the patches that the augmentation cuts from them. */
export function passLength(samples: readonly Sample[], augment: Augment | undefined): number {
  return samples.length * (augment?.options?.patch?.perImage ?? 1);
}

/** The sample, varied with chance from the seed. */
export function varied(sample: Sample, seed: number, augment: Augment | undefined): Sample {
  return augment ? augment(sample, new Random(seed)) : sample;
}

/**
 * Copies samples of one shape into one batch.
 *
 * @param counted whether the batch says which pixels count; default where some pixel does not. All batches of a pass are
 *   given the same, since a compiled step has one set of inputs
 */
export function packBatch(samples: readonly Sample[], counted = someIgnored(samples)): Batch {
  const { height, width, channels } = samples[0]!;
  const pixels = height * width;
  const images = new Float32Array(samples.length * pixels * channels);
  const masks = new Float32Array(samples.length * pixels);
  samples.forEach(({ image, mask }, i) => {
    images.set(image, i * pixels * channels);
    masks.set(mask, i * pixels);
  });
  return {
    ids: samples.map(({ id }) => id),
    images,
    masks,
    ...(counted && { counted: countedPixels(samples, pixels) }),
    shape: [samples.length, height, width, channels],
  };
}

function countedPixels(samples: readonly Sample[], pixels: number): Float32Array {
  const counted = new Float32Array(samples.length * pixels).fill(1);
  samples.forEach(({ ignore }, i) => {
    ignore?.forEach((value, j) => {
      if (value !== 0) counted[i * pixels + j] = 0;
    });
  });
  return counted;
}

function checkShapes(samples: readonly Sample[]): void {
  const [first] = samples;
  if (!first) throw new Error('no samples to make batches of');
  for (const { id, height, width, channels } of samples)
    if (height !== first.height || width !== first.width || channels !== first.channels)
      throw new Error(
        `samples of one pass must have one shape; ${first.id} is ${first.height} × ${first.width} × ` +
          `${first.channels}, ${id} is ${height} × ${width} × ${channels}: load them with the 'size' option`,
      );
}
