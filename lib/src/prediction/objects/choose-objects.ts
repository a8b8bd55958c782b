import { connectedComponents, detectionScores, matchByOverlap, splitTouching } from '../../metrics';
import type { ObjectSettings } from '../network-description';
import { withoutSmall } from './find-objects';
import { matchObjectsOf, trueLabels, type ObjectTruth } from './match-objects-of';

/** How objects are told apart, and how well that did on the images it was chosen on. */
export interface ObjectChoice {
  readonly settings: ObjectSettings;
  /** Share of objects found and found rightly (F1), at a Jaccard index of ½ or, for small discs, by their centres. */
  readonly f1: number;
  /** Objects found over objects there, less 1. */
  readonly countError: number;
}

/** Depths of a neck that are tried, as shares of the median object's radius. */
const depths = [0.05, 0.1, 0.2, 0.3, 0.5];
/** Least areas that are tried, as shares of the median object's. */
const areas = [0, 0.05, 0.1, 0.2, 0.35];
/** Images of at most this median diameter, relative to 512, hold small discs where their areas are alike. */
const smallDisc = 14;

/**
 * Chooses how objects are told apart in predictions: connected pieces, pieces taken apart where they touch, or peaks, with
 * the least area and the depth of a neck that find most of the objects of these images rightly.
 *
 * True objects are those that the masks number; else the masks' connected pieces; else, where the masks hold small discs
 * of one size that touch, the discs.
 *
 * @param truths images with their masks, as the network sees them
 * @param maps their probability maps; of images that no held-out score is reported on
 */
export function chooseObjects(
  truths: readonly ObjectTruth[],
  maps: readonly ArrayLike<number>[],
  threshold = 0.5,
): ObjectChoice {
  const numbered = truths.every(({ instances }) => instances !== undefined);
  const sizes = truths.flatMap(trueAreas).sort((a, b) => a - b);
  const at = (share: number): number => sizes[Math.round(share * (sizes.length - 1))] ?? 0;
  const median = at(0.5);
  if (sizes.length === 0)
    return {
      settings: {
        method: 'components',
        minimumArea: 0,
        reason: 'no object to choose by: every connected piece counts',
      },
      f1: NaN,
      countError: NaN,
    };
  const side = Math.max(...truths.map(({ width }) => width));
  const diameter = 2 * Math.sqrt(median / Math.PI);
  const scale = side / 512;
  if (!numbered && diameter <= smallDisc * scale && at(0.25) >= 0.35 * median) {
    const reason = `objects are small discs (median diameter ${diameter.toFixed(1)} pixels) of one size, so each is a peak, also where discs touch`;
    const settings: ObjectSettings = {
      method: 'peaks',
      sigma: 1.4 * scale,
      distance: Math.max(1, 3 * scale),
      minimum: 0.35,
      reason,
    };
    const { f1, countError } = detectionScores(
      truths.map((truth, i) => matchObjectsOf(truth, maps[i]!, settings, threshold)),
    );
    return { settings, f1, countError };
  }

  const labels = truths.map(trueLabels);
  const masks = maps.map((map) => Uint8Array.from(map, (value) => Number(value >= threshold)));
  const ways = [null, ...depths.map((part) => Math.max(0.4, (part * diameter) / 2))];
  const judged = ways.flatMap((depth) => {
    // The pieces are the same whatever is left out afterwards.
    const pieces = truths.map(({ height, width }, i) =>
      depth === null
        ? connectedComponents(masks[i]!, height, width)
        : splitTouching(masks[i]!, height, width, depth),
    );
    return areas.map((share): ObjectChoice => {
      const minimumArea = Math.round(share * median);
      const { f1, countError } = detectionScores(
        pieces.map((piece, i) => {
          const all = piece.objects.map(({ area }) => area);
          const found = withoutSmall(piece.labels, all, minimumArea);
          return matchByOverlap(labels[i]!, found.labels, 0.5, truths[i]!.ignore);
        }),
      );
      const settings: ObjectSettings =
        depth === null ? { method: 'components', minimumArea } : { method: 'split', minimumArea, depth };
      return { settings, f1, countError };
    });
  });
  const best = judged.reduce((held, one) =>
    one.f1 > held.f1 + 1e-9 ||
    (one.f1 > held.f1 - 1e-9 && Math.abs(one.countError) < Math.abs(held.countError) - 1e-9)
      ? one
      : held,
  );
  const how =
    best.settings.method === 'split'
      ? `pieces are taken apart at necks ${best.settings.depth.toFixed(1)} pixels deep`
      : 'connected pieces are objects';
  const least = best.settings.method === 'peaks' ? 0 : best.settings.minimumArea;
  const reason = `${how}${least > 0 ? `, pieces below ${least} pixels are none` : ''}: of ${judged.length} ways the one that finds most of the ${sizes.length} ${numbered ? 'numbered objects' : 'connected pieces'} of ${truths.length} training images (F1 ${best.f1.toFixed(3)})`;
  return { ...best, settings: { ...best.settings, reason } };
}

function trueAreas({ instances, mask, height, width }: ObjectTruth): number[] {
  if (!instances) return connectedComponents(mask, height, width).objects.map(({ area }) => area);
  const counts = new Map<number, number>();
  for (const label of instances) if (label > 0) counts.set(label, (counts.get(label) ?? 0) + 1);
  return [...counts.values()];
}
