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
