import type { Sample } from '../../types';
import { gaussianBlur } from '../blur';

/**
 * How much darker (or brighter) than its surroundings each pixel is, 0 where it is not; `height × width`, in
 * intensity.
 *
 * The surroundings are the median of cells a 64th of the width wide, then the median of 5 × 5 cells: wide
 * enough to look past a clump of beads, narrow enough to follow the illumination. The result is blurred by a
 * pixel at 512².
 */
export function darknessMap(sample: Sample, objects: 'dark' | 'bright'): Float32Array {
  const { height, width } = sample;
  const grey = greyOf(sample);
  const cell = Math.max(4, Math.round(width / 64));
  const [rows, columns] = [Math.ceil(height / cell), Math.ceil(width / cell)];
  const cells = new Float32Array(rows * columns);
  for (let r = 0; r < rows; r += 1)
    for (let c = 0; c < columns; c += 1)
      cells[r * columns + c] = median(window(grey, height, width, r * cell, c * cell, cell, cell));
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
  const sign = objects === 'dark' ? 1 : -1;
  const darkness = new Float32Array(height * width);
  for (let y = 0, i = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1, i += 1) {
      const background = bilinear(smooth, rows, columns, (x + 0.5) / cell - 0.5, (y + 0.5) / cell - 0.5);
      darkness[i] = Math.max(0, sign * (background - grey[i]!));
    }
  return gaussianBlur(darkness, height, width, width / 512);
}

/** Value between the pixels of a plane; beyond the edges that of the nearest pixel. */
export function bilinear(
  plane: ArrayLike<number>,
  height: number,
  width: number,
  x: number,
  y: number,
): number {
  const cx = x < 0 ? 0 : x > width - 1 ? width - 1 : x;
  const cy = y < 0 ? 0 : y > height - 1 ? height - 1 : y;
  const x0 = Math.floor(cx);
  const y0 = Math.floor(cy);
  const fx = cx - x0;
  const fy = cy - y0;
  const x1 = x0 + 1 < width ? x0 + 1 : x0;
  const top = y0 * width;
  const bottom = y0 + 1 < height ? top + width : top;
  const upper = (1 - fx) * plane[top + x0]! + fx * plane[top + x1]!;
  const lower = (1 - fx) * plane[bottom + x0]! + fx * plane[bottom + x1]!;
  return (1 - fy) * upper + fy * lower;
}

function greyOf({ image, channels }: Sample): Float32Array {
  if (channels === 1) return image;
  return Float32Array.from(
    { length: image.length / 3 },
    (_, i) => (image[3 * i]! + image[3 * i + 1]! + image[3 * i + 2]!) / 3,
  );
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
