import type { Sample } from '../types';
import { alignPair, type MaskOrientation } from './masks/mask-orientation';
import type { MaskMeaning } from './masks/mask-meaning';
import { mergeMasks } from './masks/merge-masks';
import { readMask, type ReadMask } from './masks/read-mask';
import type { IntensityRange } from './pictures/intensity-range';
import { scaleIntensities } from './pictures/scale-intensities';
import type { PicturePair } from './read-image-pair';

/** What was decided once for a data set, and every sample is made by. */
export interface Decisions {
  readonly meaning: MaskMeaning;
  readonly range: IntensityRange;
  readonly orientation: MaskOrientation;
  readonly channels: 1 | 3;
}

/** Makes the sample of an image and its mask, at the size of the files. Throws one line where they do not fit. */
export function makeSample({ id, image, masks }: PicturePair, group: string, how: Decisions): Sample {
  const read = wholeMask(masks.map((mask) => readMask(mask, how.meaning)));
  const aligned = alignPair(id, image, masks[0]!, read, how.orientation);
  const { height, width, mask, ignore, instances, notice } = aligned.mask;
  return {
    id,
    group,
    height,
    width,
    channels: how.channels,
    image: scaleIntensities(aligned.image, how.range, how.channels),
    mask,
    ...(ignore?.includes(1) && { ignore }),
    ...(instances && { instances, objectCount: distinct(instances) }),
    ...(notice && { maskNotice: notice }),
  };
}

/** The mask of an image from its files: the only one, or the union of one an object. */
export function wholeMask(masks: readonly ReadMask[]): ReadMask {
  return masks.length === 1 ? masks[0]! : mergeMasks(masks);
}

/** Share of foreground among the pixels that count. */
export function foregroundShare({ mask, ignore }: Sample): number {
  let [foreground, counted] = [0, 0];
  for (let i = 0; i < mask.length; i += 1) {
    if (ignore?.[i]) continue;
    counted += 1;
    foreground += mask[i]!;
  }
  return counted === 0 ? 0 : foreground / counted;
}

function distinct(instances: Uint32Array): number {
  const seen = new Set(instances);
  seen.delete(0);
  return seen.size;
}
