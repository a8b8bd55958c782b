import type { Scalar, Tensor4D } from '@tensorflow/tfjs';
import { tf } from '../backend';
import { meanOfPixels, type Counted } from './counted';
import { singleTerm, type Loss, type LossTerm } from './loss';

/**
 * −log p_t for each pixel, exact for any logit: softplus(−z) on foreground, softplus(z) on background.
 *
 * @param truth y in {0, 1}, `[n, h, w, 1]`
 * @param logits z, the same shape
 */
export function pixelCrossEntropy(truth: Tensor4D, logits: Tensor4D): Tensor4D {
  return tf.softplus(wrongness(truth, logits));
}

/** The logit of the wrong class, (1 − 2 y) z: its sigmoid is 1 − p_t. */
export function wrongness(truth: Tensor4D, logits: Tensor4D): Tensor4D {
  return tf.sub(1, truth.mul(2)).mul(logits);
}

/** Binary cross-entropy: the mean of −log p_t over all pixels (or those that count), in [0, ∞). */
export function bceLoss(truth: Tensor4D, logits: Tensor4D, counted?: Counted): Scalar {
  return meanOfPixels(pixelCrossEntropy(truth, logits), counted);
}

export function bceTerm(): LossTerm {
  return {
    name: 'bce',
    options: {},
    value: ({ truth, logits, counted }) => bceLoss(truth, logits, counted),
  };
}

/** {@link bceLoss} as a loss for training. */
export function bce(): Loss {
  return singleTerm(bceTerm());
}
