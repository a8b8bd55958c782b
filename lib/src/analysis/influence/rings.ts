/** Pixels of a range of signed distances to the edge of an object. */
export interface Ring {
  readonly name: string;
  /** Signed distance in pixels, negative inside; this one included. */
  readonly from: number;
  /** The first one that no longer belongs. */
  readonly to: number;
}

/** The three classes of the published table, by distance: the edge is the pixels within 1 of it, on both sides. */
export const threeRings: readonly Ring[] = [
  { name: 'Background', from: 1, to: Infinity },
  { name: 'Inside', from: -Infinity, to: -1 },
  { name: 'Edge', from: -1, to: 1 },
];

/** The same with the background divided at 4 pixels, half the width of a bead. */
export const fourRings: readonly Ring[] = [
  { name: 'Far background', from: 4, to: Infinity },
  { name: 'Near background', from: 1, to: 4 },
  { name: 'Inside', from: -Infinity, to: -1 },
  { name: 'Edge', from: -1, to: 1 },
];

/** Index of the ring of each pixel. @throws RangeError where a distance lies in no ring. */
export function ringsOf(distance: ArrayLike<number>, rings: readonly Ring[]): Uint8Array {
  return Uint8Array.from(distance, (d) => {
    // −∞ (a mask that is all foreground) belongs to the ring that begins there, +∞ to the one that ends there
    const index = rings.findIndex(({ from, to }) => d >= from && (d < to || to === Infinity));
    if (index < 0)
      throw new RangeError(
        `distance ${d} is in no ring; there are ${rings.map(({ name, from, to }) => `${name} [${from}, ${to})`).join(', ')}`,
      );
    return index;
  });
}

/** What the pixels of a ring weigh. */
export interface RingInfluence {
  readonly name: string;
  readonly pixels: number;
  /** Share of all pixels, in [0, 1]. */
  readonly share: number;
  /** Mean size of a pixel's gradient. */
  readonly mean: number;
  /** `mean` relative to that of the ring where it is largest: the weight of the published table, measured. */
  readonly weight: number;
  /** Share of the sum of all pixels' gradient sizes, in [0, 1]. */
  readonly influence: number;
  /** influence / share; NaN in an empty ring. */
  readonly amplification: number;
}

/**
 * Divides the gradient among rings.
 *
 * @param gradient ∂L/∂z of each pixel (or any other size that is to be divided), signs do not matter
 * @param ringOf index of each pixel's ring, as {@link ringsOf} gives it
 */
export function influenceByRing(
  gradient: ArrayLike<number>,
  ringOf: ArrayLike<number>,
  rings: readonly Pick<Ring, 'name'>[],
): RingInfluence[] {
  if (gradient.length !== ringOf.length)
    throw new RangeError(`gradient and rings differ in length: ${gradient.length} and ${ringOf.length}`);
  const pixels = new Float64Array(rings.length);
  const sums = new Float64Array(rings.length);
  for (let i = 0; i < gradient.length; i += 1) {
    pixels[ringOf[i]!]! += 1;
    sums[ringOf[i]!]! += Math.abs(gradient[i]!);
  }
  const total = sums.reduce((a, b) => a + b, 0);
  const means = sums.map((sum, i) => (pixels[i] === 0 ? 0 : sum / pixels[i]!));
  const largest = means.reduce((a, b) => Math.max(a, b), 0);
  return rings.map(({ name }, i) => {
    const share = pixels[i]! / gradient.length;
    const influence = total === 0 ? 0 : sums[i]! / total;
    return {
      name,
      pixels: pixels[i]!,
      share,
      mean: means[i]!,
      weight: largest === 0 ? 0 : means[i]! / largest,
      influence,
      amplification: influence / share,
    };
  });
}
