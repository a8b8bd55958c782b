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
