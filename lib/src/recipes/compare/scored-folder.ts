import { existsSync, statSync } from 'node:fs';
import type { RunRecord } from '../../types';
import { folderClaim, type FolderClaim } from '../claim-folder';
import { foldFolder } from '../cross-validate';
import { crossValidationScores, type ImageScore } from '../cross-validation-scores';
import { TrialFolder } from '../trial-folder';

/** A training folder with what it keeps of its held-out images. */
export interface ScoredFolder {
  readonly folder: string;
  readonly claim: FolderClaim;
  /** Of the finished folds, in order. */
  readonly records: readonly RunRecord[];
  /** Each image by the network that was not trained on its group. */
  readonly images: readonly ImageScore[];
  /** Folds that are not finished, counted from 0. */
  readonly unfinished: readonly number[];
}

/** Reads a training folder; null for anything else. @throws one line where no fold is finished */
export function heldOutScoresOf(folder: string): ScoredFolder | null {
  if (!existsSync(folder) || !statSync(folder).isDirectory()) return null;
  const claim = folderClaim(folder);
  if (claim === null) return null;
  const all = Array.from({ length: claim.folds }, (_, fold) => fold);
  const read = all.map((fold) => new TrialFolder(foldFolder(folder, fold)).readRecord());
  const records = read.filter((record) => record !== null);
  if (records.length === 0)
    throw new Error(`${folder}: no fold is finished; the npm run train that began it goes on with it`);
  return {
    folder,
    claim,
    records,
    images: crossValidationScores(records).images,
    unfinished: all.filter((fold) => read[fold] === null),
  };
}
