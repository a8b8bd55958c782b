import { readDataSet } from '../../data';
import { trialSamples, type TrialData } from '../../recipes';
import type { Sample } from '../../types';
import type { SearchManifest } from '../store/manifest';
import { keptImages, type SearchImages } from './kept-images';

/**
 * The images of a search in the channels that a recipe takes: as kept beside it, else read from their folder.
 *
 * @throws one line where they are not those that the search began with
 */
export async function searchImages(
  folder: string,
  { data }: Pick<SearchManifest, 'data'>,
  channels: 1 | 3,
): Promise<{ readonly samples: readonly Sample[]; readonly data: TrialData }> {
  const kept = keptImages(folder, data.hash);
  if (kept !== null) return trialSamples(kept, channels);
  const read = await readDataSet(data.folder, { ...data.options, channels: 3 });
  const hash = hashOf(read);
  if (hash !== data.hash)
    throw new Error(
      `${data.folder} holds other images or masks now than the search began with (hash ${hash}, then ${data.hash}); name a new folder with --out`,
    );
  return trialSamples(read, channels);
}

/** Hash of a data set that was read in colour. */
export function hashOf(images: SearchImages): string {
  return trialSamples(images, 3).data.hash;
}
