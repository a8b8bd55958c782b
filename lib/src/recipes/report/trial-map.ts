import { existsSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import type { TrialFolder } from '../trial-folder';
import { mapFile } from '../write-maps';

/**
 * The probability map that a trial's network gave an image it was not trained on, row by row in [0, 1], as large as the image;
 * null where the folder holds none.
 */
export async function trialMap(trial: TrialFolder, image: string): Promise<Float32Array | null> {
  const path = join(trial.maps, mapFile(image));
  if (!existsSync(path)) return null;
  const { data } = await sharp(path).toColourspace('b-w').raw().toBuffer({ resolveWithObject: true });
  return Float32Array.from(data, (level) => level / 255);
}
