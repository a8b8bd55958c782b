import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder, writeWhole } from '../files';
import { differences } from './differences';
import type { Recipe } from './recipe';

/** What the trainings of one folder have in common. */
export interface FolderClaim {
  readonly recipe: Recipe;
  readonly folds: number;
  readonly seed: number;
  readonly data: { readonly name: string; readonly hash: string };
  /** What the reader asked for; the same words go on with the same trainings. */
  readonly asked?: Readonly<Record<string, unknown>>;
  /** Network file that the weights started from, where they did not start by chance. */
  readonly from?: string;
}

const FILE = 'training.json';

/**
 * Takes a folder for trainings, or goes on with it.
 *
 * @throws one line that names a difference where the folder holds other trainings, or cannot be written
 */
export function claimFolder(folder: string, claim: FolderClaim): void {
  const path = join(folder, FILE);
  if (existsSync(path)) {
    const there = readClaim(path);
    const [difference] = differences(there, JSON.parse(JSON.stringify(claim)) as FolderClaim);
    if (difference !== undefined)
      throw new Error(`${folder} holds another training (${difference}); name a new folder with --out`);
    return;
  }
  makeFolder(folder);
  writeWhole(path, `${JSON.stringify(claim, null, 2)}\n`);
}

/** What the trainings of a folder are of; null where it holds none. */
export function folderClaim(folder: string): FolderClaim | null {
  const path = join(folder, FILE);
  return existsSync(path) ? readClaim(path) : null;
}

function readClaim(path: string): FolderClaim {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as FolderClaim;
  } catch {
    throw new Error(`${path} is damaged: it is no JSON; move the folder away and train anew`);
  }
}
