import { luma } from './luma';

/** Intensities in grey (1: luma after ITU-R BT.601) or colour (3: grey repeated). */
export function convertedChannels(image: Float32Array, from: 1 | 3, to: 1 | 3): Float32Array {
  if (from === to) return image;
  const pixels = image.length / from;
  const converted = new Float32Array(pixels * to);
  for (let i = 0; i < pixels; i += 1)
    if (to === 3) converted.fill(image[i]!, 3 * i, 3 * i + 3);
    else converted[i] = luma(image[3 * i]!, image[3 * i + 1]!, image[3 * i + 2]!);
  return converted;
}
