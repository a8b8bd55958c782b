import type { TileAudit } from './tile-audit';

/** The audit in a few lines: verdicts, ceilings, and each slide's shifts and label sizes. */
export function auditSummary(tiles: readonly TileAudit[]): string {
  const count = (verdict: TileAudit['verdict']): number => tiles.filter((t) => t.verdict === verdict).length;
  const lines = [
    `${tiles.length} tiles: labels of ${count('aligned')} lie on their objects, of ${count('shifted')} are ` +
      `shifted, of ${count('no match')} do not match their image; ${count('empty')} have none`,
  ];
  for (const { id, verdict, belongsTo } of tiles)
    if (verdict === 'no match')
      lines.push(
        `${id}: the labels do not match the image${belongsTo ? `; they fit that of ${belongsTo}` : ''}`,
      );
  const ceilings = tiles.flatMap(({ ceiling }) => (ceiling ? [ceiling] : []));
  if (ceilings.length > 0) {
    const average = (key: 'shift' | 'size' | 'both'): string => mean(ceilings.map((c) => c[key])).toFixed(2);
    lines.push(
      `Jaccard of a perfect model on the masks as given, mean over tiles: ${average('both')} ` +
        `(${average('shift')} for shifts alone, ${average('size')} for sizes alone)`,
    );
  }
  for (const group of new Set(tiles.map((t) => t.group))) {
    const slide = tiles.filter((t) => t.group === group && t.blocks.length > 0 && t.ceiling);
    if (slide.length > 0) lines.push(slideLine(group, slide));
  }
  return lines.join('\n');
}

function slideLine(group: string, slide: readonly TileAudit[]): string {
  const largest = Math.max(...slide.map((t) => t.shift.largest)).toFixed(1);
  const off = Math.round(100 * mean(slide.map((t) => t.shareShifted)));
  const edges = slide.flatMap(({ edge }) => (edge ? [edge] : []));
  const parts = [
    `${group}: mean shift ${mean(slide.map((t) => t.shift.mean)).toFixed(1)} px, largest ${largest}`,
    `${off} % of blocks far off`,
  ];
  if (edges.length > 0) {
    parts.push(`label radius ${range(edges.map((e) => e.labelRadius))}`);
    parts.push(`object radius ${range(edges.map((e) => e.labelRadius + e.offset))} px`);
  }
  return parts.join(', ');
}

/** One tile of the audit as a row of a table; lengths in pixels. */
export interface AuditRow {
  readonly tile: string;
  readonly verdict: TileAudit['verdict'];
  readonly meanShift: number;
  readonly largestShift: number;
  /** Share of blocks shifted by the limit or more, in [0, 1]. */
  readonly shareShifted: number;
  /** NaN where too few labels stand alone to measure. */
  readonly labelRadius: number;
  readonly objectRadius: number;
  readonly correlation: number;
  readonly correlationRealigned: number;
  /** Jaccard of a perfect model on the mask as given: for the shift alone, and for shift and size; NaN without match. */
  readonly ceilingShift: number;
  readonly ceiling: number;
}

/** The audit as a table, a row a tile. */
export function auditTable({ tiles }: { readonly tiles: readonly TileAudit[] }): AuditRow[] {
  return tiles.map((tile) => ({
    tile: tile.id,
    verdict: tile.verdict,
    meanShift: tile.shift.mean,
    largestShift: tile.shift.largest,
    shareShifted: tile.shareShifted,
    labelRadius: tile.edge?.labelRadius ?? NaN,
    objectRadius: tile.edge ? tile.edge.labelRadius + tile.edge.offset : NaN,
    correlation: tile.correlation.given,
    correlationRealigned: tile.correlation.realigned,
    ceilingShift: tile.ceiling?.shift ?? NaN,
    ceiling: tile.ceiling?.both ?? NaN,
  }));
}

function mean(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}

function range(values: readonly number[]): string {
  return `${Math.min(...values).toFixed(1)}–${Math.max(...values).toFixed(1)}`;
}
