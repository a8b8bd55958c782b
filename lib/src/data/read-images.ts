import { basename } from 'node:path';
import { inParts } from './in-parts';
import { listImages } from './list-images';
import { pictureStem } from './pictures/endings';
import { beyondRange, decideIntensityRange, type IntensityRange } from './pictures/intensity-range';
import { measureIntensities } from './pictures/measure-intensities';
import { upright } from './pictures/orientation';
import type { Picture } from './pictures/picture';
import { parsePages, readPictures, type PagesTold } from './pictures/read-pictures';
import { scaleIntensities } from './pictures/scale-intensities';

/** An image without a mask, upright, or the reason why it could not be read. */
export type ReadImage =
  | {
      /** The file's stem, with the page where there are several. */
      readonly id: string;
      readonly file: string;
      readonly height: number;
      readonly width: number;
      readonly channels: 1 | 3;
      /** Intensities in [0, 1]; length `height · width · channels`. */
      readonly image: Float32Array;
      /** The same picture in the file's own units and colours, upright. */
      readonly picture: Picture;
      /** What had to be decided, one sentence each. */
      readonly notices: readonly string[];
    }
  | { readonly id: string; readonly file: string; readonly reason: string };

export interface ReadImagesOptions {
  /** How intensities are scaled, from the data set that a network was trained on; default: decided from these images. */
  readonly range?: IntensityRange;
  /** 1 (grey; default) or 3 (RGB). */
  readonly channels?: 1 | 3;
  /** As `-p pages=`: `samples`, or the number of the only page that counts. */
  readonly pages?: string;
}

/**
 * Reads images without masks: a file, a folder to any depth, or a pattern (`plates/*.tif`). One at a time, so that memory
 * is bounded by the largest file. A file that cannot be read comes with its reason, and the others go on. Throws where
 * there is no picture at all.
 */
export async function* readImages(
  source: string,
  options: ReadImagesOptions = {},
): AsyncGenerator<ReadImage> {
  parsePages(options.pages ?? '');
  const files = await listImages(source);
  const range = options.range ?? (await imageRange(files, options.pages));
  for (const file of files)
    yield* await readImageFile(file, { ...options, range }, options.range !== undefined);
}

/**
 * Reads the pages of one image file, each an image; a file that cannot be read is one with its reason.
 *
 * @param known whether the range was decided without this file, so that what lies beyond it has to be said; default true
 */
export async function readImageFile(
  file: string,
  { range, channels = 1, pages: told = '' }: ReadImagesOptions & { readonly range: IntensityRange },
  known = true,
): Promise<ReadImage[]> {
  const stem = pictureStem(basename(file));
  const pages = parsePages(told);
  try {
    const { pages: pictures, notices } = await readPictures(file, pages === undefined ? {} : { pages });
    const digits = String(pictures.length).length;
    return pictures.map((stored, i) => {
      const picture = upright(stored);
      const { height, width } = picture;
      const id = pictures.length === 1 ? stem : `${stem}_p${String(i + 1).padStart(digits, '0')}`;
      const image = scaleIntensities(picture, range, channels);
      const beyond = known ? beyondRange(measureIntensities(stored), range) : null;
      const said = beyond === null ? notices : [...notices, beyond];
      return { id, file, height, width, channels, image, picture, notices: said };
    });
  } catch (error) {
    return [{ id: stem, file, reason: error instanceof Error ? error.message : String(error) }];
  }
}

/** The range of intensities of image files, decided from all of them; files that cannot be read are passed over. */
export async function imageRange(files: readonly string[], told = ''): Promise<IntensityRange> {
  const pages = parsePages(told);
  return rangeOf(files, pages);
}

async function rangeOf(files: readonly string[], pages: PagesTold | undefined): Promise<IntensityRange> {
  const measured = await inParts(files, async (file) => {
    const { pages: pictures } = await readPictures(file, pages === undefined ? {} : { pages });
    return pictures.map((picture) => ({ name: basename(file), measure: measureIntensities(picture) }));
  });
  return decideIntensityRange(measured.flatMap((one) => ('value' in one ? one.value : [])));
}
