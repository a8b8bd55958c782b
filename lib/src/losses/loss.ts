import type { Scalar, Tensor, Tensor1D, Tensor4D } from '@tensorflow/tfjs';
import { tf } from '../backend';

/** What a loss sees of a batch. */
export interface LossInputs {
  /** 0 or 1, `[n, h, w, 1]`. */
  readonly truth: Tensor4D;
  /** Before the sigmoid, `[n, h, w, 1]`. */
  readonly logits: Tensor4D;
  /** Signed distance to the truth's edge in pixels, negative inside, `[n, h, w, 1]`; only for terms that need it. */
  readonly distance?: Tensor4D;
  /**
   * 1 = the pixel counts, 0 = it takes part in nothing, `[n, h, w, 1]`; absent where all count. On the coarser levels of
   * deep supervision the share of the pixel that counts.
   */
  readonly counted?: Tensor4D;
}

/** What a term of a loss was made with: plain data, so that it can be recorded and compared. */
export type LossOptions = Readonly<Record<string, number | string | boolean>>;

/** One part of a loss. */
export interface LossTerm {
  readonly name: string;
  /** All that decides the value beside the inputs, defaults filled in: two terms with equal names and options are equal. */
  readonly options: LossOptions;
  /** True where `LossInputs.distance` must be given. */
  readonly needsDistance?: boolean;
  readonly value: (inputs: LossInputs) => Scalar;
}

/**
 * A loss is a weighted sum of terms. The trainer feeds the weights to the compiled step, so that a curriculum can
 * change them from epoch to epoch, and records each term by itself.
 */
export interface Loss {
  readonly name: string;
  readonly terms: readonly LossTerm[];
  /** One weight a term; the weights before any schedule. */
  readonly weights: readonly number[];
}

/** A loss in plain data. */
export interface LossDescription {
  readonly name: string;
  readonly terms: readonly {
    readonly name: string;
    readonly weight: number;
    readonly options: LossOptions;
  }[];
}

/** What a loss computes, as data: its terms with their weights and options. */
export function describeLoss({ name, terms, weights }: Loss): LossDescription {
  return {
    name,
    terms: terms.map((term, i) => ({ name: term.name, weight: weights[i]!, options: term.options })),
  };
}

/** A loss of one term. */
export function singleTerm(term: LossTerm): Loss {
  return { name: term.name, terms: [term], weights: [1] };
}

/** The value of each term, `[terms]`. */
export function lossTerms(loss: Loss, inputs: LossInputs): Tensor1D {
  if (inputs.distance === undefined && loss.terms.some((term) => term.needsDistance))
    throw new Error(`the loss ${loss.name} needs distance maps`);
  return tf.stack(loss.terms.map((term) => term.value(inputs))) as Tensor1D;
}

/** The loss: Σ weight · term, with the loss's own weights unless others are given. */
export function lossValue(
  loss: Loss,
  inputs: LossInputs,
  weights: Tensor1D = tf.tensor1d([...loss.weights]),
): Scalar {
  return lossTerms(loss, inputs).mul(weights).sum();
}

/** Sum over height, width and channel: `[n]` from `[n, h, w, 1]`. */
export function perImage(x: Tensor): Tensor1D {
  return tf.sum(x, [1, 2, 3]);
}
