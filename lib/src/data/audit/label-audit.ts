import { signedDistance } from '../../metrics';
import type { Sample } from '../../types';
import { auditSummary } from './audit-summary';
import { darknessMap } from './darkness';
import { Recent } from '../stored/recent';
import { edgeOffset } from './edge-offset';
import { maskCorrelation, maskWithin, movedDistance, overlap } from './realign';
import type { TileAudit } from './tile-audit';
import { fitShiftField, gridded, noShift, sumOf, type ShiftField } from './shift-field';
import { bestFit, cutTemplates, type Fit } from './template';

export interface AuditOptions {
  /**
   * Blocks along each side of a tile whose labels are registered one by one; default 4 to 8, so that a block
   * holds about ten beads where there are enough.
   */
  readonly blocks?: number;
  /** Largest shift looked for, in pixels along each axis; default a 32nd of the width (16 at 512). */
  readonly reach?: number;
  /** Shift from which a block counts as shifted, in pixels; default 3 · width / 512. */
  readonly limit?: number;
  /** Whether objects are darker (default) or brighter than what is around them. */
  readonly objects?: 'dark' | 'bright';
}

export interface LabelAudit {
  readonly tiles: readonly TileAudit[];
  /** A few lines with the numbers. */
  readonly summary: string;
}

/** Maps of darkness that are kept for a second look. */
const DARKNESS_BYTES = 256 * 2 ** 20;
/** Correlation of labels with their image below which they are taken to belong to something else. */
const NO_MATCH = 0.35;

/**
 * Checks labels against their images: are they where the objects are, and as large?
 *
 * Each block's labels are registered to the map of darkness by correlation, over whole shifts and then to a
 * part of a pixel; the blocks' shifts are joined to a smooth field (affine plus what is left), and registered
 * three times more on top of it. On synthetic beads with a known warp the field is right to half a pixel at
 * 512².
 */
export function auditLabels(samples: readonly Sample[], options: AuditOptions = {}): LabelAudit {
  const darkness = new Recent(
    (sample: Sample) => darknessMap(sample, options.objects ?? 'dark'),
    (map) => map.byteLength,
    DARKNESS_BYTES,
  );
  const audits = samples.map((sample) => auditTile(sample, darkness.get(sample), options));
  const owners = ownersOf(
    samples.filter((_, i) => audits[i]!.verdict === 'no match'),
    samples,
    (sample) => darkness.get(sample),
  );
  const tiles = audits.map((audit, i) =>
    audit.verdict === 'no match' ? { ...audit, belongsTo: owners.get(samples[i]!) ?? null } : audit,
  );
  return { tiles, summary: auditSummary(tiles) };
}

/** The first other image that each of these masks fits; every image is looked at once, however many masks there are. */
function ownersOf(
  strays: readonly Sample[],
  samples: readonly Sample[],
  darknessOf: (sample: Sample) => Float32Array,
): ReadonlyMap<Sample, string> {
  const owners = new Map<Sample, string>();
  for (const other of samples) {
    const left = strays.filter(
      (stray) =>
        !owners.has(stray) &&
        stray.id !== other.id &&
        stray.height * stray.width === other.height * other.width,
    );
    for (const stray of left)
      if (maskCorrelation(stray.mask, darknessOf(other)) > NO_MATCH) owners.set(stray, other.id);
  }
  return owners;
}

function auditTile(sample: Sample, darkness: Float32Array, options: AuditOptions): TileAudit {
  const { id, group, height, width, mask } = sample;
  const unit = width / 512;
  const labelled = mask.reduce((a, b) => a + b, 0);
  const enough = Math.round(Math.sqrt(labelled / (400 * unit * unit)));
  const {
    blocks = Math.min(8, Math.max(4, enough)),
    reach = Math.max(4, Math.round(width / 32)),
    limit = 3 * unit,
  } = options;
  const templates = cutTemplates(mask, height, width, blocks, 3 * unit);
  if (templates.length === 0) return emptyTile(sample);

  const register = (
    field: ShiftField,
    within: number,
    step: 1 | 2,
  ): (Fit & { readonly template: (typeof templates)[number] })[] =>
    templates.map((template) => ({
      ...bestFit(template.template, darkness, height, width, field, within, step),
      template,
    }));
  // Interpolation smooths; fitting what is left on top of the field so far brings back what it smoothed away.
  const refine = (field: ShiftField, fits: ReturnType<typeof register>): ShiftField => {
    const points = fits
      .filter((fit) => fit.correlation > NO_MATCH)
      .map(({ dx, dy, correlation, template: { template } }) => {
        const { centreX: x, centreY: y } = template;
        const [knownX, knownY] = field.at(x, y);
        const weight = correlation ** 2 * Math.min(template.area, 500 * unit * unit);
        return { x, y, dx: dx - knownX, dy: dy - knownY, weight };
      });
    const left = fitShiftField(points, height, width, width / blocks);
    return gridded(sumOf(field, left), height, width);
  };
  let fits = register(noShift, reach, 2);
  let field = refine(noShift, fits);
  for (let pass = 0; pass < 3; pass += 1) {
    fits = register(field, 3, 1);
    field = refine(field, fits);
  }

  const distance = signedDistance(mask, height, width);
  let moved = movedDistance(distance, height, width, field);
  const given = maskCorrelation(mask, darkness);
  let realigned = maskCorrelation(maskWithin(moved, 0), darkness);
  const matches = realigned > NO_MATCH;
  if (!matches || realigned < given) {
    field = noShift;
    moved = distance;
    realigned = given;
  }
  const aligned = maskWithin(moved, 0);
  const edge = matches ? edgeOffset(aligned, darkness, height, width, unit) : null;
  const shift = shiftOver(mask, width, field);
  const resized = maskWithin(moved, edge?.offset ?? 0);
  const centres = templates.map(({ template }) =>
    Math.hypot(...field.at(template.centreX, template.centreY)),
  );
  return {
    id,
    group,
    verdict: !matches ? 'no match' : shift.largest >= limit ? 'shifted' : 'aligned',
    blocks: fits.map(({ dx, dy, correlation, template: { row, column, template } }) => ({
      row,
      column,
      dx,
      dy,
      correlation,
      area: template.area,
    })),
    correlation: { given, realigned },
    shift,
    shareShifted: centres.filter((length) => length >= limit).length / centres.length,
    edge,
    ceiling: matches
      ? { shift: overlap(mask, aligned), size: overlap(aligned, resized), both: overlap(mask, resized) }
      : null,
    belongsTo: null,
    field,
  };
}

/** Length of the shift over the foreground. */
function shiftOver(mask: Uint8Array, width: number, field: ShiftField): TileAudit['shift'] {
  let [sum, count, largest] = [0, 0, 0];
  for (let i = 0; i < mask.length; i += 1) {
    if (mask[i] === 0) continue;
    const length = Math.hypot(...field.at(i % width, Math.floor(i / width)));
    sum += length;
    count += 1;
    largest = Math.max(largest, length);
  }
  return { mean: sum / count, largest };
}

function emptyTile({ id, group }: Sample): TileAudit {
  return {
    id,
    group,
    verdict: 'empty',
    blocks: [],
    correlation: { given: 0, realigned: 0 },
    shift: { mean: 0, largest: 0 },
    shareShifted: 0,
    edge: null,
    ceiling: { shift: 1, size: 1, both: 1 },
    belongsTo: null,
    field: noShift,
  };
}
