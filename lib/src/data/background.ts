import { bilinear } from './bilinear';

export interface BackgroundOptions {
  /**
   * How many cells go into the reference width. Five of them must be wide enough to look past a clump of objects, and narrow enough
   * to follow the illumination: at 64 some of a crowded region's darkness counts as illumination.
   */
  readonly across: number;
  /** The width that the cells go into, in pixels of the plane, above 0; default the plane's own. */
  readonly referenceWidth?: number;
  /**
   * What lies beyond the image: `nothing`, so that the background is flat towards its edges; or `more of it`, the cells
   * mirrored at the edge's value, so that a slope goes on. Default `nothing`.
   */
  readonly beyond?: 'nothing' | 'more of it';
}

/** Values on a grid of cells. */
interface Grid {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float32Array;
}

/** Cells on each side of the one that a median is taken for. */
const reach = 2;

/**
 * The illumination behind small objects, `height × width`: the median of square cells, then the median of 5 × 5 cells,
 * with straight lines between them.
 */
export function backgroundOf(
  plane: Float32Array,
  height: number,
  width: number,
  { across, referenceWidth = width, beyond = 'nothing' }: BackgroundOptions,
): Float32Array {
  const cell = Math.max(4, Math.round(referenceWidth / across));
  const margin = beyond === 'nothing' ? 0 : reach;
  const [rows, columns] = [Math.ceil(height / cell), Math.ceil(width / cell)];
  const cells = grid(rows, columns, (r, c) =>
    median(window({ rows: height, columns: width, values: plane }, r * cell, c * cell, cell, cell)),
  );
  const wide = margin === 0 ? cells : continued(cells, 2 * margin);
  const smooth = grid(rows + 2 * margin, columns + 2 * margin, (r, c) => {
    const [top, left] = [Math.max(0, r + margin - reach), Math.max(0, c + margin - reach)];
    return median(window(wide, top, left, r + margin + reach + 1 - top, c + margin + reach + 1 - left));
  });
  const result = new Float32Array(height * width);
  for (let y = 0, i = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1, i += 1)
      result[i] = bilinear(
        smooth.values,
        smooth.rows,
        smooth.columns,
        (x + 0.5) / cell - 0.5 + margin,
        (y + 0.5) / cell - 0.5 + margin,
      );
  return result;
}

/** The grid with cells around it, each as far above the edge's value as its mirror image is below. */
function continued(inner: Grid, margin: number): Grid {
  const at = (r: number, c: number): number => inner.values[r * inner.columns + c]!;
  return grid(inner.rows + 2 * margin, inner.columns + 2 * margin, (row, column) => {
    const [r, c] = [row - margin, column - margin];
    const [edgeR, edgeC] = [within(r, inner.rows), within(c, inner.columns)];
    const [mirrorR, mirrorC] = [within(2 * edgeR - r, inner.rows), within(2 * edgeC - c, inner.columns)];
    return r === edgeR && c === edgeC ? at(r, c) : 2 * at(edgeR, edgeC) - at(mirrorR, mirrorC);
  });
}

const within = (i: number, length: number): number => Math.min(length - 1, Math.max(0, i));

function grid(rows: number, columns: number, value: (row: number, column: number) => number): Grid {
  const values = Float32Array.from({ length: rows * columns }, (_, i) =>
    value(Math.floor(i / columns), i % columns),
  );
  return { rows, columns, values };
}

/** The part of a window that lies on the grid. */
function window(
  { rows, columns, values }: Grid,
  top: number,
  left: number,
  height: number,
  width: number,
): Float32Array {
  const [bottom, right] = [Math.min(rows, top + height), Math.min(columns, left + width)];
  const part = new Float32Array((bottom - top) * (right - left));
  let n = 0;
  for (let y = top; y < bottom; y += 1)
    for (let x = left; x < right; x += 1) part[n++] = values[y * columns + x]!;
  return part;
}

function median(values: Float32Array): number {
  return values.sort()[values.length >> 1]!;
}
