/** Mean gradient against distance to the edge. */
export interface GradientProfile {
  /** Middle of each bin, signed distance in pixels. */
  readonly distance: readonly number[];
  readonly pixels: readonly number[];
  /** Mean size of a pixel's gradient in the bin; NaN where it is empty. */
  readonly mean: readonly number[];
  /** Share of the sum of all pixels' gradient sizes; those beyond the bins count in the total. */
  readonly influence: readonly number[];
}

/**
 * Sizes of gradients in bins of signed distance, one pixel wide unless told otherwise.
 *
 * @param from first bin's lower end, default −6. @param to last bin's upper end, default 20.
 */
export function gradientProfile(
  gradient: ArrayLike<number>,
  distance: ArrayLike<number>,
  { from = -6, to = 20, width = 1 }: { from?: number; to?: number; width?: number } = {},
): GradientProfile {
  if (!(width > 0 && to > from))
    throw new RangeError(`invalid bins: from ${from} to ${to}, width ${width}; need from < to, width > 0`);
  const bins = Math.ceil((to - from) / width);
  const pixels = new Array<number>(bins).fill(0);
  const sums = new Array<number>(bins).fill(0);
  let total = 0;
  for (let i = 0; i < gradient.length; i += 1) {
    const size = Math.abs(gradient[i]!);
    total += size;
    const bin = Math.floor((distance[i]! - from) / width);
    if (bin < 0 || bin >= bins || Number.isNaN(bin)) continue;
    pixels[bin]! += 1;
    sums[bin]! += size;
  }
  return {
    distance: sums.map((_, i) => from + (i + 0.5) * width),
    pixels,
    mean: sums.map((sum, i) => (pixels[i] === 0 ? NaN : sum / pixels[i]!)),
    influence: sums.map((sum) => (total === 0 ? 0 : sum / total)),
  };
}
