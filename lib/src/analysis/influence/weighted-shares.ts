/** Pixels of one kind in an image, with the weight that a loss gives each. */
export interface WeightedPixels {
  readonly name: string;
  readonly pixels: number;
  /** Weight of a single pixel, relative to the others; 1 for all is plain counting. */
  readonly weight: number;
}

/** What a kind of pixels counts for. */
export interface WeightedShare extends WeightedPixels {
  /** Share of the pixels, in [0, 1]. */
  readonly share: number;
  /** Share of the summed weights, in [0, 1]. */
  readonly influence: number;
  /** influence / share: the published "amplification". Above 1 it is a gain relative to the others, never of the pixel itself. */
  readonly amplification: number;
}

/**
 * Shares of influence by the published arithmetic: pixels times weight, normalised. It weighs pixels by a factor of the
 * loss, not by its gradient; `influenceByRing` measures the latter.
 */
export function weightedShares(kinds: readonly WeightedPixels[]): WeightedShare[] {
  for (const { name, pixels, weight } of kinds) {
    if (!(pixels >= 0)) throw new RangeError(`invalid pixels of ${name}; not in [0, ∞): ${pixels}`);
    if (!(weight >= 0)) throw new RangeError(`invalid weight of ${name}; not in [0, ∞): ${weight}`);
  }
  const pixels = kinds.reduce((sum, kind) => sum + kind.pixels, 0);
  const weights = kinds.reduce((sum, kind) => sum + kind.pixels * kind.weight, 0);
  if (weights === 0) throw new RangeError('all pixels have weight 0, so there is no influence to share');
  return kinds.map((kind) => {
    const share = kind.pixels / pixels;
    const influence = (kind.pixels * kind.weight) / weights;
    return { ...kind, share, influence, amplification: share === 0 ? NaN : influence / share };
  });
}

/** Pixels at 512 × 512 by difficulty, as the search's documents state them. */
export const publishedPixels512: readonly { readonly name: string; readonly pixels: number }[] = [
  { name: 'background', pixels: 230_000 },
  { name: 'foreground', pixels: 28_000 },
  { name: 'boundary', pixels: 4_000 },
];

/** The focusing factors behind the published shares: 25.3, 30.8 and 44.0 % follow from these and from no others so round. */
export const publishedWeights512: readonly number[] = [0.01, 0.1, 1];
