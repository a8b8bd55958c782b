import { foldFolder } from '../cross-validate';
import { TrialFolder } from '../trial-folder';
import { trialMap } from './trial-map';

/**
 * The probability map that a fold's network gave an image it was not trained on, row by row in [0, 1], as large as the
 * image; null where the folder holds none.
 *
 * @param folder of the training
 */
export async function heldOutMap(folder: string, fold: number, image: string): Promise<Float32Array | null> {
  return trialMap(new TrialFolder(foldFolder(folder, fold)), image);
}
