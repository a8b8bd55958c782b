import { readdir, realpath, stat } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { isLitter } from './names';

/** All files below a folder, without litter. */
export interface Listing {
  /** The folder, as an absolute path. */
  readonly root: string;
  /** Paths relative to `root`, written with `/`, sorted by code unit. */
  readonly files: readonly string[];
  /** Files and folders whose names are not UTF-8, so that they cannot be opened. */
  readonly misnamed?: number;
}

/** Beyond this many files a folder is not a data set, but somebody's home. */
const MOST_FILES = 500_000;

/**
 * Lists a folder to any depth, hidden files and systems' litter left out, links followed. Throws with one line where
 * there is no such folder.
 *
 * @param further other folders whose files are listed too, by paths that begin with `../` where they lie outside
 */
export async function listFolder(dir: string, further: readonly string[] = []): Promise<Listing> {
  const root = resolve(dir);
  const found = await stat(root).catch(() => null);
  if (found === null) throw new Error(`there is no folder ${dir}${await nearest(root)}`);
  if (!found.isDirectory()) throw new Error(`${dir} is a file; a folder with images and masks is wanted`);
  const files = new Set<string>();
  const misnamed: string[] = [];
  const outside = further.map((path) => resolve(root, path)).filter((path) => !within(root, path));
  for (const top of [root, ...outside]) await walk(top, root, { files, misnamed }, new Set());
  return {
    root,
    files: [...files].sort(),
    ...(misnamed.length > 0 && { misnamed: misnamed.length }),
  };
}

interface Found {
  readonly files: Set<string>;
  readonly misnamed: string[];
}

async function walk(folder: string, root: string, found: Found, above: ReadonlySet<string>): Promise<void> {
  const { files, misnamed } = found;
  const real = await realpath(folder).catch(() => folder);
  if (above.has(real)) return;
  const inside = new Set(above).add(real);
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    if (isLitter(entry.name)) continue;
    const path = join(folder, entry.name);
    // What is no UTF-8 is decoded to this sign, and the name that results is nobody's.
    if (entry.name.includes('\uFFFD') && (await stat(path).catch(() => null)) === null) {
      misnamed.push(path);
      continue;
    }
    const kind = entry.isSymbolicLink() ? await stat(path).catch(() => null) : entry;
    if (kind?.isDirectory()) await walk(path, root, found, inside);
    else if (kind?.isFile()) files.add(relative(root, path).split(sep).join('/'));
    if (files.size > MOST_FILES)
      throw new Error(`more than ${MOST_FILES} files below ${root}; give the folder of the data set itself`);
  }
}

function within(root: string, path: string): boolean {
  const way = relative(root, path);
  return !way.startsWith('..') && !isAbsolute(way);
}

/** The part of a path that is there, for a message about the part that is not. */
async function nearest(path: string): Promise<string> {
  for (let above = resolve(path, '..'); ; above = resolve(above, '..')) {
    const found = await readdir(above, { withFileTypes: true }).catch(() => null);
    if (found !== null) {
      const names = found.filter((one) => one.isDirectory() && !isLitter(one.name)).map(({ name }) => name);
      const some = names.slice(0, 6).join(', ') + (names.length > 6 ? ', …' : '');
      return names.length === 0 ? `; ${above} holds no folders` : `; ${above} holds ${some}`;
    }
    if (above === resolve(above, '..')) return '';
  }
}
