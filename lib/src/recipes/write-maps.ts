import { join } from 'node:path';
import { intensityRaster, writePng, type Size } from '../data';

/** Writes probability maps as 8-bit PNG files, one an image, named after it. */
export async function writeMaps(
  folder: string,
  images: readonly (Size & { readonly id: string })[],
  maps: readonly Float32Array[],
): Promise<void> {
  for (const [i, image] of images.entries())
    await writePng(
      join(folder, `${image.id.replace(/[^\p{L}\p{N}._-]+/gu, '_')}.png`),
      intensityRaster(maps[i]!, image),
    );
}
