import { matchObjects, type Matching } from './match';
import { findPeaks, type PeakOptions } from './peaks';
import { detectionScores, tolerantJaccard, type DetectionScores } from './scores';

/** A mask and its size; 0 is background. */
export interface MaskOfSize {
  readonly mask: ArrayLike<number>;
  readonly height: number;
  readonly width: number;
}

export interface ObjectScores extends DetectionScores {
  /** Mean over images of the Jaccard index that forgives a boundary shifted by up to `tolerance`. */
  readonly tolerantJaccard: number;
  /** Which predicted object is which true one, image by image. */
  readonly images: readonly Matching[];
}

export interface ObjectScoreOptions {
  /** Farthest that the centres of a pair may be apart, in pixels; default 3 at a width of 512, and in proportion. */
  readonly radius?: number;
  /** In pixels; default 1. */
  readonly tolerance?: number;
  /** Probability from which a pixel counts as foreground for the boundary; default 0.5. */
  readonly threshold?: number;
  /** How objects are found, in truth and prediction alike; default that of {@link findPeaks}. */
  readonly peaks?: PeakOptions;
}

/**
 * Scores predictions by objects: small round ones are found in truth and prediction alike ({@link findPeaks}), and
 * matched by their centres.
 *
 * @param predictions probability of foreground for each image, row by row; or masks
 * @throws RangeError where there are not as many predictions as images
 */
export function objectScores(
  truths: readonly MaskOfSize[],
  predictions: readonly ArrayLike<number>[],
  { radius, tolerance = 1, threshold = 0.5, peaks = {} }: ObjectScoreOptions = {},
): ObjectScores {
  if (truths.length !== predictions.length)
    throw new RangeError(`${truths.length} images, but ${predictions.length} predictions`);
  const tolerant: number[] = [];
  const images = truths.map(({ mask, height, width }, i) => {
    const found = Uint8Array.from(predictions[i]!, (probability) => Number(probability >= threshold));
    tolerant.push(tolerantJaccard(mask, found, height, width, tolerance));
    const [truth, predicted] = [mask, predictions[i]!].map((map) => findPeaks(map, height, width, peaks));
    return matchObjects(truth!, predicted!, radius ?? (3 * width) / 512);
  });
  const mean = tolerant.reduce((a, b) => a + b, 0) / tolerant.length;
  return { ...detectionScores(images), tolerantJaccard: mean, images };
}
