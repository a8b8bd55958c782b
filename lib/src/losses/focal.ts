import type { Scalar, Tensor4D } from '@tensorflow/tfjs';
import { tf } from '../backend';
import { meanOfPixels, type Counted } from './counted';
import { wrongness } from './cross-entropy';
import { singleTerm, type Loss, type LossTerm } from './loss';

export interface FocalOptions {
  /** Weight in [0, 1]; default 0.25. */
  readonly alpha?: number;
  /** Focusing exponent, at least 0; default 2. 0 leaves cross-entropy. */
  readonly gamma?: number;
  /**
   * `uniform` (default, the formula of the reference documents): α weighs every pixel. `class` (Lin and others,
   * 2017): α weighs foreground and 1 − α background.
   */
  readonly weighting?: 'uniform' | 'class';
}

/**
 * Focal loss (Lin and others, 2017): the mean over pixels of −α (1 − p_t)^γ log p_t, in [0, ∞). Computed from logits,
 * so that p_t near 0 or 1 loses no digits.
 *
 * @param truth y in {0, 1}, `[n, h, w, 1]`
 * @param logits z, the same shape
 * @param counted which pixels take part; default all
 */
export function focalLoss(
  truth: Tensor4D,
  logits: Tensor4D,
  options: FocalOptions = {},
  counted?: Counted,
): Scalar {
  const { alpha = 0.25, gamma = 2, weighting = 'uniform' } = options;
  if (!(gamma >= 0)) throw new RangeError(`invalid gamma; not in [0, ∞): ${gamma}`);
  const wrong = wrongness(truth, logits);
  const entropy = tf.softplus(wrong); // −log p_t
  const missing = tf.sigmoid(wrong); // 1 − p_t
  const focus = gamma === 2 ? tf.square(missing) : tf.exp(entropy.sub(wrong).mul(-gamma)); // log(1 − p_t) = wrong − entropy
  const pixels = gamma === 0 ? entropy : focus.mul(entropy);
  if (weighting === 'uniform') return meanOfPixels(pixels, counted).mul(alpha);
  const weights = truth.mul(2 * alpha - 1).add(1 - alpha);
  return meanOfPixels(weights.mul(pixels), counted);
}

export function focalTerm(options: FocalOptions = {}): LossTerm {
  const { alpha = 0.25, gamma = 2, weighting = 'uniform' } = options;
  return {
    name: 'focal',
    options: { alpha, gamma, weighting },
    value: ({ truth, logits, counted }) => focalLoss(truth, logits, options, counted),
  };
}

/** {@link focalLoss} as a loss for training. */
export function focal(options: FocalOptions = {}): Loss {
  return singleTerm(focalTerm(options));
}
