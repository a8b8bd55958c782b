/** One panel of a figure: the names of its axes and its place in the plot area, as fractions of it. */
export interface Panel {
  readonly xaxis: string;
  readonly yaxis: string;
  readonly xDomain: readonly [number, number];
  readonly yDomain: readonly [number, number];
}

/**
 * Panels in reading order, row by row from the top left. At most nine: Plotly's typings end at `xaxis9`.
 *
 * @param gapX space between columns, as a fraction of the plot area's width. @param gapY the same for rows.
 */
export function panelGrid(rows: number, columns: number, gapX = 0.12, gapY = 0.2): Panel[] {
  if (rows * columns > 9 || rows < 1 || columns < 1)
    throw new RangeError(`invalid panel grid; not 1 to 9 panels: ${rows} × ${columns}`);
  const width = (1 - gapX * (columns - 1)) / columns;
  const height = (1 - gapY * (rows - 1)) / rows;
  return Array.from({ length: rows * columns }, (_, index) => {
    const left = (index % columns) * (width + gapX);
    const top = 1 - Math.floor(index / columns) * (height + gapY);
    const suffix = index === 0 ? '' : String(index + 1);
    return {
      xaxis: `x${suffix}`,
      yaxis: `y${suffix}`,
      xDomain: [round(left), round(left + width)],
      yDomain: [round(top - height), round(top)],
    };
  });
}

/**
 * Panels under each other whose heights stand in the proportion of `weights`, so that bars of all of them are
 * equally thick. @param gap space between them, as a fraction of the plot area's height.
 */
export function stackedPanels(weights: readonly number[], gap: number): Panel[] {
  const panels = panelGrid(weights.length, 1);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const usable = 1 - gap * (weights.length - 1);
  let top = 1;
  return panels.map((panel, index) => {
    const bottom = top - (usable * weights[index]!) / total;
    const placed = { ...panel, yDomain: [round(bottom), round(top)] as const };
    top = bottom - gap;
    return placed;
  });
}

function round(value: number): number {
  return Math.min(1, Math.max(0, Number(value.toFixed(6))));
}
