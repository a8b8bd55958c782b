import { readFile } from 'node:fs/promises';
import { decodeBmp } from './bmp';
import { decodeByLibvips, libvipsPages } from './by-libvips';
import { pictureFormat } from './format';
import { pngChunks } from './identity-palette';
import { decodeNpy } from './npy';
import type { Picture, PictureFile } from './picture';
import { decodeTiff } from './tiff';

/** What the reader says about files of several pages: `-p pages=samples`, `-p pages=2`. */
export type PagesTold = 'samples' | number;

export interface ReadPicturesOptions {
  /**
   * `samples`: every page is an image; a number: only that page (or channel) counts, from 1. Default: pages are images,
   * unless the file says that they are channels, which is an error that asks.
   */
  readonly pages?: PagesTold;
}

/** Parses `-p pages=…`; empty text is nothing said. */
export function parsePages(typed: string): PagesTold | undefined {
  const text = typed.trim().toLowerCase();
  if (text === '') return undefined;
  if (text === 'samples') return 'samples';
  if (!/^[1-9]\d*$/.test(text))
    throw new Error(`invalid pages=${typed}; allowed: samples, or the number of one page, from 1`);
  return Number(text);
}

/**
 * Reads the pages of a picture file: PNG, JPEG, TIFF, WebP, GIF, BMP or NPY, told apart by the first bytes, not by the
 * name. Smaller copies in a TIFF (a pyramid, a thumbnail) are left out with a notice. Throws one line for what cannot
 * be read, with what to do.
 */
export async function readPictures(path: string, options: ReadPicturesOptions = {}): Promise<PictureFile> {
  return decodePictures(await readFile(path), options);
}

/** As {@link readPictures}, from the bytes of a file. */
export async function decodePictures(bytes: Buffer, options: ReadPicturesOptions = {}): Promise<PictureFile> {
  if (bytes.length === 0) throw new Error('the file is empty (0 bytes)');
  const { pages: told } = options;
  const format = pictureFormat(bytes);
  switch (format) {
    case 'tiff':
      return { format, ...(await decodeTiff(bytes, told)) };
    case 'npy': {
      const { pages, notices, axes } = decodeNpy(bytes);
      if (axes === 'channels' && told === undefined) {
        const count = pages.length;
        throw new Error(
          `its array has ${count} planes, which may be pages or channels; type -p pages=samples if every plane is an image, or -p pages=1 (… ${count}) for one of them`,
        );
      }
      return { format, ...onePage(pages, notices, told) };
    }
    case 'bmp':
      return { format, pages: [decodeBmp(bytes)], notices: [] };
    case 'gif':
    case 'webp': {
      // libvips gives the frames that are whole, and is silent about the others.
      if (format === 'gif' && !bytes.subarray(-16).includes(0x3b))
        throw new Error('the file cannot be decoded (it is cut off: the end of the GIF is missing)');
      const pages: Picture[] = [];
      const count = await libvipsPages(bytes);
      for (let page = 0; page < count; page += 1) pages.push(await decodeByLibvips(bytes, format, page));
      return { format, ...onePage(pages, [], told) };
    }
    case 'png': {
      const animated = pngChunks(bytes).some(({ type }) => type === 'acTL');
      const notices = animated ? ['only the first frame of an animated PNG was read'] : [];
      return { format, pages: [await decodeByLibvips(bytes, format)], notices };
    }
    case 'jpeg':
      return { format, pages: [await decodeByLibvips(bytes, format)], notices: [] };
  }
}

/** The page that the reader asked for; a file of one page is taken whatever the number. */
function onePage(
  pages: readonly Picture[],
  notices: readonly string[],
  told: PagesTold | undefined,
): { pages: readonly Picture[]; notices: readonly string[] } {
  if (typeof told !== 'number' || pages.length === 1) return { pages, notices };
  const page = pages[told - 1];
  if (!page) throw new Error(`pages=${told} is asked for, but it has ${pages.length} pages`);
  return { pages: [page], notices: [...notices, `page ${told} of ${pages.length} was read`] };
}
