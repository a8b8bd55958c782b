import { existsSync, readdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { meantName } from './near-name';

/** The collection: `notebooks/*.ipynb` in reading order, as full paths. Solutions are not among them. */
export function notebookPaths(root: string): string[] {
  const folder = join(root, 'notebooks');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith('.ipynb') && !file.startsWith('.'))
    .sort()
    .map((file) => join(folder, file));
}

/**
 * A notebook by its number (`2`, `02`), its name (`02-train-256`), a part of its name that no other has (`train-256`), or a
 * path. Throws one line that lists the names where there is none or more than one.
 *
 * @param cwd folder that paths are relative to
 */
export function findNotebook(wanted: string, root: string, cwd: string): string {
  if (wanted.endsWith('.ipynb') || wanted.includes('/')) {
    for (const path of [
      resolve(cwd, wanted),
      join(root, 'notebooks', wanted),
      join(root, 'notebooks', `${wanted}.ipynb`),
    ]) {
      if (path.endsWith('.ipynb') && existsSync(path)) return path;
    }
    const names = notebookPaths(root).map((path) => basename(path, '.ipynb'));
    throw new Error(`there is no notebook ${wanted}; there are ${names.join(', ') || 'none'}`);
  }
  const paths = notebookPaths(root);
  const named = (test: (name: string) => boolean): string[] =>
    paths.filter((path) => test(basename(path, '.ipynb')));
  const found = /^\d+$/.test(wanted)
    ? named((name) => Number(/^\d+/.exec(name)?.[0] ?? NaN) === Number(wanted))
    : named((name) => name === wanted);
  const matches = found.length > 0 ? found : named((name) => name.includes(wanted));
  const [first, ...others] = matches;
  if (first !== undefined && others.length === 0) return first;
  const list = (some: readonly string[]): string => some.map((path) => basename(path, '.ipynb')).join(', ');
  throw new Error(
    first === undefined
      ? `there is no notebook ${wanted}${meantName(
          wanted,
          paths.map((path) => basename(path, '.ipynb')),
        )}; there are ${list(paths) || 'none'}`
      : `${wanted} fits more than one notebook: ${list(matches)}`,
  );
}
