import type { Random } from '../random';
import type { Sample } from '../types';

/** Ranges that a change of intensity is drawn from: uniformly, gain and gamma on a log scale. */
export interface IntensityRanges {
  /** Factor on intensities; default [0.8, 1.25]. */
  readonly gain?: readonly [number, number];
  /** Added to intensities, which span [0, 1]; default [−0.1, 0.1]. */
  readonly offset?: readonly [number, number];
  /** Exponent on intensities, applied first; default [0.8, 1.25]. */
  readonly gamma?: readonly [number, number];
}

/**
 * Changes an image's intensities to `gain · x^gamma + offset`, clamped to [0, 1]; all channels alike, mask
 * untouched.
 */
export function changeIntensity(sample: Sample, ranges: IntensityRanges, random: Random): Sample {
  const { gain = [0.8, 1.25], offset = [-0.1, 0.1], gamma = [0.8, 1.25] } = ranges;
  const [factor, exponent] = [logBetween('gain', gain, random), logBetween('gamma', gamma, random)];
  const added = random.between(...checked('offset', offset));
  const { image: given } = sample;
  const image = new Float32Array(given.length);
  for (let i = 0; i < image.length; i += 1) {
    const x = given[i]!;
    image[i] = Math.min(1, Math.max(0, factor * (exponent === 1 ? x : x ** exponent) + added));
  }
  return { ...sample, image };
}

function logBetween(name: string, range: readonly [number, number], random: Random): number {
  const [low, high] = checked(name, range);
  if (!(low > 0)) throw new RangeError(`invalid ${name}; not above 0: ${low}`);
  return low * (high / low) ** random.uniform();
}

function checked(name: string, [low, high]: readonly [number, number]): [number, number] {
  if (!(low <= high && Number.isFinite(high - low)))
    throw new RangeError(`invalid ${name}; not [low, high] with low <= high: [${low}, ${high}]`);
  return [low, high];
}
