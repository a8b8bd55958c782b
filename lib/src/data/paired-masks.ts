import type { Sample } from '../types';
import type { FilePair } from './layouts/layout';
import { makeSample } from './make-sample';
import { decideMaskMeaning } from './masks/decide-mask-meaning';
import type { MaskMeaning } from './masks/mask-meaning';
import type { MasksTold } from './masks/mask-options';
import { measureOrientation, measurePairs } from './measure-pairs';
import { decideIntensityRange } from './pictures/intensity-range';
import { parsePages } from './pictures/read-pictures';
import { readImagePair } from './read-image-pair';

/** Masks beside images, whose meaning was decided for all of them at once; read one by one. */
export interface PairedMasks {
  readonly meaning: MaskMeaning;
  /** What had to be decided, one sentence each. */
  readonly notices: readonly string[];
  /** Pairs that cannot be read, each with the reason. */
  readonly leftOut: readonly { readonly stem: string; readonly reason: string }[];
  /** Image and mask of every page of a pair, grey, upright, at the files' size. */
  read(pair: FilePair): Promise<readonly Sample[]>;
}

/**
 * Decides what masks beside images mean, as `readDataSet` does, without holding them all in memory.
 *
 * @throws one line that asks where the masks' values do not say it
 */
export async function pairedMasks(
  root: string,
  pairs: readonly FilePair[],
  told: MasksTold = {},
  typedPages = '',
): Promise<PairedMasks> {
  const pages = parsePages(typedPages);
  const { measured, leftOut, notices } = await measurePairs(root, pairs, pages);
  const parts = measured.flatMap((one) => one.parts);
  const meaning = decideMaskMeaning(
    parts.flatMap(({ id, masks }) => masks.map((measure) => ({ name: id, measure }))),
    told,
  );
  const orientation = await measureOrientation(root, measured, meaning, pages);
  const range = decideIntensityRange(parts.map(({ id, image }) => ({ name: id, measure: image })));
  return {
    meaning,
    notices: [...notices, ...meaning.notices, ...(orientation.text === null ? [] : [orientation.text])],
    leftOut,
    read: async (pair) => {
      const { pictures } = await readImagePair(root, pair, pages);
      return pictures.map((picture) => makeSample(picture, '', { meaning, range, orientation, channels: 1 }));
    },
  };
}
