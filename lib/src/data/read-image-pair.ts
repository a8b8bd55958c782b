import { join } from 'node:path';
import type { FilePair } from './layouts/layout';
import { turnsSides } from './pictures/orientation';
import type { Picture, PictureFile } from './pictures/picture';
import type { ReadPictures } from './cache/picture-shelf';
import { readPictures, type PagesTold } from './pictures/read-pictures';

/** One image with the pictures of its mask: a page of a pair's files. */
export interface PicturePair {
  /** Unique within a data set: the pair's stem, with the page where there are several. */
  readonly id: string;
  /** The pair that it is from. */
  readonly pair: FilePair;
  readonly image: Picture;
  /** One, or one an object. */
  readonly masks: readonly Picture[];
}

/**
 * Reads the files of a pair, page by page. Throws one line where image and masks do not fit: sizes, numbers of pages,
 * a file that cannot be read.
 *
 * @param read how a file is decoded, or found decoded
 */
export async function readImagePair(
  dir: string,
  pair: FilePair,
  pages?: PagesTold,
  read: ReadPictures = readPictures,
): Promise<{ readonly pictures: readonly PicturePair[]; readonly notices: readonly string[] }> {
  const options = pages === undefined ? {} : { pages };
  const image = await read(join(dir, pair.image), options, 'image').catch(naming('image'));
  const masks: PictureFile[] = [];
  for (const path of pair.masks) {
    const what = pair.masks.length > 1 ? `mask ${path}` : 'mask';
    const mask = await maskPages(join(dir, path), pages, read).catch(naming(what));
    if (mask.pages.length !== image.pages.length)
      throw new Error(`the image has ${count(image.pages.length)}, the ${what} ${mask.pages.length}`);
    masks.push(mask);
  }
  const digits = String(image.pages.length).length;
  const pictures = image.pages.map((page, i): PicturePair => {
    const own = masks.map((mask) => mask.pages[i]!);
    for (const mask of own) checkSizes(page, mask);
    const id = image.pages.length === 1 ? pair.stem : `${pair.stem}_p${String(i + 1).padStart(digits, '0')}`;
    return { id, pair, image: page, masks: own };
  });
  return { pictures, notices: [...image.notices, ...masks.flatMap(({ notices }) => notices)] };
}

/** The page that was asked for, or the only one: a mask may have one page where its image has several channels. */
async function maskPages(
  path: string,
  pages: PagesTold | undefined,
  read: ReadPictures,
): Promise<PictureFile> {
  if (typeof pages !== 'number') return read(path, pages === undefined ? {} : { pages }, 'mask');
  const all = await read(path, { pages: 'samples' }, 'mask');
  return all.pages.length === 1 ? all : read(path, { pages }, 'mask');
}

function checkSizes(image: Picture, mask: Picture): void {
  const same = image.height === mask.height && image.width === mask.width;
  const turned = image.height === mask.width && image.width === mask.height;
  if (same || (turned && (turnsSides(image.orientation) || turnsSides(mask.orientation)))) return;
  throw new Error(
    `the image is ${image.width} × ${image.height} pixels, the mask ${mask.width} × ${mask.height}`,
  );
}

function count(pages: number): string {
  return pages === 1 ? '1 page' : `${pages} pages`;
}

function naming(what: string): (error: unknown) => never {
  return (error) => {
    throw new Error(`${what}: ${error instanceof Error ? error.message : String(error)}`);
  };
}
