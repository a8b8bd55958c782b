import type { Sample } from '../../types';
import type { PixelMaps } from '../pixel-maps';
import { packMaps } from './packed-maps';
import { sourceOf, storedSample } from './stored-sample';

/** The sample in another group; its pixels stay where they are. */
export function withGroup(sample: Sample, group: string): Sample {
  const source = sourceOf(sample);
  return source ? storedSample({ ...source, facts: { ...source.facts, group } }) : { ...sample, group };
}

/** The sample under another name; its pixels stay where they are. */
export function withId(sample: Sample, id: string): Sample {
  const source = sourceOf(sample);
  return source ? storedSample({ ...source, facts: { ...source.facts, id } }) : { ...sample, id };
}

/** The sample with other maps of its size in place of all of its own. Its intensities stay where they are. */
export function withMaps(sample: Sample, maps: PixelMaps): Sample {
  const source = sourceOf(sample);
  if (source === null) {
    const { mask: _, ignore: __, instances: ___, ...rest } = sample;
    return { ...rest, ...maps };
  }
  return storedSample({ ...source, maps: packMaps(sample, maps, source.maps.mask.deflated) });
}
