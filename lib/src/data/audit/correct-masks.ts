import { signedDistance } from '../../metrics';
import type { Sample } from '../../types';
import type { LabelAudit } from './label-audit';
import { maskWithin, movedDistance, overlap } from './realign';

export interface CorrectionOptions {
  /** Moves labels onto their objects; default true. */
  readonly shift?: boolean;
  /**
   * Grows or shrinks labels to their objects' edge; default false. This changes what the labels call an object,
   * not only where it is, so say so wherever the score is shown.
   */
  readonly size?: boolean;
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
 * not match their image are left out and named. Images and the samples handed in stay as they are.
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
  const { shift = true, size = false } = options;
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
    const grow = size ? (tile.edge?.offset ?? 0) : 0;
    const given = signedDistance(sample.mask, height, width);
    const mask = maskWithin(shift ? movedDistance(given, height, width, tile.field) : given, grow);
    const kept = overlap(sample.mask, mask);
    if (kept === 1) {
      corrected.push(sample);
      continue;
    }
    corrected.push({ ...sample, mask });
    const { mean, largest } = tile.shift;
    const done = [
      ...(shift ? [`labels moved by ${mean.toFixed(1)} px (mean), ${largest.toFixed(1)} px at most`] : []),
      ...(grow === 0 ? [] : [`${grow > 0 ? 'grown' : 'shrunk'} by ${Math.abs(grow).toFixed(1)} px`]),
    ];
    corrections.push({
      id: sample.id,
      overlap: kept,
      text: `${done.join(', ')}; Jaccard with the old mask ${kept.toFixed(2)}`,
    });
  }
  const asked = [...(shift ? ['shift'] : []), ...(size ? ['size'] : [])].join(' and ') || 'nothing asked for';
  const summary = [
    `${corrections.length} of ${samples.length} masks corrected (${asked})`,
    ...leftOut.map(({ id, reason }) => `left out: ${id}: ${reason}`),
  ].join('\n');
  return { samples: corrected, corrections, leftOut, summary };
}
