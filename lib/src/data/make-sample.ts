import type { Sample } from '../types';
import { alignPair, type MaskOrientation } from './masks/mask-orientation';
import type { MaskMeaning } from './masks/mask-meaning';
import { mergeMasks } from './masks/merge-masks';
import { readMask, type ReadMask } from './masks/read-mask';
import type { IntensityRange } from './pictures/intensity-range';
import type { Picture, Samples } from './pictures/picture';
import { scaleIntensities } from './pictures/scale-intensities';
import type { PicturePair } from './read-image-pair';
import { placeOf } from './cache/picture-file';
import { packMaps, shared } from './stored/packed-maps';
import { samplesOf } from './stored/read-samples';
import { storedSample } from './stored/stored-sample';

/** What was decided once for a data set, and every sample is made by. */
export interface Decisions {
  readonly meaning: MaskMeaning;
  readonly range: IntensityRange;
  readonly orientation: MaskOrientation;
  readonly channels: 1 | 3;
}

/**
 * Makes the sample of an image and its mask, at the size of the files: it keeps the bytes of the file, in the cache where
 * they lie there, and scales them when it is looked at. Throws one line where image and mask do not fit.
 */
export function makeSample({ id, image, masks }: PicturePair, group: string, how: Decisions): Sample {
  const read = wholeMask(masks.map((mask) => readMask(mask, how.meaning)));
  const aligned = alignPair(id, image, masks[0]!, read, how.orientation);
  const { height, width, mask, ignore, instances, notice } = aligned.mask;
  const { range, channels } = how;
  if (!range.ranges[image.kind]) scaleIntensities({ ...image, height: 0, width: 0 }, range, channels); // says so now
  const place = placeOf(image);
  const maps = { mask, ...(ignore?.includes(1) && { ignore }), ...(instances && { instances }) };
  return storedSample({
    facts: {
      id,
      group,
      height,
      width,
      channels,
      ...(instances && { objectCount: distinct(instances) }),
      ...(notice && { maskNotice: notice }),
    },
    image: {
      at: place ?? { data: sharedSamples(image) },
      height: image.height,
      width: image.width,
      stored: image.channels,
      kind: image.kind,
      orientation: image.orientation,
      range,
      channels,
      conversions: [],
      window: null,
    },
    maps: packMaps({ height, width }, maps, place !== null),
  });
}

function sharedSamples({ data, kind }: Picture): Samples {
  return samplesOf(kind, shared(new Uint8Array(data.buffer, data.byteOffset, data.byteLength)));
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
