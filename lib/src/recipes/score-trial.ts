import {
  overlapSums,
  segmentationScores,
  trivialScores,
  withinTrivial,
  type SegmentationScores,
  type TrivialScores,
} from '../metrics';
import { chooseObjects, mapToPicture, type ObjectSettings } from '../prediction';
import { predict } from '../training';
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
  /** Probability maps of the held-out images at their own sizes. */
  readonly maps: readonly Float32Array[];
}

/** Predicts the held-out images and scores them against their masks as given, and audited where there are such. */
export function scoreTrial(
  { recipe, split, labels }: Trial,
  { model, trained, heldOut, prepare }: TrainedRecipe,
): ScoredTrial {
  const { precision = 'float32' } = recipe.config;
  const few = spread(trained, objectImages);
  const { settings: objects } = chooseObjects(
    few,
    predict(model, few, { precision, ...recipe.predict }),
    threshold,
  );
  const seen = predict(model, heldOut, { precision, ...recipe.predict });
  const truths = split.validation;
  const maps = seen.map((map, i) => mapToPicture(map, heldOut[i]!, truths[i]!));
  const scores = segmentationScores(
    truths.map(({ mask, ignore }, i) => overlapSums(mask, maps[i]!, threshold, ignore)),
  );
  const audited =
    labels?.audited &&
    truths.map(({ id }, i) => {
      const sample = labels.audited?.get(id);
      if (!sample) return null;
      const one = { samples: [prepare(sample)], maps: [seen[i]!] };
      return heldOutImages([sample], [maps[i]!], one, { objects, threshold })[0]!;
    });
  const trivial = trivialScores(split.train, truths);
  return {
    images: heldOutImages(truths, maps, { samples: heldOut, maps: seen }, { objects, threshold }),
    ...(audited && { audited }),
    scores,
    trivial,
    warning: withinTrivial(scores, trivial),
    objects,
    maps,
  };
}

/** At most `most` of the items, evenly spread. */
function spread<T>(items: readonly T[], most: number): T[] {
  if (items.length <= most) return [...items];
  return Array.from({ length: most }, (_, i) => items[Math.floor((i * items.length) / most)]!);
}
