import type { Sample } from '../types';

/**
 * The sample under a poor light: the ground falls from 75 % of its brightness at the left edge to 30 % at the right one, and
 * objects stand out 45 % as much as they did.
 */
export function poorLight(sample: Sample): Sample {
  const { width, channels, image } = sample;
  return {
    ...sample,
    image: image.map((value, i) => {
      const x = Math.floor(i / channels) % width;
      return (0.75 - (0.45 * x) / width) * (0.55 + 0.45 * value);
    }),
  };
}
