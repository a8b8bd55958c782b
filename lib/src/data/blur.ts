/**
 * Gaussian blur of a `height × width` plane, mirrored at the edges, with a kernel cut at 3σ.
 *
 * @param sigma standard deviation in pixels; 0 copies.
 */
export function gaussianBlur(
  plane: Float32Array,
  height: number,
  width: number,
  sigma: number,
): Float32Array {
  const kernel = gaussianKernel(sigma);
  if (kernel.length === 1) return Float32Array.from(plane);
  const across = blurRows(plane, height, width, kernel);
  return transpose(blurRows(transpose(across, height, width), width, height, kernel), width, height);
}

/** Weights of a Gaussian at −r … r with r = ⌈3σ⌉, summing to 1. */
export function gaussianKernel(sigma: number): Float32Array {
  if (!(sigma >= 0 && Number.isFinite(sigma))) throw new RangeError(`invalid sigma; not in [0, ∞): ${sigma}`);
  const radius = Math.ceil(3 * sigma);
  const weights = new Float32Array(2 * radius + 1);
  let sum = 0;
  for (let i = -radius; i <= radius; i += 1) {
    const weight = sigma === 0 ? 1 : Math.exp((-i * i) / (2 * sigma * sigma));
    weights[i + radius] = weight;
    sum += weight;
  }
  return weights.map((weight) => weight / sum);
}

function blurRows(plane: Float32Array, height: number, width: number, kernel: Float32Array): Float32Array {
  const radius = (kernel.length - 1) / 2;
  const padded = new Float32Array(width + 2 * radius);
  const result = new Float32Array(plane.length);
  for (let y = 0; y < height; y += 1) {
    const row = y * width;
    for (let x = -radius; x < width + radius; x += 1) padded[x + radius] = plane[row + mirror(x, width)]!;
    for (let x = 0; x < width; x += 1) {
      let sum = kernel[radius]! * padded[x + radius]!;
      for (let k = 0; k < radius; k += 1) sum += kernel[k]! * (padded[x + k]! + padded[x + 2 * radius - k]!);
      result[row + x] = sum;
    }
  }
  return result;
}

/** Index `i` reflected into [0, length), the edge pixel itself repeated (…1 0 | 0 1 2…). */
function mirror(i: number, length: number): number {
  const period = 2 * length;
  const folded = ((i % period) + period) % period;
  return folded < length ? folded : period - 1 - folded;
}

function transpose(plane: Float32Array, height: number, width: number): Float32Array {
  const result = new Float32Array(plane.length);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) result[x * height + y] = plane[y * width + x]!;
  return result;
}
