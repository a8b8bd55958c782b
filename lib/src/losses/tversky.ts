import type { Scalar, Tensor, Tensor4D } from '@tensorflow/tfjs';
import { tf } from '../backend';
import type { Counted } from './counted';
import { meanOverTotals, notZero, totals } from './dice';
import { singleTerm, type Loss, type LossOptions } from './loss';

export interface TverskyOptions {
  /** Weight of false positives; default 0.3. */
  readonly alpha?: number;
  /** Weight of false negatives; default 0.7. With both 0.5 the loss is soft Dice. */
  readonly beta?: number;
  /** Added to numerator and denominator, in pixels; default 1. */
  readonly smooth?: number;
  readonly over?: 'batch' | 'image';
}

/**
 * Tversky loss (Salehi, Erdogmus and Gholipour, 2017): 1 − (TP + ε) / (TP + α FP + β FN + ε) with soft counts.
 *
 * @param truth y in {0, 1}, `[n, h, w, 1]`
 * @param probability p in [0, 1], the same shape
 * @param counted which pixels take part; default all
 */
export function tverskyLoss(
  truth: Tensor4D,
  probability: Tensor4D,
  options: TverskyOptions = {},
  counted?: Counted,
): Scalar {
  const values = tf.sub(1, tverskyIndex(truth, probability, options, counted));
  return meanOverTotals(values, options.over ?? 'batch', counted);
}

function tverskyIndex(
  truth: Tensor4D,
  probability: Tensor4D,
  options: TverskyOptions,
  counted: Counted,
): Tensor {
  const { alpha, beta, smooth, over } = filledIn(options);
  const total = totals(over, counted);
  const hit = total(truth.mul(probability));
  const falsePositive = total(probability).sub(hit);
  const falseNegative = total(truth).sub(hit);
  const denominator = hit.add(falsePositive.mul(alpha)).add(falseNegative.mul(beta)).add(smooth);
  return hit.add(smooth).div(notZero(denominator, over, counted));
}

function filledIn({
  alpha = 0.3,
  beta = 0.7,
  smooth = 1,
  over = 'batch',
}: TverskyOptions): LossOptions & Required<TverskyOptions> {
  return { alpha, beta, smooth, over };
}

/** {@link tverskyLoss} as a loss for training. */
export function tversky(options: TverskyOptions = {}): Loss {
  return singleTerm({
    name: 'tversky',
    options: filledIn(options),
    value: ({ truth, logits, counted }) => tverskyLoss(truth, tf.sigmoid(logits), options, counted),
  });
}

/**
 * Focal Tversky loss (Abraham and Khan, 2019): (1 − Tversky index)^γ per image or batch, mean.
 *
 * @param gamma exponent, in (0, 3]; default 0.75
 */
export function focalTversky({
  gamma = 0.75,
  ...options
}: TverskyOptions & { readonly gamma?: number } = {}): Loss {
  if (!(gamma > 0 && gamma <= 3)) throw new RangeError(`invalid gamma; not in (0, 3]: ${gamma}`);
  return singleTerm({
    name: 'focal-tversky',
    options: { ...filledIn(options), gamma },
    // The smallest distance from 1 keeps the gradient of the power finite at a perfect prediction.
    value: ({ truth, logits, counted }) => {
      const miss = tf.sub(1, tverskyIndex(truth, tf.sigmoid(logits), options, counted));
      const values = tf.pow(tf.maximum(miss, 1e-7), gamma);
      return meanOverTotals(values, options.over ?? 'batch', counted);
    },
  });
}
