import type { TileAudit } from './label-audit';

/** The audit in a few lines: verdicts, ceilings, and each slide's shifts and label sizes. */
export function auditSummary(tiles: readonly TileAudit[]): string {
  const of = (verdict: TileAudit['verdict']): readonly TileAudit[] =>
    tiles.filter((t) => t.verdict === verdict);
  const lines = [
    `${tiles.length} tiles: labels of ${of('aligned').length} lie on their objects, of ${of('shifted').length} are shifted, ` +
      `of ${of('no match').length} do not match their image; ${of('empty').length} have none`,
  ];
  for (const { id, belongsTo } of of('no match'))
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
    const slide = tiles.filter((t) => t.group === group && t.ceiling && t.verdict !== 'empty');
    if (slide.length === 0) continue;
    const radii = slide.flatMap(({ edge }) => (edge ? [edge] : []));
    const sizes =
      radii.length === 0
        ? ''
        : `, label radius ${range(radii.map((e) => e.labelRadius))}, object radius ${range(radii.map((e) => e.labelRadius + e.offset))}`;
    lines.push(
      `${group}: mean shift ${mean(slide.map((t) => t.shift.mean)).toFixed(1)} px, largest ` +
        `${Math.max(...slide.map((t) => t.shift.largest)).toFixed(1)}, ${Math.round(100 * mean(slide.map((t) => t.shareShifted)))} % of blocks far off${sizes} px`,
    );
  }
  return lines.join('\n');
}

function mean(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}

function range(values: readonly number[]): string {
  return `${Math.min(...values).toFixed(1)}–${Math.max(...values).toFixed(1)}`;
}
