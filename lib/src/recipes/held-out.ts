import { confusionCounts, jaccard, objectScores, overlapSums, pooled, softJaccard } from '../metrics';
import type { Sample } from '../types';

/** Scores of held-out tiles, one value a tile in each column; NaN where a tile has no such mask, or no foreground in it. */
export interface HeldOutScores {
  readonly tiles: readonly string[];
  readonly slides: readonly string[];
  /** Hard Jaccard against the masks as given, and against those moved onto their objects. */
  readonly jaccardGiven: readonly number[];
  readonly jaccardAudited: readonly number[];
  /** Soft Jaccard against the masks as given, all pixels together: the published kind of score. */
  readonly softGiven: number;
  /** Objects of the audited mask, of the prediction, and pairs of them with centres within 3 px at 512². */
  readonly beads: readonly number[];
  readonly found: readonly number[];
  readonly matched: readonly number[];
}

/**
 * Scores probability maps. `given[i]` and `audited[i]` (null where the audit could not correct the mask) are masks of
 * the same tile and size.
 */
export function heldOutScores(
  maps: readonly Float32Array[],
  given: readonly Sample[],
  audited: readonly (Sample | null)[],
): HeldOutScores {
  const hard = (sample: Sample, i: number): number =>
    jaccard(confusionCounts(overlapSums(sample.mask, maps[i]!, 0.5, sample.ignore)));
  const objects = maps.map((map, i) => {
    const reference = audited[i];
    if (!reference) return { beads: NaN, found: NaN, matched: NaN };
    const { truth, predicted, matched } = objectScores([reference], [map]);
    return { beads: truth, found: predicted, matched };
  });
  return {
    tiles: given.map(({ id }) => id),
    slides: given.map(({ group }) => group),
    jaccardGiven: given.map(hard),
    jaccardAudited: audited.map((sample, i) => (sample ? hard(sample, i) : NaN)),
    softGiven: softJaccard(
      pooled(given.map((sample, i) => overlapSums(sample.mask, maps[i]!, 0.5, sample.ignore))),
    ),
    beads: objects.map(({ beads }) => beads),
    found: objects.map(({ found }) => found),
    matched: objects.map(({ matched }) => matched),
  };
}
