import type { Sample } from '../types';
import { convertedChannels } from './converted-channels';
import { sourceOf, storedSample } from './stored/stored-sample';

/** The sample in grey (1: luma after ITU-R BT.601) or colour (3: grey repeated); itself where it has these channels. */
export function withChannels(sample: Sample, channels: 1 | 3): Sample {
  if (sample.channels === channels) return sample;
  const source = sourceOf(sample);
  if (source) {
    const { facts, image } = source;
    const conversions = [...image.conversions, channels];
    return storedSample({ ...source, facts: { ...facts, channels }, image: { ...image, conversions } });
  }
  return { ...sample, channels, image: convertedChannels(sample.image, sample.channels, channels) };
}
