import { inParts } from './in-parts';
import type { FilePair } from './layouts/layout';
import { leftOutLines } from './left-out-lines';
import { decideMaskOrientation, orientationEvidence, type MaskOrientation } from './masks/mask-orientation';
import type { MaskMeaning } from './masks/mask-meaning';
import { measureMask, type MaskMeasure } from './masks/measure-mask';
import { readMask } from './masks/read-mask';
import { wholeMask } from './make-sample';
import { measureIntensities, type IntensityMeasure } from './pictures/measure-intensities';
import type { ReadPictures } from './cache/picture-shelf';
import { readPictures, type PagesTold } from './pictures/read-pictures';
import { readImagePair } from './read-image-pair';

/** What a pair's files hold, in a few numbers, so that a whole set can be decided on at once. */
export interface MeasuredPair {
  readonly pair: FilePair;
  readonly parts: readonly {
    readonly id: string;
    readonly image: IntensityMeasure;
    readonly masks: readonly MaskMeasure[];
    /** Whether image or mask asks for an EXIF turn. */
    readonly turned: boolean;
  }[];
}

/** Measures all pairs, a few files in memory at a time. Pairs that cannot be read are named with the reason. */
export async function measurePairs(
  root: string,
  pairs: readonly FilePair[],
  pages: PagesTold | undefined,
  read: ReadPictures = readPictures,
): Promise<{
  readonly measured: readonly MeasuredPair[];
  readonly leftOut: readonly { readonly stem: string; readonly reason: string }[];
  readonly notices: readonly string[];
}> {
  const results = await inParts(pairs, async (pair) => {
    const { pictures, notices } = await readImagePair(root, pair, pages, read);
    const parts = pictures.map(({ id, image, masks }) => ({
      id,
      image: measureIntensities(image),
      masks: masks.map(measureMask),
      turned: [image, ...masks].some(({ orientation }) => orientation !== 1),
    }));
    return { pair, parts, notices: [...new Set(notices)].map((reason) => ({ stem: pair.stem, reason })) };
  });
  const measured = results.flatMap((one) => ('value' in one ? [one.value] : []));
  return {
    measured,
    leftOut: results.flatMap((one) => ('reason' in one ? [{ stem: one.item.stem, reason: one.reason }] : [])),
    notices: leftOutLines(measured.flatMap(({ notices }) => notices)),
  };
}

/** Whether masks were drawn on the pictures as shown or as stored; only images with an EXIF turn are read for it. */
export async function measureOrientation(
  root: string,
  measured: readonly MeasuredPair[],
  meaning: MaskMeaning,
  pages: PagesTold | undefined,
  read: ReadPictures = readPictures,
): Promise<MaskOrientation> {
  const turned = measured.filter(({ parts }) => parts.some((part) => part.turned)).map(({ pair }) => pair);
  const evidence = await inParts(turned, async (pair) => {
    const { pictures } = await readImagePair(root, pair, pages, read);
    return pictures.flatMap(({ id, image, masks }) => {
      const mask = wholeMask(masks.map((one) => readMask(one, meaning)));
      return orientationEvidence(id, image, masks[0]!, mask) ?? [];
    });
  });
  return decideMaskOrientation(evidence.flatMap((one) => ('value' in one ? one.value : [])));
}
