import {
  jaccard,
  confusionCounts,
  detectionScores,
  overlapSums,
  type DetectionScores,
  type Matching,
} from '../metrics';
import { matchObjectsOf, type ObjectSettings } from '../prediction';
import type { Sample } from '../types';

/** How one held-out image was drawn: scored against its mask as given, at its own size. */
export interface HeldOutImage {
  readonly id: string;
  readonly group: string;
  /** Share of the pixels that count that are foreground, in [0, 1]. */
  readonly foreground: number;
  /** Jaccard index of the thresholded prediction; NaN where the mask has no foreground. */
  readonly jaccard: number;
  /** Pixels predicted foreground that are not. */
  readonly falsePositive: number;
  readonly objects: DetectionScores;
}

/**
 * Scores predictions of held-out images.
 *
 * @param truths images with masks as given, as large as the maps
 * @param seen the same as the network sees them, with maps of that size: objects are told apart there
 */
export function heldOutImages(
  truths: readonly Sample[],
  maps: readonly Float32Array[],
  seen: { readonly samples: readonly Sample[]; readonly maps: readonly Float32Array[] },
  { objects, threshold }: { readonly objects: ObjectSettings; readonly threshold: number },
): HeldOutImage[] {
  return truths.map(({ id, group, mask, ignore }, i) => {
    const sums = overlapSums(mask, maps[i]!, threshold, ignore);
    const counts = confusionCounts(sums);
    const matching: Matching = matchObjectsOf(seen.samples[i]!, seen.maps[i]!, objects, threshold);
    return {
      id,
      group,
      foreground: sums.truth / Math.max(1, sums.pixels),
      jaccard: sums.truth === 0 ? NaN : jaccard(counts),
      falsePositive: counts.falsePositive,
      objects: detectionScores([matching]),
    };
  });
}
