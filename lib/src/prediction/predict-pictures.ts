import type { Picture, ReadImage } from '../data';
import type { Model } from '../models';
import type { NetworkFile } from './network-description';
import { PictureMaps, type MapOptions } from './picture-maps';
import { pictureResult, type PictureResult } from './picture-result';
import { greyLevels } from './pictures/grey-levels';
import { prepareScaled, type PreparedPicture } from './prepare-picture';

/** A network as `loadNetwork` gives it, or several as `loadEnsemble` does. */
export type PredictingNetwork = { readonly description: NetworkFile } & (
  | { readonly model: Model }
  | { readonly models: readonly Model[] }
);

/** A picture to predict: intensities in [0, 1], as `readImages` and `readDataSet` give them. */
export interface PictureToPredict extends PreparedPicture {
  readonly id: string;
  /** In the file's units: objects' mean intensities are then in them, else in [0, 1]. */
  readonly picture?: Picture;
}

export interface PredictPicturesOptions extends MapOptions {
  /** Probability from which a pixel is foreground; default as the network file says. */
  readonly threshold?: number;
}

/**
 * What a network says of pictures: probability, mask, numbered objects and their measurements, in the order of the
 * pictures, each at its own size. Pictures that could not be read (`reason`) are passed over.
 */
export function predictPictures(
  network: PredictingNetwork,
  images: readonly (PictureToPredict | ReadImage)[],
  options: PredictPicturesOptions = {},
): (PictureResult & { readonly id: string })[] {
  const { description } = network;
  const { threshold = description.prediction.threshold } = options;
  const maps = new PictureMaps('models' in network ? network.models : [network.model], description, options);
  try {
    return images.flatMap((image) => {
      if ('reason' in image) return [];
      const prepared = prepareScaled(image, description.preparation);
      const [map] = maps.of([prepared]);
      const { height, width, id } = image;
      const { objects } = description;
      const from = { height: prepared.height, width: prepared.width, map: map! };
      return [{ id, ...pictureResult(from, { height, width }, { threshold, objects }, greyLevels(image)) }];
    });
  } finally {
    maps.dispose();
  }
}
