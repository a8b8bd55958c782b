import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const ENDING = '.safetensors';

/**
 * The network files at a path: the file itself; of a training folder those of its finished folds; of another folder those
 * in it, or one folder below. Sorted by name.
 *
 * @throws one line where there is none
 */
export function networkFiles(path: string): string[] {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) throw new Error(`there is no model ${path}; name a ${ENDING} file, or a folder of them`);
  if (!found.isDirectory()) return [path];
  const names = readdirSync(path).sort();
  const training = existsSync(join(path, 'training.json'));
  const folders = names.filter((name) => (training ? /^fold-\d+$/.test(name) : true));
  const below = folders
    .map((name) => join(path, name, `network${ENDING}`))
    .filter((file) => existsSync(file));
  if (training) {
    if (below.length === 0)
      throw new Error(`no fold of ${path} is finished yet; npm run train goes on with the same command`);
    return below.sort(byNumber);
  }
  const here = names.filter((name) => name.endsWith(ENDING)).map((name) => join(path, name));
  const files = here.length > 0 ? here : below;
  if (files.length === 0)
    throw new Error(`there is no network in ${path}: no ${ENDING} file in it or one folder below`);
  return files;
}

const byNumber = (a: string, b: string): number => a.localeCompare(b, 'en', { numeric: true });
