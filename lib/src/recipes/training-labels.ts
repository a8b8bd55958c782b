import { auditLabels, correctMasks } from '../data';
import type { Sample } from '../types';
import type { DataSetFacts } from './plan/facts';
import type { Recipe } from './recipe';

/** Samples with the masks that a recipe trains on. */
export interface TrainingLabels {
  /** By id; an image whose mask fits nothing in it is missing and not trained on. */
  readonly samples: ReadonlyMap<string, Sample>;
  /**
   * Masks moved onto their objects by the label audit, by id, for scores that stand beside those on masks as given; absent
   * where nothing was audited. An image that the audit could not judge is missing.
   */
  readonly audited?: ReadonlyMap<string, Sample>;
  /** What was replaced and what left out, with numbers; empty where masks are as given. */
  readonly notices: readonly string[];
}

/**
 * The masks that a recipe trains on: as given, or after the label audit. The samples handed in stay as they are, and
 * whoever scores a network scores it on those.
 *
 * @param objects whether objects are darker or brighter than what is around them
 */
export function trainingLabels(
  samples: readonly Sample[],
  labels: NonNullable<Recipe['labels']>,
  objects: 'dark' | 'bright' = 'dark',
): TrainingLabels {
  const given = new Map(samples.map((sample) => [sample.id, sample]));
  if (labels === 'given') return { samples: given, notices: [] };
  const audit = auditLabels(samples, { objects });
  const matched = audit.tiles.filter(({ verdict }) => verdict === 'aligned' || verdict === 'shifted').length;
  if (matched === 0)
    return {
      samples: given,
      notices: [
        'the label audit found no mask that fits its image, so nothing was changed: masks are trained on as given',
      ],
    };
  const moved = correctMasks(samples, audit, { size: true, objects });
  const corrected = labels === 'discs' ? correctMasks(samples, audit, { discs: true, objects }) : moved;
  return {
    samples: new Map(corrected.samples.map((sample) => [sample.id, sample])),
    audited: new Map(moved.samples.map((sample) => [sample.id, sample])),
    notices: [
      `masks to train on: ${corrected.corrections.length} of ${samples.length} replaced after the label audit (${labels}); masks to score on stay as given`,
      ...corrected.leftOut.map(({ id, reason }) => `${id} is not trained on: ${reason}`),
    ],
  };
}

/** Whether a data set is what the label audit was made for, and why not. */
export interface AuditFit {
  readonly fits: boolean;
  readonly reason: string;
}

/** Median diameter of discs that the audit was made for, at most, in pixels of an image of 512. */
const largestDisc = 14;
/** Share of the masks that the audit must find in their images. */
const shareFound = 0.8;

/**
 * The label audit knows small discs of about one size that are all darker, or all brighter, than their ground. Anything
 * else it would "correct" wrongly, so elsewhere it is only offered.
 */
export function auditFits(samples: readonly Sample[], facts: DataSetFacts): AuditFit {
  const no = (reason: string): AuditFit => ({
    fits: false,
    reason: `the label audit was not used: ${reason}`,
  });
  const longest = Math.max(...facts.sizes.map(({ height, width }) => Math.max(height, width)));
  const [small, median] = facts.objects.diameter;
  if (facts.objects.count === 0) return no('there are no objects');
  if (median > (largestDisc * longest) / 512 || small < 0.4 * median)
    return no('it needs small discs of one size');
  if (facts.contrast.share < 0.9 || facts.foreground > 0.3)
    return no('it needs objects that are all darker, or all brighter, than their ground');
  const { tiles } = auditLabels(samples, { objects: facts.contrast.objects });
  const labelled = tiles.filter(({ verdict }) => verdict !== 'empty').length;
  const found = tiles.filter(({ verdict }) => verdict === 'aligned' || verdict === 'shifted').length;
  if (found < shareFound * labelled) return no(`it found the objects of only ${found} of ${labelled} masks`);
  return { fits: true, reason: `the label audit found the objects of ${found} of ${labelled} masks` };
}
