/** The one file of the data room that reads and writes: folders and pictures, through sharp. */
import { mkdir, readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import sharp from 'sharp';
import type { Pixels } from './pixels';

// sharp would otherwise take a thread a core for every picture and keep decoded pixels of all of them.
sharp.concurrency(1);
sharp.cache(false);

/** File name endings that are read, in lower case. */
export const imageEndings = ['.png', '.jpg', '.jpeg', '.tif', '.tiff'] as const;

/** What stands in a folder. */
export interface FolderListing {
  /** Names of picture files, sorted by code unit, hidden files left out. */
  readonly images: readonly string[];
  /** Number of other entries. */
  readonly others: number;
}

/** Lists a folder, or gives null where there is none. */
export async function listImages(folder: string): Promise<FolderListing | null> {
  const found = await stat(folder).catch(() => null);
  if (!found?.isDirectory()) return null;
  const names = (await readdir(folder)).filter((name) => !name.startsWith('.')).sort();
  const images = names.filter((name) => imageEndings.includes(extname(name).toLowerCase() as '.png'));
  return { images, others: names.length - images.length };
}

/**
 * Decodes a PNG, JPEG or TIFF (its first page), turned upright after its EXIF orientation. Grey and colour,
 * with or without alpha, palettes, 1, 8 and 16 bits; CMYK becomes sRGB. Throws with one line for anything else.
 */
export async function readPixels(path: string): Promise<Pixels> {
  const bytes = await readFile(path);
  if (bytes.length === 0) throw new Error('the file is empty (0 bytes)');
  const { depth, channels = 3 } = await sharp(bytes, { failOn: 'error' }).metadata().catch(unreadable);
  if (depth !== 'uchar' && depth !== 'ushort')
    throw new Error(`pixels of type ${depth} are not read; allowed: 1, 8 and 16 bits, unsigned`);
  const wide = depth === 'ushort';
  const grey = channels <= 2;
  const { data, info } = await sharp(bytes, { failOn: 'error' })
    .rotate()
    .toColourspace(grey ? (wide ? 'grey16' : 'b-w') : wide ? 'rgb16' : 'srgb')
    .raw({ depth })
    .toBuffer({ resolveWithObject: true })
    .catch(unreadable);
  return {
    height: info.height,
    width: info.width,
    channels: info.channels as Pixels['channels'],
    range: wide ? 65535 : 255,
    data: wide ? new Uint16Array(Uint8Array.from(data).buffer) : Uint8Array.from(data),
  };
}

/** A picture to write: 8-bit grey or RGB, channels last. */
export interface Raster {
  readonly height: number;
  readonly width: number;
  readonly channels: 1 | 3;
  /** Levels 0–255; length `height · width · channels`. */
  readonly data: Uint8Array;
}

/** The picture as the bytes of a PNG file. */
export async function encodePng({ height, width, channels, data }: Raster): Promise<Buffer> {
  if (data.length !== height * width * channels)
    throw new RangeError(`invalid data; ${data.length} values for ${height} × ${width} × ${channels}`);
  const picture = sharp(data, { raw: { height, width, channels } });
  return (channels === 1 ? picture.toColourspace('b-w') : picture).png().toBuffer();
}

/** Writes a picture as a PNG file; makes the folder where it is missing. */
export async function writePng(path: string, raster: Raster): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, await encodePng(raster));
}

/** Path of a file in `images/` or `masks/`. */
export function inFolder(folder: string, name: string): string {
  return join(folder, name);
}

function unreadable(error: unknown): never {
  const reason = error instanceof Error ? error.message : String(error);
  throw new Error(`the file cannot be decoded (${reason.replace(/\s+/g, ' ').trim()})`);
}
