/** A batch as plain numbers, image after image, row by row. */
export interface PlainBatch {
  /** y, 0 or 1. */
  readonly truth: ArrayLike<number>;
  /** z, any number; the same length. */
  readonly logits: ArrayLike<number>;
  /** Number of images, of equal size; default 1. */
  readonly images?: number;
  /** φ, signed distance to the truth's edge in pixels, for forms that need it. */
  readonly distance?: ArrayLike<number>;
}

/**
 * A loss in double precision with its gradients written out: what the tensors of this room compute, in a form that can
 * be read, checked and differentiated numerically.
 */
export interface ClosedForm {
  readonly name: string;
  readonly value: (batch: PlainBatch) => number;
  /** ∂L/∂p of each pixel, p = σ(z). Infinite or NaN only where p or 1 − p is 0 in double precision, |z| > 700. */
  readonly byProbability: (batch: PlainBatch) => Float64Array;
  /** ∂L/∂z of each pixel, finite for every z. */
  readonly byLogit: (batch: PlainBatch) => Float64Array;
}

/** σ(z), exact to the last digits also where it is close to 0. */
export function sigmoid(z: number): number {
  return z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z));
}

/** ln(1 + eᶻ) = −ln σ(−z), without overflow. */
export function softplus(z: number): number {
  return Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
}

/** dp/dz = p (1 − p), exact also where p rounds to 1. */
export function sigmoidSlope(z: number): number {
  return sigmoid(z) * sigmoid(-z);
}

/** Checks lengths; returns the number of images and of pixels of each. */
export function batchSize({ truth, logits, images = 1 }: PlainBatch): { images: number; pixels: number } {
  if (truth.length !== logits.length)
    throw new RangeError(
      `truth and logits differ in length: ${truth.length} and ${logits.length}; give one logit a pixel`,
    );
  if (!Number.isInteger(images) || images < 1 || truth.length === 0 || truth.length % images !== 0)
    throw new RangeError(`invalid images: ${images}; ${truth.length} pixels cannot be divided so`);
  return { images, pixels: truth.length / images };
}
