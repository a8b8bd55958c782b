import { join } from 'node:path';
import { intensityRaster, writePng, type Size } from '../data';
import { fileName } from '../text';

/** Writes probability maps as 8-bit PNG files, one an image, named after it. */
export async function writeMaps(
  folder: string,
  images: readonly (Size & { readonly id: string })[],
  maps: readonly Float32Array[],
): Promise<void> {
  for (const [i, image] of images.entries())
    await writePng(join(folder, `${fileName(image.id)}.png`), intensityRaster(maps[i]!, image));
}
