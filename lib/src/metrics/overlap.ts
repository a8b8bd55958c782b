/**
 * Sums over the pixels of one image (or of several, added): everything that an overlap score needs, soft or hard.
 */
export interface OverlapSums {
  /** Σ y: foreground pixels of the truth. */
  readonly truth: number;
  /** Σ p: predicted probability. */
  readonly probability: number;
  /** Σ y p. */
  readonly product: number;
  /** Pixels with p at or above the threshold. */
  readonly predicted: number;
  /** Pixels of the truth among them. */
  readonly hit: number;
  /** All pixels that count. */
  readonly pixels: number;
}

/** Counts of a binary decision, in pixels. */
export interface ConfusionCounts {
  readonly truePositive: number;
  readonly falsePositive: number;
  readonly falseNegative: number;
  readonly trueNegative: number;
}

/**
 * Sums of one image.
 *
 * @param truth 0 or 1
 * @param probability in [0, 1], the same length
 * @param threshold at or above which a pixel is predicted foreground; default 0.5
 * @param ignore not 0 = the pixel takes no part; default all count
 */
export function overlapSums(
  truth: ArrayLike<number>,
  probability: ArrayLike<number>,
  threshold = 0.5,
  ignore?: ArrayLike<number>,
): OverlapSums {
  if (truth.length !== probability.length)
    throw new Error(`truth has ${truth.length} pixels, the prediction ${probability.length}`);
  if (ignore && ignore.length !== truth.length)
    throw new Error(`truth has ${truth.length} pixels, those to ignore are told for ${ignore.length}`);
  let [sumTruth, sumProbability, product, predicted, hit, pixels] = [0, 0, 0, 0, 0, 0];
  for (let i = 0; i < truth.length; i += 1) {
    if (ignore && ignore[i] !== 0) continue;
    pixels += 1;
    const y = truth[i]!;
    const p = probability[i]!;
    sumTruth += y;
    sumProbability += p;
    product += y * p;
    if (p >= threshold) {
      predicted += 1;
      hit += y;
    }
  }
  return { truth: sumTruth, probability: sumProbability, product, predicted, hit, pixels };
}

/** The sums of several images together. */
export function pooled(sums: readonly OverlapSums[]): OverlapSums {
  const total = (key: keyof OverlapSums): number => sums.reduce((sum, image) => sum + image[key], 0);
  return {
    truth: total('truth'),
    probability: total('probability'),
    product: total('product'),
    predicted: total('predicted'),
    hit: total('hit'),
    pixels: total('pixels'),
  };
}

/** The four counts of the thresholded prediction. */
export function confusionCounts({ truth, predicted, hit, pixels }: OverlapSums): ConfusionCounts {
  return {
    truePositive: hit,
    falsePositive: predicted - hit,
    falseNegative: truth - hit,
    trueNegative: pixels - truth - predicted + hit,
  };
}
