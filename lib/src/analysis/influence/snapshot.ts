import { gradientProfile, type GradientProfile } from './profile';
import { influenceByRing, ringsOf, type Ring, type RingInfluence } from './rings';
import { updateShares, type UpdateShares } from './update-shares';

/** What was measured on one batch at one time of a training. */
export interface SnapshotMeasurement {
  /** Finished epochs; 0 before the first. */
  readonly epoch: number;
  /** Terms of the loss: weight, value and ∂/∂z of each pixel, both without the weight. */
  readonly terms: readonly {
    readonly name: string;
    readonly weight: number;
    readonly value: number;
    readonly byLogit: ArrayLike<number>;
  }[];
  /** p of each pixel. */
  readonly probability: ArrayLike<number>;
  /** 0 or 1. */
  readonly truth: ArrayLike<number>;
  /** Signed distance to the edge in pixels, negative inside. */
  readonly distance: ArrayLike<number>;
  readonly rings: readonly Ring[];
  /** As {@link updateShares} takes them: terms × rings. */
  readonly products: readonly (readonly number[])[];
}

/** One term of the loss, by three measures of how much of the training it is. Each adds up to 1 over the terms. */
export interface TermShares {
  readonly name: string;
  readonly weight: number;
  /** Without the weight. */
  readonly value: number;
  /** Share of the loss's value. */
  readonly ofLoss: number;
  /** Share of the sum over pixels of |weight · ∂/∂z|. */
  readonly ofPixels: number;
  /** Share of the gradient by the network's weights, along that gradient. */
  readonly ofUpdate: number;
  /** Length of its gradient by the network's weights, with the term's weight. */
  readonly norm: number;
}

/** Where a loss pulls at one time of a training. */
export interface GradientSnapshot {
  readonly epoch: number;
  readonly rings: readonly string[];
  /** Cross-entropy for comparison, each term alone, and their weighted sum (`combined`). */
  readonly losses: readonly {
    readonly name: string;
    readonly influence: readonly RingInfluence[];
    readonly profile: GradientProfile;
  }[];
  readonly terms: readonly TermShares[];
  readonly update: UpdateShares;
  /** Mean p_t in each ring; NaN where it is empty. */
  readonly confidence: readonly number[];
  /** Share of foreground, and mean p on it and beside it. */
  readonly scene: {
    readonly foreground: number;
    readonly onForeground: number;
    readonly onBackground: number;
  };
}

/** Divides what a probe measured among rings, distances and terms. */
export function gradientSnapshot(measured: SnapshotMeasurement): GradientSnapshot {
  const { epoch, terms, probability, truth, distance, rings, products } = measured;
  const ringOf = ringsOf(distance, rings);
  const combined = new Float64Array(truth.length);
  for (const { weight, byLogit } of terms)
    for (let i = 0; i < combined.length; i += 1) combined[i]! += weight * byLogit[i]!;
  const losses = [
    { name: 'cross-entropy', gradient: Float64Array.from(truth, (y, i) => probability[i]! - y) },
    ...terms.map(({ name, byLogit }) => ({ name, gradient: byLogit })),
    { name: 'combined', gradient: combined },
  ];
  const names = rings.map(({ name }) => name);
  const update = updateShares(products, terms, names);
  const lossSum = terms.reduce((sum, { weight, value }) => sum + weight * value, 0);
  const sizes = terms.map(({ weight, byLogit }) => weight * sumOfSizes(byLogit));
  const sizeSum = sizes.reduce((sum, size) => sum + size, 0);
  return {
    epoch,
    rings: names,
    losses: losses.map(({ name, gradient }) => ({
      name,
      influence: influenceByRing(gradient, ringOf, rings),
      profile: gradientProfile(gradient, distance),
    })),
    terms: terms.map(({ name, weight, value }, t) => ({
      name,
      weight,
      value,
      ofLoss: (weight * value) / lossSum,
      ofPixels: sizes[t]! / sizeSum,
      ofUpdate: update.terms[t]!.share,
      norm: update.terms[t]!.norm,
    })),
    update,
    confidence: meanConfidence(truth, probability, ringOf, rings.length),
    scene: sceneOf(truth, probability),
  };
}

function sumOfSizes(values: ArrayLike<number>): number {
  return Float64Array.from(values).reduce((sum, value) => sum + Math.abs(value), 0);
}

function meanConfidence(
  truth: ArrayLike<number>,
  probability: ArrayLike<number>,
  ringOf: Uint8Array,
  rings: number,
): number[] {
  const sums = new Float64Array(rings);
  const counts = new Float64Array(rings);
  ringOf.forEach((ring, i) => {
    sums[ring]! += truth[i] === 1 ? probability[i]! : 1 - probability[i]!;
    counts[ring]! += 1;
  });
  return Array.from(sums, (sum, ring) => sum / counts[ring]!);
}

function sceneOf(truth: ArrayLike<number>, probability: ArrayLike<number>): GradientSnapshot['scene'] {
  const sums = [0, 0];
  let foreground = 0;
  for (let i = 0; i < truth.length; i += 1) {
    foreground += truth[i]!;
    sums[truth[i] === 1 ? 1 : 0]! += probability[i]!;
  }
  return {
    foreground: foreground / truth.length,
    onForeground: sums[1]! / foreground,
    onBackground: sums[0]! / (truth.length - foreground),
  };
}
