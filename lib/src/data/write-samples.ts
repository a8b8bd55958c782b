import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import type { Sample } from '../types';
import { writePng } from './image-files';
import { imageRaster } from './raster';

/**
 * Writes samples as a folder that `readDataSet` reads: `images/ID.png` in 8 bits and, unless `masks` is false, `masks/ID.png`,
 * 16 bits with every object's number where the samples number them, else 0 and 255 in 8 bits. Files of the same
 * names are written over; others are left alone.
 *
 * @throws RangeError where an object's number does not fit into 16 bits
 */
export async function writeSamples(
  dir: string,
  samples: readonly Sample[],
  { masks = true }: { readonly masks?: boolean } = {},
): Promise<void> {
  for (const sample of samples) {
    const { id, width, height, mask, instances } = sample;
    await writePng(join(dir, 'images', `${id}.png`), imageRaster(sample));
    if (!masks) continue;
    const most = instances?.reduce((a, b) => Math.max(a, b), 0) ?? 0;
    if (most > 65535) throw new RangeError(`${id} numbers ${most} objects; a 16-bit mask holds 65535`);
    const raw = { width, height, channels: 1 as const };
    const png = instances
      ? await sharp(Uint16Array.from(instances), { raw }).toColourspace('grey16').png().toBuffer()
      : await sharp(
          mask.map((value) => 255 * value),
          { raw },
        )
          .toColourspace('b-w')
          .png()
          .toBuffer();
    await mkdir(join(dir, 'masks'), { recursive: true });
    await writeFile(join(dir, 'masks', `${id}.png`), png);
  }
}
