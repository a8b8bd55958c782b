import sharp from 'sharp';
import { identityPaletteGif, identityPalettePng } from './identity-palette';
import type { Orientation, Picture } from './picture';

// sharp would otherwise take a thread a core for every picture and keep decoded pixels of all of them.
sharp.concurrency(1);
sharp.cache(false);

/** Number of pages that libvips sees (frames of a GIF or WebP). */
export async function libvipsPages(bytes: Buffer): Promise<number> {
  const { pages = 1 } = await sharp(bytes, { failOn: 'error' }).metadata().catch(unreadable);
  return pages;
}

/**
 * One page of a PNG, JPEG, WebP, GIF or TIFF with 1, 8 or 16 bits, through sharp (libvips): as stored, not turned;
 * CMYK becomes sRGB, other colours are left as they are. Channels beyond colour and alpha are cut off.
 */
export async function decodeByLibvips(
  bytes: Buffer,
  format: 'png' | 'jpeg' | 'tiff' | 'webp' | 'gif',
  page = 0,
): Promise<Picture> {
  const options = {
    failOn: 'error',
    page,
    ...(format === 'gif' || format === 'webp' ? { pages: 1 } : {}),
  } as const;
  const found = await sharp(bytes, options).metadata().catch(unreadable);
  const { depth, channels: bands = 3, orientation = 1, space } = found;
  if (depth !== 'uchar' && depth !== 'ushort') throw new Error(`pixels of type ${depth} are not read here`);
  const wide = depth === 'ushort';
  // Grey with alpha is decoded as colour, because sharp leaves the alpha out of grey.
  const grey = bands === 1;
  const colours = grey ? (wide ? 'grey16' : 'b-w') : wide ? 'rgb16' : 'srgb';
  // A colour profile would change the numbers, of masks too; only CMYK needs one.
  const { data, info } = await sharp(bytes, { ...options, ignoreIcc: space !== 'cmyk' })
    .toColourspace(colours)
    .raw({ depth })
    .toBuffer({ resolveWithObject: true })
    .catch(unreadable);
  const all = wide ? new Uint16Array(Uint8Array.from(data).buffer) : Uint8Array.from(data);
  const channels = Math.min(bands, info.channels, 4) as Picture['channels'];
  const size = { height: info.height, width: info.width };
  const levels =
    format === 'png' && !wide
      ? await indicesOf(bytes, format)
      : format === 'gif'
        ? await indicesOf(bytes, format)
        : null;
  const bits = wide ? 16 : format === 'png' ? bytes[24]! : 8;
  const picture: Picture = {
    ...size,
    channels,
    kind: wide ? 'uint16' : 'uint8',
    bits,
    data:
      bands === 2
        ? greyAlpha(all, info.channels)
        : info.channels === channels
          ? all
          : firstChannels(all, info.channels, channels),
    orientation: (orientation >= 1 && orientation <= 8 ? orientation : 1) as Orientation,
    lossy: format === 'jpeg' || (format === 'webp' && !bytes.subarray(0, 4096).includes('VP8L')),
    ...levels,
  };
  // Grey levels of 1, 2 and 4 bits were spread over 0–255; the numbers in the file are labels as often.
  if (!levels && format === 'png' && bits < 8 && channels <= 2) {
    const top = 2 ** bits - 1;
    const indices = new Uint8Array(size.height * size.width);
    for (let i = 0; i < indices.length; i += 1)
      indices[i] = Math.round((picture.data[i * channels]! * top) / 255);
    return { ...picture, indices };
  }
  return picture;
}

async function indicesOf(
  bytes: Buffer,
  format: 'png' | 'gif',
): Promise<{ indices: Uint8Array; palette: Uint8Array } | null> {
  const identity = format === 'png' ? identityPalettePng(bytes) : identityPaletteGif(bytes);
  if (!identity) return null;
  const { data, info } = await sharp(identity.bytes, { failOn: 'error', ignoreIcc: true })
    .raw()
    .toBuffer({ resolveWithObject: true })
    .catch(unreadable);
  return { indices: firstChannels(Uint8Array.from(data), info.channels, 1), palette: identity.palette };
}

function firstChannels<T extends Uint8Array | Uint16Array>(data: T, from: number, to: number): T {
  const result = data.slice(0, (data.length / from) * to) as T;
  for (let i = 0, at = 0; i < result.length; i += to, at += from)
    for (let c = 0; c < to; c += 1) result[i + c] = data[at + c]!;
  return result;
}

function greyAlpha<T extends Uint8Array | Uint16Array>(data: T, from: number): T {
  const result = data.slice(0, (data.length / from) * 2) as T;
  for (let i = 0, at = 0; i < result.length; i += 2, at += from) {
    result[i] = data[at]!;
    result[i + 1] = data[at + from - 1]!;
  }
  return result;
}

/** Throws what libvips said, in one line. */
export function unreadable(error: unknown): never {
  const reason = error instanceof Error ? error.message : String(error);
  // libvips repeats itself for every strip and every tile.
  const lines = [...new Set(reason.split('\n').map((line) => line.trim()))].filter((line) => line !== '');
  throw new Error(`the file cannot be decoded (${lines.slice(0, 3).join(' ')})`);
}
