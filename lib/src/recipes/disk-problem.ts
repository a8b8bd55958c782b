/** Why a place cannot be written to, by the codes that have nothing to do with what was to be written. */
const words: Readonly<Record<string, string | undefined>> = {
  ENOSPC: 'no space is left there',
  EDQUOT: 'the quota is used up',
  EACCES: 'no permission',
  EPERM: 'no permission',
  EROFS: 'it is read-only',
  EIO: 'the disk reports an error',
  ESTALE: 'the network file system lost it',
};

/** One line on a place that cannot be written to; null where the error is of another kind. */
export function diskProblem(place: string, error: unknown): string | null {
  const why = words[(error as NodeJS.ErrnoException | null)?.code ?? ''];
  return why === undefined ? null : `${place} cannot be written to: ${why}`;
}
