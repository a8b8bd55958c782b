import { confusionCounts, detectionScores, jaccard, matchByOverlap, overlapSums } from '../../metrics';
import {
  matchObjectsOf,
  predictPictures,
  preparedSize,
  trueLabels,
  type Ensemble,
  type PictureResult,
} from '../../prediction';
import type { Sample } from '../../types';
import type { ScoredImageOf } from './compare-scores';

/** What networks say of images with masks. */
export interface PredictedScores {
  readonly images: readonly ScoredImageOf[];
  /** Probability of foreground, by image, at its own size. */
  readonly maps: ReadonlyMap<string, Float32Array>;
}

/** Images that are predicted together. */
const together = 16;

/**
 * Predicts images and scores them against their masks, as held-out images are scored.
 *
 * @param samples with intensities as the network's file says, see its `preparation.range`
 */
export function predictedScores(network: Ensemble, samples: readonly Sample[]): PredictedScores {
  const { threshold } = network.description.prediction;
  const images: ScoredImageOf[] = [];
  const maps = new Map<string, Float32Array>();
  for (let from = 0; from < samples.length; from += together) {
    const some = samples.slice(from, from + together);
    predictPictures(network, some).forEach((result, i) => {
      const sample = some[i]!;
      const sums = overlapSums(sample.mask, result.map, threshold, sample.ignore);
      const { truth, predicted, matched } = objectsOf(network, sample, result);
      maps.set(sample.id, result.map);
      images.push({
        image: sample.id,
        group: sample.group,
        jaccard: sums.truth === 0 ? NaN : jaccard(confusionCounts(sums)),
        objects: { truth, found: predicted, matched },
      });
    });
  }
  return { images, maps };
}

/** Objects at the picture's own size; lengths of settings are those of the size that the network sees. */
function objectsOf(
  { description: { objects, preparation, prediction } }: Ensemble,
  sample: Sample,
  { labels, map }: PictureResult,
): { truth: number; predicted: number; matched: number } {
  if (objects?.method !== 'peaks')
    return detectionScores([matchByOverlap(trueLabels(sample), labels, 0.5, sample.ignore)]);
  const larger = sample.width / preparedSize(sample, preparation.size).width;
  const scaled = { ...objects, sigma: objects.sigma * larger, distance: objects.distance * larger };
  return detectionScores([matchObjectsOf(sample, map, scaled, prediction.threshold)]);
}
