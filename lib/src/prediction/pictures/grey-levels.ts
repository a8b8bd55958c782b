import { luma, withChannels, type Picture } from '../../data';
import type { PreparedPicture } from '../prepare-picture';

/** Intensities of a picture, one a pixel, in the file's units where they are known: grey, or luma of colours. */
export function greyLevels(image: PreparedPicture & { readonly picture?: Picture }): ArrayLike<number> {
  const { picture } = image;
  if (!picture) return withChannels({ id: '', group: '', mask: new Uint8Array(0), ...image }, 1).image;
  const { data, channels: step, height, width } = picture;
  if (step === 1) return data;
  return Float64Array.from({ length: height * width }, (_, i) =>
    step >= 3 ? luma(data[step * i]!, data[step * i + 1]!, data[step * i + 2]!) : data[step * i]!,
  );
}
