import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

const runnable = (file) => {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
};

/** Full path of the program `name` on `path`, or null. A name with a slash is taken as it is. */
export function which(name, path = process.env.PATH ?? '') {
  if (name.includes('/')) return isAbsolute(name) && runnable(name) ? name : null;
  for (const folder of path.split(delimiter)) {
    if (folder !== '' && runnable(join(folder, name))) return join(folder, name);
  }
  return null;
}
