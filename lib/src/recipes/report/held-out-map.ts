import { existsSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { foldFolder } from '../cross-validate';
import { TrialFolder } from '../trial-folder';
import { mapFile } from '../write-maps';

/**
 * The probability map that a fold's network gave an image it was not trained on, row by row in [0, 1], as large as the
 * image; null where the folder holds none.
 *
 * @param folder of the training
 */
export async function heldOutMap(folder: string, fold: number, image: string): Promise<Float32Array | null> {
  const path = join(new TrialFolder(foldFolder(folder, fold)).maps, mapFile(image));
  if (!existsSync(path)) return null;
  const { data } = await sharp(path).toColourspace('b-w').raw().toBuffer({ resolveWithObject: true });
  return Float32Array.from(data, (level) => level / 255);
}
