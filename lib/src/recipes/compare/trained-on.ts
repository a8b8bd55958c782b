import { foldsByGroup } from '../../data';
import type { NetworkFile } from '../../prediction';
import type { Sample } from '../../types';

/** Which images of a data set a network was trained on, as far as its file says. */
export type TrainedOn =
  | {
      /** The data set is the network's own. */
      readonly known: true;
      /** Ids of images that it was trained on, sorted. */
      readonly images: readonly string[];
    }
  | { readonly known: false; readonly reason: string };

/**
 * Finds out which images a network has seen in its training: its file keeps the hash of its data set and its fold, and
 * the same images are always dealt to the same folds.
 *
 * @param hash of the data set, read in the network's channels
 */
export function trainedOn(
  { data, origin: { fold } }: Pick<NetworkFile, 'data' | 'origin'>,
  samples: readonly Sample[],
  hash: string,
): TrainedOn {
  if (data.hash !== hash)
    return {
      known: false,
      reason: `it was trained on ${data.images} images of another data set or another reading of this one (${data.name}, ${data.hash}); whether some of these images are among them its file does not say`,
    };
  if (fold === null) return { known: true, images: samples.map(({ id }) => id).sort() };
  const { train } = foldsByGroup(samples, { folds: fold.of })[fold.index]!;
  return { known: true, images: train.map(({ id }) => id).sort() };
}
