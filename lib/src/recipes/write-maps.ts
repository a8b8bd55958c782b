import { join } from 'node:path';
import { intensityRaster, writePng, type Size } from '../data';
import { fileName } from '../text';

/** Writes probability maps as 8-bit PNG files, one an image, named after it. */
export async function writeMaps(
  folder: string,
  images: readonly (Size & { readonly id: string })[],
  maps: readonly Float32Array[],
): Promise<void> {
  for (const [i, { id, height, width }] of images.entries())
    await writePng(join(folder, mapFile(id)), intensityRaster(maps[i]!, { height, width }));
}

/** Name of the file that holds an image's map. */
export function mapFile(image: string): string {
  return `${fileName(image)}.png`;
}
