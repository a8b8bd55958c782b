import { readImageFile, type IntensityRange, type ReadImage } from '../../data';
import type { Preparation } from '../network-description';
import { prepareScaled, type PreparedPicture } from '../prepare-picture';

/** How the files of a run are read; plain data, for another thread. */
export interface ReadSettings {
  readonly range: IntensityRange;
  readonly preparation: Preparation;
  /** As `-p pages=`; default as {@link readImageFile} has it. */
  readonly pages?: string | undefined;
}

/** A picture of a file, and what the network sees of it; null where it could not be read. */
export interface ReadPicture {
  readonly image: ReadImage;
  readonly prepared: PreparedPicture | null;
}

/** The pictures of an image file, read and prepared. */
export async function readPictures(
  file: string,
  { range, preparation, pages }: ReadSettings,
): Promise<ReadPicture[]> {
  const { channels } = preparation;
  const images = await readImageFile(file, { range, channels, ...(pages !== undefined && { pages }) });
  return images.map((image) => ({
    image,
    prepared: 'reason' in image ? null : prepareScaled(image, preparation),
  }));
}
