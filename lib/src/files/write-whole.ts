import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { asWriteError, WriteError } from './write-error';

/** Makes a folder and those above it. @throws WriteError in one line where it cannot be made */
export function makeFolder(folder: string): void {
  try {
    makeWithParents(folder);
  } catch (error) {
    throw asWriteError(error, folder) ?? error;
  }
}

/** Node's own `recursive` tries for ever where a folder that is there takes no folders, as `/proc` does. */
function makeWithParents(folder: string): void {
  const isThere = (): boolean => statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true;
  if (isThere()) return;
  const parent = dirname(folder);
  if (parent !== folder) makeWithParents(parent);
  try {
    mkdirSync(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' && isThere()) return; // another process was faster
    if (code === 'ENOENT' && existsSync(parent))
      throw (
        asWriteError(error, folder) ?? new WriteError(folder, `${parent} takes no folders`, { cause: error })
      );
    throw error;
  }
}

/**
 * Writes a file under another name and renames it, so that nobody ever reads a part of it; its folder is made. What was
 * there before stays where writing fails.
 *
 * @param content text, bytes, or either in several parts, each made when the one before is written
 * @param sync whether it has to survive a power cut right away; default false
 * @throws WriteError in one line where it cannot be written
 */
export function writeWhole(
  path: string,
  content: string | Uint8Array | Iterable<string | Uint8Array>,
  { sync = false }: { readonly sync?: boolean } = {},
): void {
  makeFolder(dirname(path));
  // several processes may write the same file
  const draft = `${path}.${process.pid}.part`;
  try {
    const file = openSync(draft, 'w');
    try {
      const whole = typeof content === 'string' || content instanceof Uint8Array;
      for (const part of whole ? [content] : content) writeFileSync(file, part);
      if (sync) fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(draft, path);
    if (sync) syncFolder(dirname(path));
  } catch (error) {
    rmSync(draft, { force: true });
    throw asWriteError(error, path) ?? error;
  }
}

/** Flushes the names of a folder: else a power cut could undo a renaming. Windows has no such call. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
