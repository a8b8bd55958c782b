import { checkSize } from './components';

/**
 * Euclidean distance of every pixel to the nearest pixel of a mask, in pixels between centres: 0 on the mask,
 * infinite everywhere where the mask is empty. Exact, in linear time (Felzenszwalb and Huttenlocher, 2012).
 */
export function distanceTo(mask: ArrayLike<number>, height: number, width: number): Float64Array {
  checkSize(mask, height, width);
  const squared = new Float64Array(height * width);
  for (let i = 0; i < squared.length; i += 1) squared[i] = mask[i] === 0 ? Infinity : 0;
  const longest = Math.max(height, width);
  const buffers = {
    line: new Float64Array(longest),
    at: new Int32Array(longest),
    from: new Float64Array(longest + 1),
  };
  for (let x = 0; x < width; x += 1) lowerEnvelope(squared, x, width, height, buffers);
  for (let y = 0; y < height; y += 1) lowerEnvelope(squared, y * width, 1, width, buffers);
  for (let i = 0; i < squared.length; i += 1) squared[i] = Math.sqrt(squared[i]!);
  return squared;
}

/**
 * Distance of every pixel of a mask to the nearest pixel that is not of it, 0 elsewhere; infinite without
 * background.
 */
export function depthInside(mask: ArrayLike<number>, height: number, width: number): Float64Array {
  const background = new Uint8Array(mask.length);
  for (let i = 0; i < background.length; i += 1) background[i] = mask[i] === 0 ? 1 : 0;
  return distanceTo(background, height, width);
}

/**
 * Signed distance to the boundary of a mask, in pixels: positive outside, negative inside. The boundary lies
 * half way between a foreground and a background pixel, so neighbours across it have ½ and −½. A mask that is
 * all background has +∞ everywhere, all foreground −∞.
 *
 * @param ignore not 0 = neither foreground nor background: no distance is taken to it, and its own is 0; default none
 */
export function signedDistance(
  mask: ArrayLike<number>,
  height: number,
  width: number,
  ignore?: ArrayLike<number>,
): Float64Array {
  if (ignore) return distanceBetweenCounted(mask, height, width, ignore);
  const outside = distanceTo(mask, height, width);
  const inside = depthInside(mask, height, width);
  for (let i = 0; i < outside.length; i += 1)
    outside[i] = outside[i]! > 0 ? outside[i]! - 0.5 : 0.5 - inside[i]!;
  return outside;
}

function distanceBetweenCounted(
  mask: ArrayLike<number>,
  height: number,
  width: number,
  ignore: ArrayLike<number>,
): Float64Array {
  const of = (inside: boolean): Float64Array => {
    const kind = new Uint8Array(mask.length);
    for (let i = 0; i < kind.length; i += 1) kind[i] = ignore[i] === 0 && (mask[i] !== 0) === inside ? 1 : 0;
    return distanceTo(kind, height, width);
  };
  const [outside, inside] = [of(true), of(false)];
  for (let i = 0; i < outside.length; i += 1)
    outside[i] = ignore[i] !== 0 ? 0 : mask[i] === 0 ? outside[i]! - 0.5 : 0.5 - inside[i]!;
  return outside;
}

interface Buffers {
  readonly line: Float64Array;
  readonly at: Int32Array;
  readonly from: Float64Array;
}

/** Replaces a line f of squared distances by min over q of f(q) + (p − q)²: the lower envelope of parabolas. */
function lowerEnvelope(
  values: Float64Array,
  start: number,
  step: number,
  length: number,
  buffers: Buffers,
): void {
  const { line, at, from } = buffers;
  let parabolas = 0;
  for (let q = 0; q < length; q += 1) {
    const height = values[start + q * step]!;
    line[q] = height;
    if (height === Infinity) continue;
    let meets = -Infinity;
    while (parabolas > 0) {
      const p = at[parabolas - 1]!;
      meets = (height + q * q - line[p]! - p * p) / (2 * (q - p));
      if (meets > from[parabolas - 1]!) break;
      parabolas -= 1;
    }
    from[parabolas] = parabolas === 0 ? -Infinity : meets;
    at[parabolas] = q;
    parabolas += 1;
  }
  if (parabolas === 0) return;
  for (let q = 0, k = 0; q < length; q += 1) {
    while (k + 1 < parabolas && from[k + 1]! < q) k += 1;
    const p = at[k]!;
    values[start + q * step] = (q - p) ** 2 + line[p]!;
  }
}
