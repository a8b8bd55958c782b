import { signedDistance } from '../../metrics';
import type { Sample } from '../../types';
import { withMaps } from '../stored/changed-sample';
import { darknessMap } from './darkness';
import type { LabelAudit } from './label-audit';
import { maskWithin, movedDistance, overlap } from './realign';
import { redrawDiscs } from './redraw-discs';
import type { TileAudit } from './tile-audit';

export interface CorrectionOptions {
  /** Moves labels onto their objects; default true. */
  readonly shift?: boolean;
  /**
   * Grows or shrinks labels to their objects' edge; default false. This changes what the labels call an object,
   * not only where it is, so say so wherever the score is shown.
   */
  readonly size?: boolean;
  /**
   * For round objects that are all equally large and photographed at one magnification: labels become discs of one radius,
   * the median of what was measured on all tiles (one tile's measure also depends on its focus), each around the centre of
   * its object. Labels that touch only grow or shrink to that radius. Default false; takes the place of `size`.
   */
  readonly discs?: boolean;
  /** Whether objects are darker (default) or brighter than what is around them; looked at for discs only. */
  readonly objects?: 'dark' | 'bright';
}

/** What was done to one sample's mask. */
export interface MaskCorrection {
  readonly id: string;
  /** Jaccard of the old mask with the new one. */
  readonly overlap: number;
  /** In words, with numbers. */
  readonly text: string;
}

/**
 * Samples with masks corrected after an audit, and a notice for each mask that changed. Samples whose labels do
 * not match their image are left out and named; where none of several does, the audit does not know such objects, and
 * nothing is changed. Images and the samples handed in stay as they are.
 */
export function correctMasks(
  samples: readonly Sample[],
  audit: LabelAudit,
  options: CorrectionOptions = {},
): {
  readonly samples: Sample[];
  readonly corrections: MaskCorrection[];
  readonly leftOut: { readonly id: string; readonly reason: string }[];
  /** All of it in a few lines. */
  readonly summary: string;
} {
  const { shift = true, size = false, discs = false, objects = 'dark' } = options;
  const judged = audit.tiles.filter(({ verdict }) => verdict !== 'empty');
  if (judged.length > 1 && judged.every(({ verdict }) => verdict === 'no match'))
    return {
      samples: [...samples],
      corrections: [],
      leftOut: [],
      summary:
        'the label audit found no mask that fits its image, so nothing was changed: it knows small discs that are all darker, or all brighter, than their ground',
    };
  const common = median(audit.tiles.flatMap(({ edge }) => (edge ? [edge.labelRadius + edge.offset] : [])));
  const growth = ({ edge }: TileAudit): number => {
    if (edge === null) return 0;
    if (discs) return common! - edge.labelRadius;
    return size ? edge.offset : 0;
  };
  const corrected: Sample[] = [];
  const corrections: MaskCorrection[] = [];
  const leftOut: { id: string; reason: string }[] = [];
  for (const sample of samples) {
    const tile = audit.tiles.find(({ id }) => id === sample.id);
    if (!tile) throw new Error(`${sample.id} was not audited; hand the audit of these samples in`);
    if (tile.verdict === 'no match') {
      const owner = tile.belongsTo ? `; they fit that of ${tile.belongsTo}` : '';
      leftOut.push({ id: sample.id, reason: `the labels do not match the image${owner}` });
      continue;
    }
    const { height, width } = sample;
    const grow = growth(tile);
    const given = signedDistance(sample.mask, height, width);
    const moved = maskWithin(shift ? movedDistance(given, height, width, tile.field) : given, grow);
    const mask =
      discs && common !== undefined
        ? redrawDiscs(moved, darknessMap(sample, objects), height, width, common, (2 * width) / 512)
        : moved;
    const kept = overlap(sample.mask, mask);
    if (kept === 1) {
      corrected.push(sample);
      continue;
    }
    // Numbers of objects lie where the old mask had them; a pixel to be ignored stays one.
    const { ignore } = sample;
    const counted = ignore ? mask.map((value, i) => (ignore[i] === 0 ? value : 0)) : mask;
    corrected.push(withMaps(sample, { mask: counted, ...(ignore && { ignore }) }));
    const { mean, largest } = tile.shift;
    const done = [
      ...(shift ? [`labels moved by ${mean.toFixed(1)} px (mean), ${largest.toFixed(1)} px at most`] : []),
      ...(Math.abs(grow) < 0.05
        ? []
        : [`${grow > 0 ? 'grown' : 'shrunk'} by ${Math.abs(grow).toFixed(1)} px`]),
      ...(discs && common !== undefined ? [`drawn as discs of radius ${common.toFixed(1)} px`] : []),
    ];
    corrections.push({
      id: sample.id,
      overlap: kept,
      text: `${done.join(', ')}; Jaccard with the old mask ${kept.toFixed(2)}`,
    });
  }
  const asked =
    [...(shift ? ['shift'] : []), ...(discs ? ['discs'] : size ? ['size'] : [])].join(' and ') ||
    'nothing asked for';
  const summary = [
    `${corrections.length} of ${samples.length} masks corrected (${asked})`,
    ...leftOut.map(({ id, reason }) => `left out: ${id}: ${reason}`),
  ].join('\n');
  return { samples: corrected, corrections, leftOut, summary };
}

const median = (values: readonly number[]): number | undefined =>
  [...values].sort((a, b) => a - b)[values.length >> 1];
