import type { Tensor, Tensor4D } from '@tensorflow/tfjs';
import { tf } from '../backend';
import { imagesThatCount, meanOfImages, onlyCounted, type Counted } from './counted';
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
 * @param counted which pixels take part; default all
 */
export function diceLoss(
  truth: Tensor4D,
  probability: Tensor4D,
  { smooth = 1, over = 'batch' }: DiceOptions = {},
  counted?: Counted,
): ReturnType<LossTerm['value']> {
  const total = totals(over, counted);
  const numerator = total(truth.mul(probability)).mul(2).add(smooth);
  const denominator = total(truth).add(total(probability)).add(smooth);
  return meanOverTotals(tf.sub(1, numerator.div(notZero(denominator, over, counted))), over, counted);
}

/** How a region loss sums maps: over the pixels that count, of the batch or of each image. */
export function totals(over: 'batch' | 'image', counted: Counted): (x: Tensor) => Tensor {
  return (x) => {
    const sums = perImage(onlyCounted(x, counted));
    return over === 'batch' ? sums.sum() : sums;
  };
}

/** The mean of a region loss's values, one a batch or one an image. */
export function meanOverTotals(
  values: Tensor,
  over: 'batch' | 'image',
  counted: Counted,
): ReturnType<LossTerm['value']> {
  return over === 'batch' ? values.mean() : meanOfImages(values, counted);
}

/** A denominator that an image (or a batch) without a pixel that counts does not make 0. */
export function notZero(denominator: Tensor, over: 'batch' | 'image', counted: Counted): Tensor {
  if (!counted) return denominator;
  const has = imagesThatCount(counted);
  return denominator.add(tf.sub(1, over === 'image' ? has : tf.minimum(has.sum(), 1)));
}

/** {@link diceLoss} as a loss for training. */
export function dice(options: DiceOptions = {}): Loss {
  return singleTerm(diceTerm(options));
}

export function diceTerm(options: DiceOptions = {}): LossTerm {
  const { smooth = 1, over = 'batch' } = options;
  return {
    name: 'dice',
    options: { smooth, over },
    value: ({ truth, logits, counted }) => diceLoss(truth, tf.sigmoid(logits), options, counted),
  };
}
