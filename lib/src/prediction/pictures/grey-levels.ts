import { luma, withChannels, type Picture } from '../../data';
import type { PreparedPicture } from '../prepare-picture';

/** Intensities of a picture, one a pixel, in the file's units where they are known: grey, or luma of colours. */
export function greyLevels(image: PreparedPicture & { readonly picture?: Picture }): ArrayLike<number> {
  const { picture } = image;
  if (!picture) return withChannels({ id: '', group: '', mask: new Uint8Array(0), ...image }, 1).image;
  return greyOf(picture);
}

/** Levels of a picture as they stand in its file, one a pixel: grey, or luma of colours. */
export function greyOf(picture: Picture): ArrayLike<number> {
  const { data, channels: step, height, width } = picture;
  if (step === 1) return data;
  const grey = new Float64Array(height * width);
  for (let i = 0, at = 0; i < grey.length; i += 1, at += step)
    grey[i] = step >= 3 ? luma(data[at]!, data[at + 1]!, data[at + 2]!) : data[at]!;
  return grey;
}
