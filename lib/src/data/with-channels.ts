import type { Sample } from '../types';
import { luma } from './luma';

/** The sample in grey (1: luma after ITU-R BT.601) or colour (3: grey repeated); itself where it has these channels. */
export function withChannels(sample: Sample, channels: 1 | 3): Sample {
  if (sample.channels === channels) return sample;
  const { image, height, width } = sample;
  const converted = new Float32Array(height * width * channels);
  for (let i = 0; i < height * width; i += 1)
    if (channels === 3) converted.fill(image[i]!, 3 * i, 3 * i + 3);
    else converted[i] = luma(image[3 * i]!, image[3 * i + 1]!, image[3 * i + 2]!);
  return { ...sample, channels, image: converted };
}
