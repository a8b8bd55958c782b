import { accessSync, constants, existsSync } from 'node:fs';
import { dirname } from 'node:path';

const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: 'no space is left there',
  EDQUOT: 'no space is left there',
  EACCES: 'no permission',
  EPERM: 'no permission',
  EROFS: 'it is read-only',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EEXIST: 'a part of the path is a file, not a folder',
};

/** A place that cannot be written to, in one line for the reader. */
export class WriteError extends Error {
  constructor(
    readonly path: string,
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(`${path} cannot be written to: ${reason}`, options);
  }
}

/**
 * The error of a file system as a line for the reader; null for an error that has to do with something else.
 *
 * @param path what the reader knows of: the folder that was asked for, say
 */
export function asWriteError(error: unknown, path: string): WriteError | null {
  if (error instanceof WriteError) return error;
  const { code = '' } = error as NodeJS.ErrnoException;
  const reason = REASONS[code] ?? (code === 'ENOENT' ? reasonOfMissing(path) : undefined);
  return reason === undefined ? null : new WriteError(path, reason, { cause: error });
}

/** Node says ENOENT where a folder cannot be made in a file system that is read-only. */
function reasonOfMissing(path: string): string | undefined {
  let there = path;
  while (!existsSync(there) && dirname(there) !== there) there = dirname(there);
  try {
    accessSync(there, constants.W_OK);
    return undefined;
  } catch (error) {
    return REASONS[(error as NodeJS.ErrnoException).code ?? ''];
  }
}
