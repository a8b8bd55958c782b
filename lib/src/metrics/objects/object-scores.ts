import { matchObjects, type Matching, type Point } from './match';
import { findPeaks, type PeakOptions } from './peaks';
import { mostlyIgnored, numberedObjects } from './numbered-objects';
import { detectionScores, tolerantJaccard, type DetectionScores } from './scores';

/** A mask and its size; 0 is background. */
export interface MaskOfSize {
  readonly mask: ArrayLike<number>;
  readonly height: number;
  readonly width: number;
  /** Not 0 = the pixel takes no part; absent where all count. */
  readonly ignore?: ArrayLike<number>;
  /** Number of the object that each pixel belongs to, 0 = none; absent where objects have to be found in the mask. */
  readonly instances?: ArrayLike<number>;
}

export interface ObjectScores extends DetectionScores {
  /**
   * Mean over the images with foreground (`scored`) of the Jaccard index that forgives a boundary shifted by up to
   * `tolerance`; NaN where none has any.
   */
  readonly tolerantJaccard: number;
  /** Images with foreground. */
  readonly scored: number;
  /** Images without. */
  readonly imagesWithoutForeground: number;
  /** Objects that were predicted on them; they are among `predicted` too. */
  readonly falsePositiveObjects: number;
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
 * matched by their centres. Where the truth numbers its objects, those are taken. Objects, true or predicted, that lie
 * mostly in pixels to be ignored count neither way.
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
  let falsePositiveObjects = 0;
  const images = truths.map(({ mask, height, width, ignore, instances }, i) => {
    const counts = (pixel: number): boolean => !ignore || ignore[pixel] === 0;
    const truth = Uint8Array.from(mask, (value, pixel) => Number(value !== 0 && counts(pixel)));
    const found = Uint8Array.from(predictions[i]!, (probability, pixel) =>
      Number(probability >= threshold && counts(pixel)),
    );
    const reach = radius ?? (3 * width) / 512;
    const peaksOf = (map: ArrayLike<number>): Point[] => {
      const points = findPeaks(map, height, width, peaks);
      return ignore ? points.filter((point) => !mostlyIgnored(point, reach, ignore, height, width)) : points;
    };
    const objects = instances ? numberedObjects(instances, width, ignore) : peaksOf(mask);
    const predicted = peaksOf(predictions[i]!);
    if (truth.includes(1)) tolerant.push(tolerantJaccard(truth, found, height, width, tolerance));
    else falsePositiveObjects += predicted.length;
    return matchObjects(objects, predicted, reach);
  });
  return {
    ...detectionScores(images),
    tolerantJaccard: tolerant.reduce((a, b) => a + b, 0) / tolerant.length,
    scored: tolerant.length,
    imagesWithoutForeground: truths.length - tolerant.length,
    falsePositiveObjects,
    images,
  };
}
