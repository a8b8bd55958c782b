import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import sharp from 'sharp';

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
