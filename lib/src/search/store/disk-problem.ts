import { asWriteError, WriteError } from '../../files';

/** One line on a search folder that cannot be written to; null where the error has to do with something else. */
export function diskProblem(folder: string, error: unknown): string | null {
  const found = error instanceof WriteError ? error : isOfDisk(error) ? asWriteError(error, folder) : null;
  return found === null ? null : new WriteError(folder, found.reason).message;
}

/** What else may come of reading images, say, and is no word on the search folder. */
function isOfDisk(error: unknown): boolean {
  const { code = '' } = error as NodeJS.ErrnoException;
  return ['ENOSPC', 'EDQUOT', 'EROFS'].includes(code);
}

/** What came of writing to a search folder, as an error of one line; null where it has to do with something else. */
export function asFolderError(folder: string, error: unknown): Error | null {
  const line = diskProblem(folder, error) ?? asWriteError(error, folder)?.message;
  return line === undefined ? null : new Error(line);
}
