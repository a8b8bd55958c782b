import { confusionCounts, pooled, type OverlapSums } from './overlap';
import { accuracy, dice, jaccard, precision, recall, softJaccard } from './scores';

/** Scores of a set of images. Each is in [0, 1]; {@link jaccard} and its neighbours give the empty rule. */
export interface SegmentationScores {
  /** Mean over images of the Jaccard index of the thresholded prediction. */
  readonly jaccard: number;
  /** Jaccard index of all pixels together: images with many beads weigh more. */
  readonly jaccardPooled: number;
  /** Soft Jaccard of all pixels together. */
  readonly jaccardSoft: number;
  /** Mean over images. */
  readonly dice: number;
  /** Of all pixels together. */
  readonly accuracy: number;
  readonly precision: number;
  readonly recall: number;
  readonly images: number;
}

/** Scores from the sums of each image; all NaN for no image. */
export function segmentationScores(images: readonly OverlapSums[]): SegmentationScores {
  const mean = (score: (image: OverlapSums) => number): number =>
    images.reduce((sum, image) => sum + score(image), 0) / images.length;
  const all = pooled(images);
  const counts = confusionCounts(all);
  const none = images.length === 0;
  return {
    jaccard: mean((image) => jaccard(confusionCounts(image))),
    jaccardPooled: none ? NaN : jaccard(counts),
    jaccardSoft: none ? NaN : softJaccard(all),
    dice: mean((image) => dice(confusionCounts(image))),
    accuracy: none ? NaN : accuracy(counts),
    precision: none ? NaN : precision(counts),
    recall: none ? NaN : recall(counts),
    images: images.length,
  };
}
