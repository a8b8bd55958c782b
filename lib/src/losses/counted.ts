import type { Scalar, Tensor, Tensor1D, Tensor4D } from '@tensorflow/tfjs';
import { tf } from '../backend';

/**
 * Which pixels take part in a loss, `[n, h, w, 1]`: 1 = counts, 0 = takes no part; between them the share of a coarser
 * pixel that counts. Undefined = all count, and nothing is computed for it.
 */
export type Counted = Tensor4D | undefined;

/** Below the least share that a counted pixel can have (a pixel of 64 × 64), above 0. */
const LEAST = 1e-6;

/** x where pixels count, 0 elsewhere. */
export function onlyCounted<T extends Tensor>(x: T, counted: Counted): T {
  return counted ? x.mul(counted) : x;
}

/** Mean over the pixels that count; 0 where none does. */
export function meanOfPixels(x: Tensor, counted: Counted): Scalar {
  if (!counted) return x.mean();
  return x.mul(counted).sum<Scalar>().div(tf.maximum(counted.sum(), LEAST));
}

/** Mean of one value an image, `[n]`, over the images that have a pixel that counts; 0 where none has. */
export function meanOfImages(values: Tensor, counted: Counted): Scalar {
  if (!counted) return values.mean();
  const has = imagesThatCount(counted);
  return values.mul(has).sum<Scalar>().div(tf.maximum(has.sum(), 1));
}

/** 1 for each image with a pixel that counts, 0 for the others, `[n]`. */
export function imagesThatCount(counted: Tensor4D): Tensor1D {
  const some: Tensor1D = tf.sum(counted, [1, 2, 3]);
  const has: Tensor1D = tf.greater(some, 0);
  return tf.cast(has, 'float32');
}
