import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const mark = '# as written by unetlab, until it is edited:';

/**
 * Writes a script, unless there is one that somebody has edited: that one is kept.
 *
 * @returns whether it was written (or stood there as it would be written), or an edited one kept
 */
export function writeKeptScript(path: string, text: string): 'written' | 'kept' {
  if (existsSync(path) && isEdited(readFileSync(path, 'utf8'))) return 'kept';
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${text}${mark} ${checksum(text)}\n`, { mode: 0o755 });
  return 'written';
}

function isEdited(there: string): boolean {
  const at = there.lastIndexOf(mark);
  if (at < 0) return true;
  return there.slice(at + mark.length).trim() !== checksum(there.slice(0, at));
}

function checksum(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
