import { meanOf, rounded } from './columns';

/** The label audit of one photograph, as `data/resolution/audit.json` keeps it; lengths in pixels at 512². */
export interface PhotographAudit {
  /** `<slide>_grid_r<row>_c<column>`. */
  readonly tile: string;
  readonly verdict: string;
  readonly meanShift: number;
  readonly largestShift: number;
  readonly labelRadius: number | null;
  readonly objectRadius: number | null;
  /** Jaccard of a network that draws every object exactly, for shifts alone; in [0, 1]. */
  readonly ceilingShift: number | null;
  /** The same for shifts and sizes. */
  readonly ceiling: number | null;
  /** How much darker a bead is than its ground, in [0, 1]. */
  readonly objectDepth: number;
}

/** The slide that a photograph was cut from. */
export function slideOf(tile: string): string {
  return tile.split('_grid')[0]!;
}

/** Slides in the order in which they come. */
export function slidesOf(photographs: readonly PhotographAudit[]): string[] {
  return [...new Set(photographs.map(({ tile }) => slideOf(tile)))];
}

/** How much darker a bead of each slide is than its ground, mean over its tiles, in [0, 1]. */
export function depthBySlide(photographs: readonly PhotographAudit[]): Map<string, number> {
  return new Map(
    slidesOf(photographs).map((slide) => [
      slide,
      meanOf(photographs.filter(({ tile }) => slideOf(tile) === slide).map((one) => one.objectDepth)),
    ]),
  );
}

/** The audit as a table, a row a slide. */
export function auditBySlide(photographs: readonly PhotographAudit[]): Record<string, string | number>[] {
  return slidesOf(photographs).map((slide) => {
    const own = photographs.filter(({ tile }) => slideOf(tile) === slide);
    const mean = (of: (one: PhotographAudit) => number | null): number =>
      rounded(meanOf(own.map((one) => of(one) ?? NaN)));
    return {
      slide,
      tiles: own.length,
      'mean shift, px': mean((one) => one.meanShift),
      'largest, px': rounded(Math.max(...own.map((one) => one.largestShift))),
      'label radius, px': mean((one) => one.labelRadius),
      'bead radius, px': mean((one) => one.objectRadius),
      'ceiling by shifts': mean((one) => one.ceilingShift),
      'ceiling by shifts and sizes': mean((one) => one.ceiling),
    };
  });
}

/** A line for each photograph whose mask belongs to another. */
export function strayMasks(photographs: readonly PhotographAudit[]): string {
  return photographs
    .filter(({ verdict }) => verdict === 'no match')
    .map(({ tile, verdict }) => `${tile}: ${verdict}; the mask belongs to another tile`)
    .join('\n');
}
