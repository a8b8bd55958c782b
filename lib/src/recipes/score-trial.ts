import {
  overlapSums,
  segmentationScores,
  trivialScores,
  withinTrivial,
  type OverlapSums,
  type SegmentationScores,
  type TrivialScores,
} from '../metrics';
import { chooseObjects, mapToPicture, type ObjectSettings } from '../prediction';
import { predict, Predictor } from '../training';
import type { Sample } from '../types';
import { heldOutImages, type HeldOutImage } from './held-out-images';
import type { TrainedRecipe } from './train-recipe';
import type { Trial } from './trial';

/** Probability from which a pixel is foreground. */
export const threshold = 0.5;
/** Training images that the way to tell objects apart is chosen on, at most. */
const objectImages = 12;

/** What a trained recipe reaches on the images that were held out. */
export interface ScoredTrial {
  readonly images: readonly HeldOutImage[];
  /** The same images against their audited masks, null where one could not be judged; absent where nothing was audited. */
  readonly audited?: readonly (HeldOutImage | null)[];
  readonly scores: SegmentationScores;
  /** What everything, nothing and a threshold of intensity reach on the same images. */
  readonly trivial: TrivialScores;
  /** A sentence where the scores do not beat those; null where they do. */
  readonly warning: string | null;
  /** How objects are told apart; chosen on training images, so that held-out scores stay clean. */
  readonly objects: ObjectSettings;
}

/**
 * Predicts the held-out images and scores them against their masks as given, and audited where there are such: one after the
 * other, so that memory is bounded by the largest.
 *
 * @param onMap takes the probability map of a held-out image, at its own size; it is not kept
 */
export async function scoreTrial(
  { recipe, split, labels }: Trial,
  { model, trained, heldOut, prepare }: TrainedRecipe,
  onMap?: (image: Sample, map: Float32Array) => Promise<void>,
): Promise<ScoredTrial> {
  const { precision = 'float32' } = recipe.config;
  const options = { precision, ...recipe.predict };
  const few = spread(trained, objectImages);
  const { settings: objects } = chooseObjects(few, predict(model, few, options), threshold);
  const how = { objects, threshold };
  const truths = split.validation;
  const images: HeldOutImage[] = [];
  const sums: OverlapSums[] = [];
  const audited: (HeldOutImage | null)[] = [];
  const predictor = new Predictor(model, options);
  try {
    for (const [i, truth] of truths.entries()) {
      const sample = heldOut[i]!;
      const seen = predictor.maps([sample]);
      const maps = [mapToPicture(seen[0]!, sample, truth)];
      sums.push(overlapSums(truth.mask, maps[0]!, threshold, truth.ignore));
      images.push(...heldOutImages([truth], maps, { samples: [sample], maps: seen }, how));
      const moved = labels?.audited?.get(truth.id);
      audited.push(
        moved ? heldOutImages([moved], maps, { samples: [prepare(moved)], maps: seen }, how)[0]! : null,
      );
      await onMap?.(truth, maps[0]!);
    }
  } finally {
    predictor.dispose();
  }
  const scores = segmentationScores(sums);
  const trivial = trivialScores(split.train, truths);
  return {
    images,
    ...(labels?.audited && { audited }),
    scores,
    trivial,
    warning: withinTrivial(scores, trivial),
    objects,
  };
}

/** At most `most` of the items, evenly spread. */
function spread<T>(items: readonly T[], most: number): T[] {
  if (items.length <= most) return [...items];
  return Array.from({ length: most }, (_, i) => items[Math.floor((i * items.length) / most)]!);
}
