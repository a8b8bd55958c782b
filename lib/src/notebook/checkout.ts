import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder of the collection: the nearest one above this library (or above `from`) that holds `environment.yml`. */
export function repositoryRoot(from: string = __dirname): string {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'environment.yml')) && existsSync(join(folder, 'notebooks'))) return folder;
    if (dirname(folder) === folder) {
      throw new Error(`no folder above ${from} holds environment.yml and notebooks/: is this a checkout?`);
    }
  }
}

/** `out/<parts…>` in the collection's folder, made if it is not there. Nothing is written anywhere else. */
export function outputFolder(...parts: readonly string[]): string {
  const folder = join(repositoryRoot(), 'out', ...parts);
  mkdirSync(folder, { recursive: true });
  return folder;
}

/**
 * A program of the Python environment that set-up made, for example `papermill`, or null where it is not installed.
 */
export function environmentProgram(name: string, root: string = repositoryRoot()): string | null {
  const program = join(environmentFolder(root), 'bin', name);
  return existsSync(program) ? program : null;
}

/** Folder of the Python environment, whether it is there or not. */
export function environmentFolder(root: string = repositoryRoot()): string {
  try {
    const choices = JSON.parse(readFileSync(join(root, '.setup', 'choices.json'), 'utf8')) as {
      prefix?: string;
    };
    if (typeof choices.prefix === 'string') return join(root, choices.prefix);
  } catch {
    // not set up by npm: an environment made by hand
  }
  return join(root, '.venv');
}

/** `site-packages/<parts…>` of the Python environment, or null. */
export function pythonPackageFile(parts: readonly string[], root: string = repositoryRoot()): string | null {
  for (const version of ['3.10', '3.11', '3.12', '3.13']) {
    const file = join(environmentFolder(root), 'lib', `python${version}`, 'site-packages', ...parts);
    if (existsSync(file)) return file;
  }
  return null;
}
