/**
 * Signed distance of each pixel to the mask's edge in pixels: positive on background, negative on foreground. The edge
 * runs between pixels, so the two pixels beside it have ±0.5: the distance is that to the nearest centre of the other
 * class, less a half. Exact (Felzenszwalb and Huttenlocher, 2012, "Distance transforms of sampled functions"). A mask
 * without foreground gives +∞ everywhere, one without background −∞.
 *
 * @param mask 0 or 1, `height × width`, row by row
 */
export function edgeDistance(mask: ArrayLike<number>, height: number, width: number): Float32Array {
  if (mask.length !== height * width)
    throw new RangeError(`a mask of ${height} × ${width} needs ${height * width} values; got ${mask.length}`);
  const toForeground = squaredDistance(mask, height, width, 1);
  const toBackground = squaredDistance(mask, height, width, 0);
  return Float32Array.from(toForeground, (d, i) =>
    d > 0 ? Math.sqrt(d) - 0.5 : 0.5 - Math.sqrt(toBackground[i]!),
  );
}

/** Squared distance of each pixel to the nearest one of this value, column by column and then along the rows. */
function squaredDistance(mask: ArrayLike<number>, height: number, width: number, value: 0 | 1): Float64Array {
  const result = Float64Array.from(mask, (v) => ((v >= 0.5 ? 1 : 0) === value ? 0 : Infinity));
  for (let x = 0; x < width; x += 1) lowerEnvelope(result, x, width, height);
  for (let y = 0; y < height; y += 1) lowerEnvelope(result, y * width, 1, width);
  return result;
}

/** Replaces f(i) by min over j of f(j) + (i − j)² along one line: the lower envelope of parabolas. */
function lowerEnvelope(values: Float64Array, start: number, stride: number, length: number): void {
  const at = (i: number): number => values[start + i * stride]!;
  const roots: number[] = []; // vertices of the parabolas in the envelope
  const heights: number[] = [];
  const from: number[] = []; // where each one begins to be the lowest
  for (let j = 0; j < length; j += 1) {
    const f = at(j);
    if (f === Infinity) continue;
    let begin = -Infinity;
    while (roots.length > 0) {
      const k = roots.length - 1;
      begin = (f + j * j - heights[k]! - roots[k]! ** 2) / (2 * (j - roots[k]!));
      if (begin > from[k]!) break;
      roots.pop();
      heights.pop();
      from.pop();
      begin = -Infinity;
    }
    roots.push(j);
    heights.push(f);
    from.push(begin);
  }
  if (roots.length === 0) return;
  let k = 0;
  for (let i = 0; i < length; i += 1) {
    while (k + 1 < roots.length && from[k + 1]! <= i) k += 1;
    values[start + i * stride] = (i - roots[k]!) ** 2 + heights[k]!;
  }
}
