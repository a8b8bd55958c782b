import type { Tensor, Tensor4D } from '@tensorflow/tfjs';
import { tf } from '../backend';
import { perImage, singleTerm, type Loss, type LossTerm } from './loss';

export interface DiceOptions {
  /**
   * ε, added to numerator and denominator; default 1, as in the reference documents. In pixels: an image with no
   * foreground has loss ε-free only when nothing is predicted, and 1 − ε / (Σp + ε) otherwise, so a larger ε hides
   * false positives on empty masks.
   */
  readonly smooth?: number;
  /** `batch`: one overlap over all pixels of the batch (as published); `image`: the mean of the images' losses. */
  readonly over?: 'batch' | 'image';
}

/**
 * Soft Dice loss (Milletari, Navab and Ahmadi, 2016): 1 − (2 Σ y p + ε) / (Σ y + Σ p + ε), in [0, 1].
 * An empty mask with an empty prediction has loss 0.
 *
 * @param truth y in {0, 1}, `[n, h, w, 1]`
 * @param probability p in [0, 1], `[n, h, w, 1]`
 */
export function diceLoss(
  truth: Tensor4D,
  probability: Tensor4D,
  { smooth = 1, over = 'batch' }: DiceOptions = {},
): ReturnType<LossTerm['value']> {
  const total = (x: Tensor): Tensor => (over === 'batch' ? perImage(x).sum() : perImage(x));
  const numerator = total(truth.mul(probability)).mul(2).add(smooth);
  const denominator = total(truth).add(total(probability)).add(smooth);
  return tf.sub(1, numerator.div(denominator)).mean();
}

/** {@link diceLoss} as a loss for training. */
export function dice(options: DiceOptions = {}): Loss {
  return singleTerm(diceTerm(options));
}

export function diceTerm(options: DiceOptions = {}): LossTerm {
  return { name: 'dice', value: ({ truth, logits }) => diceLoss(truth, tf.sigmoid(logits), options) };
}
