import { confusionCounts, pooled, type OverlapSums } from './overlap';
import { accuracy, dice, jaccard, precision, recall, softJaccard } from './scores';

/**
 * Scores of a set of images. Each is in [0, 1], or NaN where no image has foreground: then there is no score.
 * {@link jaccard} and its neighbours give the empty rule.
 */
export interface SegmentationScores {
  /** Mean over the images with foreground (`scored`) of the Jaccard index of the thresholded prediction. */
  readonly jaccard: number;
  /** Jaccard index of all pixels together: images with much foreground weigh more, and false positives of images without count. */
  readonly jaccardPooled: number;
  /** Soft Jaccard of all pixels together. */
  readonly jaccardSoft: number;
  /** Mean over the images with foreground. */
  readonly dice: number;
  /** Of all pixels together. */
  readonly accuracy: number;
  readonly precision: number;
  readonly recall: number;
  /** All images. */
  readonly images: number;
  /** Images with foreground: what the means are over. */
  readonly scored: number;
  /** Images without: they have no Jaccard index, whatever was predicted. */
  readonly imagesWithoutForeground: number;
  /** Pixels that were predicted foreground on images without any. */
  readonly falsePositivePixels: number;
}

/** Scores from the sums of each image. */
export function segmentationScores(images: readonly OverlapSums[]): SegmentationScores {
  const withForeground = images.filter(({ truth }) => truth > 0);
  const empty = images.filter(({ truth }) => truth === 0);
  const mean = (score: (image: OverlapSums) => number): number =>
    withForeground.reduce((sum, image) => sum + score(image), 0) / withForeground.length;
  const all = pooled(images);
  const counts = confusionCounts(all);
  return {
    jaccard: mean((image) => jaccard(confusionCounts(image))),
    jaccardPooled: jaccard(counts),
    jaccardSoft: softJaccard(all),
    dice: mean((image) => dice(confusionCounts(image))),
    accuracy: accuracy(counts),
    precision: precision(counts),
    recall: recall(counts),
    images: images.length,
    scored: withForeground.length,
    imagesWithoutForeground: empty.length,
    falsePositivePixels: empty.reduce((sum, { predicted }) => sum + predicted, 0),
  };
}

/** In words: over how many images a mean is, and what was predicted on those that have no score. */
export function scoredImages({
  images,
  scored,
  imagesWithoutForeground,
  falsePositivePixels,
}: Pick<
  SegmentationScores,
  'images' | 'scored' | 'imagesWithoutForeground' | 'falsePositivePixels'
>): string {
  const of = (count: number): string => (count === 1 ? '1 image' : `${count} images`);
  if (images === 0) return 'no image to score';
  if (imagesWithoutForeground === 0) return `mean over ${of(scored)}`;
  const claimed = `${falsePositivePixels} ${falsePositivePixels === 1 ? 'pixel' : 'pixels'} predicted there`;
  if (scored === 0) return `no score: none of ${of(images)} has foreground; ${claimed}`;
  return `mean over ${scored} of ${of(images)}; ${imagesWithoutForeground} without foreground left out, ${claimed}`;
}
