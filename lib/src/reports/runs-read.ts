import { counted } from '../figures';
import type { RunRecord, RunSet } from '../types';

/** Notices of single runs, a line a run; of more than `most` it says how many. */
export function noticedRuns(records: readonly RunRecord[], most = 3): string[] {
  const noticed = records.filter(({ notices }) => notices.length > 0);
  const more = noticed.length - most;
  return [
    ...noticed.slice(0, most).map(({ name, notices }) => `run ${name}: ${notices.join('; ')}`),
    ...(more > 0 ? [`… and notices about ${counted(more, 'more run')}`] : []),
  ];
}

/** How the runs ended: `470 finished, 10 crashed`, in the order in which they come. */
export function statesOf(records: readonly RunRecord[]): string {
  return [...new Set(records.map(({ state }) => state))]
    .map((state) => `${records.filter((record) => record.state === state).length} ${state}`)
    .join(', ');
}

/**
 * What was read, in plain lines: how many runs of what, how they ended, how many have a history, and every notice.
 *
 * @param subject what they were read from
 * @param data what has to be known of them, one line; default none
 */
export function runsRead(
  { records, notices, layout }: Pick<RunSet, 'records' | 'notices' | 'layout'>,
  subject: string,
  data: string | null = null,
): string {
  const histories = records.filter(({ history }) => history !== null).length;
  const recognised = layout === undefined ? '' : `, recognised as ${layout}`;
  return [
    `${counted(records.length, 'run')} read from ${subject}${recognised}: ${statesOf(records)}; ${histories === 0 ? 'none' : histories} with a history.`,
    ...(data === null ? [] : [data]),
    ...notices,
    ...noticedRuns(records),
  ].join('\n');
}
