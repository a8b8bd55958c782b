import { stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { inParts } from './in-parts';
import { listFolder } from './layouts/listing';
import { selectFiles } from './layouts/select-files';
import { pictureEnding, pictureStem } from './pictures/endings';
import { beyondRange, decideIntensityRange, type IntensityRange } from './pictures/intensity-range';
import { measureIntensities } from './pictures/measure-intensities';
import { upright } from './pictures/orientation';
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
  const { channels = 1 } = options;
  const pages = parsePages(options.pages ?? '');
  const files = await imageFiles(source);
  const range = options.range ?? (await rangeOf(files, pages));
  for (const file of files) {
    const stem = pictureStem(basename(file));
    try {
      const { pages: pictures, notices } = await readPictures(file, pages === undefined ? {} : { pages });
      const digits = String(pictures.length).length;
      for (const [i, picture] of pictures.entries()) {
        const shown = upright(picture);
        const id = pictures.length === 1 ? stem : `${stem}_p${String(i + 1).padStart(digits, '0')}`;
        const image = scaleIntensities(shown, range, channels);
        const beyond = options.range ? beyondRange(measureIntensities(picture), range) : null;
        const said = beyond === null ? notices : [...notices, beyond];
        yield { id, file, height: shown.height, width: shown.width, channels, image, notices: said };
      }
    } catch (error) {
      yield { id: stem, file, reason: error instanceof Error ? error.message : String(error) };
    }
  }
}

/** The picture files at a path or pattern, as absolute paths, sorted. */
async function imageFiles(source: string): Promise<string[]> {
  const found = await stat(source).catch(() => null);
  if (found?.isFile()) return [resolve(source)];
  const parts = source.split('/');
  const star = parts.findIndex((part) => /[*?]/.test(part));
  const dir = star < 0 ? source : parts.slice(0, star).join('/') || (source.startsWith('/') ? '/' : '.');
  if (star < 0 && found === null && pictureEnding(source) !== null) {
    const { files } = await listFolder(dirname(source));
    throw new Error(`there is no file ${source}; its folder holds ${files.length} files`);
  }
  const listing = await listFolder(dir);
  const pictures = listing.files.filter((file) => pictureEnding(file) !== null);
  const chosen =
    star < 0 ? pictures : selectFiles(pictures, parts.slice(star).join('/')).map(({ file }) => file);
  if (chosen.length === 0)
    throw new Error(
      `no pictures at ${source}; ${dir} holds ${listing.files.length} files, ${pictures.length} of them pictures`,
    );
  return chosen.map((file) => join(listing.root, file));
}

async function rangeOf(files: readonly string[], pages: PagesTold | undefined): Promise<IntensityRange> {
  const measured = await inParts(files, async (file) => {
    const { pages: pictures } = await readPictures(file, pages === undefined ? {} : { pages });
    return pictures.map((picture) => ({ name: basename(file), measure: measureIntensities(picture) }));
  });
  return decideIntensityRange(measured.flatMap((one) => ('value' in one ? one.value : [])));
}
