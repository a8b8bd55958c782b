import { bilinear } from './bilinear';

/**
 * The illumination behind small objects, `height × width`: the median of square cells, then the median of 5 × 5 cells,
 * with straight lines between them.
 *
 * @param across how many cells go into the width. Five of them must be wide enough to look past a clump of objects, and
 *   narrow enough to follow the illumination: at 64 some of a crowded region's darkness counts as illumination.
 */
export function backgroundOf(
  plane: Float32Array,
  height: number,
  width: number,
  across: number,
): Float32Array {
  const cell = Math.max(4, Math.round(width / across));
  const [rows, columns] = [Math.ceil(height / cell), Math.ceil(width / cell)];
  const cells = new Float32Array(rows * columns);
  for (let r = 0; r < rows; r += 1)
    for (let c = 0; c < columns; c += 1)
      cells[r * columns + c] = median(window(plane, height, width, r * cell, c * cell, cell, cell));
  const smooth = new Float32Array(rows * columns);
  for (let r = 0; r < rows; r += 1)
    for (let c = 0; c < columns; c += 1)
      smooth[r * columns + c] = median(
        window(
          cells,
          rows,
          columns,
          Math.max(0, r - 2),
          Math.max(0, c - 2),
          Math.min(rows, r + 3) - Math.max(0, r - 2),
          Math.min(columns, c + 3) - Math.max(0, c - 2),
        ),
      );
  const result = new Float32Array(height * width);
  for (let y = 0, i = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1, i += 1)
      result[i] = bilinear(smooth, rows, columns, (x + 0.5) / cell - 0.5, (y + 0.5) / cell - 0.5);
  return result;
}

function window(
  plane: Float32Array,
  height: number,
  width: number,
  top: number,
  left: number,
  rows: number,
  columns: number,
): Float32Array {
  const [bottom, right] = [Math.min(height, top + rows), Math.min(width, left + columns)];
  const values = new Float32Array((bottom - top) * (right - left));
  let n = 0;
  for (let y = top; y < bottom; y += 1)
    for (let x = left; x < right; x += 1) values[n++] = plane[y * width + x]!;
  return values;
}

function median(values: Float32Array): number {
  return values.sort()[values.length >> 1]!;
}
