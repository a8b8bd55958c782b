import { counted } from '../../figures';
import type { RunRecord } from '../../types';
import { noticedRuns, statesOf } from '../runs-read';

/** What a pull says of itself, as far as sentences need it. */
export interface PullCounts {
  /** How many runs the server counts; null where it never said. */
  readonly expected: number | null;
  readonly complete: boolean;
  readonly repeated: readonly unknown[];
  readonly missing: readonly unknown[];
}

/** How many sweeps the runs belong to. */
export function sweepsOf(records: readonly RunRecord[]): number {
  return new Set(records.map(({ sweep }) => sweep).filter((id) => id !== null)).size;
}

/**
 * Whether all runs are there, in plain lines: names of files and runs are other people's.
 *
 * @param pull null for runs that were read from a file
 */
export function pullSummary(
  records: readonly RunRecord[],
  notices: readonly string[],
  pull: PullCounts | null,
): string {
  return [
    `${counted(records.length, 'run')} in ${counted(sweepsOf(records), 'sweep')}: ${statesOf(records)}.`,
    pull === null
      ? 'Nothing to compare with: a file does not say how many runs there should be.'
      : `The server counts ${pull.expected ?? 'nothing'}: the pull is ${pull.complete ? 'complete' : 'not complete'}; ${pull.repeated.length} repeated, ${pull.missing.length} missing.`,
    ...notices,
    ...noticedRuns(records, 5),
  ]
    .map((line) => `- ${line}`)
    .join('\n');
}
