import { passLength, resizeImage, resizeMask, type Augment, type Size } from '../data';
import type { Random } from '../random';
import type { Batch, Sample } from '../types';
import type { TrainingConfig } from './config';

/** The scale of the next training batch. */
export function scaleOf({ scales }: Pick<TrainingConfig, 'scales'>, random: Random): number {
  return scales.length === 1 ? scales[0]! : scales[random.int(scales.length)]!;
}

/** The batch at another size: images by area or cubic, masks (and which pixels count) by the nearest pixel. Scale 1 is the batch itself. */
export function scaledBatch(batch: Batch, scale: number): Batch {
  if (scale === 1) return batch;
  const [n, height, width, channels] = batch.shape;
  const from = { height, width };
  const to = { height: Math.round(height * scale), width: Math.round(width * scale) };
  const pixels = to.height * to.width;
  const images = new Float32Array(n * pixels * channels);
  const area = height * width;
  for (let i = 0; i < n; i += 1) {
    const image = batch.images.subarray(i * area * channels, (i + 1) * area * channels);
    images.set(resizeImage(image, from, to, channels), i * pixels * channels);
  }
  const resized = (maps: Float32Array): Float32Array => {
    const result = new Float32Array(n * pixels);
    for (let i = 0; i < n; i += 1)
      result.set(resizeMask(Uint8Array.from(maps.subarray(i * area, (i + 1) * area)), from, to), i * pixels);
    return result;
  };
  const masks = resized(batch.masks);
  const counted = batch.counted && { counted: resized(batch.counted) };
  return { ids: batch.ids, images, masks, ...counted, shape: [n, to.height, to.width, channels] };
}

/** Every batch shape that training will see: full batches and the remainder, at each scale. */
export function trainingShapes(
  samples: readonly Sample[],
  config: TrainingConfig,
  augment: Augment | undefined,
): Batch['shape'][] {
  const side = augment?.options?.patch?.side;
  const size = side === undefined ? samples[0]! : { height: side, width: side };
  return config.scales.flatMap((scale) =>
    batchShapes(passLength(samples, augment), config.batchSize, size, samples[0]!.channels).map(
      ([n, height, width, channels]) =>
        [n, Math.round(height * scale), Math.round(width * scale), channels] as const,
    ),
  );
}

/** Full batches and the remainder of the validation images. */
export function validationShapes(
  samples: readonly Sample[],
  { batchSize }: TrainingConfig,
): Batch['shape'][] {
  return batchShapes(samples.length, batchSize, samples[0]!, samples[0]!.channels);
}

function batchShapes(
  items: number,
  batchSize: number,
  { height, width }: Size,
  channels: Sample['channels'],
): Batch['shape'][] {
  const sizes = new Set([Math.min(batchSize, items)]);
  if (items > batchSize && items % batchSize > 0) sizes.add(items % batchSize);
  return Array.from(sizes, (n) => [n, height, width, channels] as const);
}
