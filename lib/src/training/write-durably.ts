import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Writes a file whole or not at all, also through a power cut: beside its place, flushed, renamed.
 *
 * @param beside where it is written first; default `<path>.part`. Several writers of one file need a name each.
 */
export function writeDurably(
  path: string,
  contents: string | readonly Uint8Array[],
  beside = `${path}.part`,
): void {
  writeFlushed(beside, contents);
  try {
    renameSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
  syncFolder(dirname(path)); // else a power cut could undo the renaming
}

/** Writes and flushes a file; one that does not become whole is removed. */
export function writeFlushed(path: string, contents: string | readonly Uint8Array[]): void {
  const file = openSync(path, 'w');
  try {
    for (const chunk of typeof contents === 'string' ? [Buffer.from(contents)] : contents)
      writeWhole(file, chunk);
    fsyncSync(file);
  } catch (error) {
    closeSync(file);
    rmSync(path, { force: true });
    throw error;
  }
  closeSync(file);
}

/** `writeSync` may write a part, for example where the disk fills up; the next call then says why. */
function writeWhole(file: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done, bytes.length - done);
}

/** Flushes the names of a folder. */
export function syncFolder(folder: string): void {
  const file = openSync(folder, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
