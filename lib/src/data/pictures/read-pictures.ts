import { readFile } from 'node:fs/promises';
import type { PictureFile } from './picture';

/** What the reader says about files of several pages (`-p pages=…`). */
export type PagesTold = 'samples' | number;

export interface ReadPicturesOptions {
  /**
   * `samples`: every page is a sample; a number: only that page counts, from 1. Default: pages are samples, unless the
   * file says that they are channels, which is an error that asks.
   */
  readonly pages?: PagesTold;
}

/**
 * Reads the pages of a picture file: PNG, JPEG, TIFF, WebP, GIF, BMP or NPY, told apart by the first bytes, not by the
 * name. Smaller copies of a TIFF (a pyramid, a thumbnail) are left out with a notice. Throws one line for what cannot
 * be read, with what to do.
 */
export async function readPictures(path: string, options: ReadPicturesOptions = {}): Promise<PictureFile> {
  const bytes = await readFile(path);
  return decodePictures(bytes, options);
}

/** As {@link readPictures}, from the bytes of a file. */
export function decodePictures(bytes: Buffer, options: ReadPicturesOptions = {}): Promise<PictureFile> {
  if (bytes.length === 0) throw new Error('the file is empty (0 bytes)');
  throw new Error(`not read yet: ${bytes.length} bytes, ${String(options.pages)}`);
}
