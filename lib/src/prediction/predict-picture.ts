import type { Model } from '../models';
import { predict, type PredictOptions } from '../training';
import type { NetworkDescription } from './network-description';
import { mapToPicture, preparePicture, type RawPicture } from './prepare-picture';

/**
 * Probability of foreground for one picture as it stands in its file: `height × width` in [0, 1], row by row, in the
 * picture's size. Prepared, cut into tiles and averaged over symmetries as the description says, unless asked otherwise.
 */
export function predictPicture(
  model: Model,
  picture: RawPicture,
  { preparation, prediction }: Pick<NetworkDescription, 'preparation' | 'prediction'>,
  options: PredictOptions = {},
): Float32Array {
  const prepared = preparePicture(picture, preparation);
  const mask = new Uint8Array(prepared.height * prepared.width);
  const { symmetries, tiles } = prediction;
  const [map] = predict(model, [{ id: '', group: '', mask, ...prepared }], {
    symmetries,
    ...(tiles && { tiles }),
    ...options,
  });
  return preparation.size.kind === 'native' ? map! : mapToPicture(map!, prepared, picture);
}
