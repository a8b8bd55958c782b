import { existsSync, linkSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { dirname, join } from 'node:path';
import { makeFolder, syncFolder, writeWhole } from '../../files';
import { differences, type Recipe } from '../../recipes';
import type { SearchSpace } from '../space/search-space';
import { asFolderError } from './disk-problem';

export const searchFormat = 'unetlab-search-1';

/** What a search is: what its trials have in common. */
export interface SearchManifest {
  readonly format: typeof searchFormat;
  readonly name: string;
  readonly space: SearchSpace;
  /** What the space's values are put into. */
  readonly recipe: Recipe;
  readonly data: SearchData;
  /** Version of this library. */
  readonly library: string;
  /** ISO 8601. */
  readonly created: string;
}

/** The images of a search, and how to find them again. */
export interface SearchData {
  readonly name: string;
  /** Of the images as read in colour. */
  readonly hash: string;
  /** Absolute path. */
  readonly folder: string;
  /** How the folder was told to be read: `group`, `foreground`, … */
  readonly options: Readonly<Record<string, string>>;
  /** Whether objects are darker or brighter than their ground. */
  readonly objects: 'dark' | 'bright';
}

const FILE = 'search.json';

/**
 * Takes a folder for a search, or goes on with it.
 *
 * @returns the manifest that stands there
 * @throws one line that names a difference where the folder holds another search, or cannot be written
 */
export function claimSearch(folder: string, manifest: SearchManifest): SearchManifest {
  const path = join(folder, FILE);
  if (!existsSync(path)) write(folder, path, manifest);
  const there = readManifest(folder);
  const [difference] = searchDifferences(there, manifest);
  if (difference !== undefined)
    throw new Error(`${folder} holds another search (${difference}); name a new folder with --out`);
  return there;
}

/** Where two searches differ, as `path there, here`. Budget and retries may change from one start to the next. */
export function searchDifferences(there: SearchManifest, here: SearchManifest): string[] {
  const identity = ({ space, recipe, data, library }: SearchManifest): unknown => {
    const { budget: _budget, retries: _retries, data: _folder, ...own } = space;
    return JSON.parse(JSON.stringify({ space: own, recipe, data: { hash: data.hash }, library }));
  };
  return differences(identity(there), identity(here)).map((line) => line.replace(/^space\./, ''));
}

/** The manifest of a search folder. @throws one line where there is none, or none that can be read */
export function readManifest(folder: string): SearchManifest {
  const path = join(folder, FILE);
  let value: Partial<SearchManifest> | null;
  try {
    value = JSON.parse(readFileSync(path, 'utf8')) as Partial<SearchManifest> | null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT')
      throw new Error(`${folder} holds no search: there is no ${FILE} in it`);
    throw new Error(`${path} is damaged: it is no JSON; move the folder away and search anew`);
  }
  const format: unknown = value?.format;
  if (format !== searchFormat)
    throw new Error(
      `${path} cannot be read: its format is ${typeof format === 'string' ? format : 'not named'}, not ${searchFormat}`,
    );
  return value as SearchManifest;
}

/** Exclusively and whole: of several that begin at once, one writes it. */
function write(folder: string, path: string, manifest: SearchManifest): void {
  const beside = `${path}.${randomUUID()}.part`;
  makeFolder(folder);
  try {
    writeWhole(beside, `${JSON.stringify(manifest, null, 2)}\n`, { sync: true });
    placeExclusively(beside, path);
  } catch (error) {
    throw asFolderError(folder, error) ?? error;
  }
}

/** Gives a written file its name, if no other has it. @returns whether it was given */
export function placeExclusively(beside: string, path: string): boolean {
  try {
    linkSync(beside, path);
    syncFolder(dirname(path));
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    // A file system without hard links: the last of several at once stands, each of them whole.
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].includes(code ?? '')) throw error;
    if (existsSync(path)) return false;
    renameSync(beside, path);
    return true;
  } finally {
    rmSync(beside, { force: true });
  }
}
