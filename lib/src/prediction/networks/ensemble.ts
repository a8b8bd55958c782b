import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Model } from '../../models';
import { loadNetwork, readDescription } from '../network-file';
import type { NetworkFile } from '../network-description';
import { commonDescription } from './common-description';
import { networkFiles } from './network-files';

/** Networks that predict together: one, or several of one recipe whose probabilities are averaged. */
export interface Ensemble {
  readonly models: readonly Model[];
  /** What they have in common. */
  readonly description: NetworkFile;
  readonly files: readonly string[];
  /** SHA-256 of the files, in hexadecimal. */
  readonly hash: string;
  /** What had to be decided, one sentence each. */
  readonly notices: readonly string[];
  /** Frees the weights. */
  readonly dispose: () => void;
}

/**
 * Loads the networks at a path: a network file, a training folder (its folds are the ensemble) or a folder of network
 * files of one recipe.
 *
 * @throws one line where there is none, a file cannot be read, or the recipes differ, with the difference
 */
export function loadEnsemble(path: string): Ensemble {
  const files = networkFiles(path);
  const { description, notices } = commonDescription(files.map(readDescription), files);
  const models: Model[] = [];
  const dispose = (): void => {
    for (const model of models) model.dispose();
  };
  try {
    for (const file of files) models.push(loadNetwork(file).model);
  } catch (error) {
    dispose();
    throw error;
  }
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(file));
  return { models, description, files, hash: hash.digest('hex'), notices, dispose };
}
