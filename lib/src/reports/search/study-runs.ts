import { withoutSettings, type ClaimRuns } from '../../analysis';
import { counted } from '../../figures';
import type { RunRecord, RunSet } from '../../types';
import { noticedRuns } from '../runs-read';

/** Runs of a study, with what has to be known before they are compared. */
export interface StudyRuns {
  /** For headings. */
  readonly title: string;
  /** Number of runs, images, score and seeds, in words. */
  readonly data: string;
  readonly set: RunSet;
  /** The same without settings that are no factors. */
  readonly records: readonly RunRecord[];
}

/**
 * A set of runs as a study.
 *
 * @param leaveOut settings that follow from another one
 * @param data default the number of runs and what they were recognised as
 */
export function studyRuns(title: string, set: RunSet, leaveOut: readonly string[], data?: string): StudyRuns {
  const recognised = set.layout === undefined ? '' : `, ${set.layout}`;
  return {
    title,
    data: data ?? `${title}: ${counted(set.records.length, 'run')}${recognised}`,
    set,
    records: withoutSettings(set.records, leaveOut),
  };
}

/** What was read of a study, in plain lines. */
export function studyReport({ data, set }: StudyRuns): string {
  const histories = set.records.filter(({ history }) => history !== null).length;
  const lines = [`${histories} with a history`, ...set.notices, ...noticedRuns(set.records, 2)];
  return [data, ...lines.map((line) => `  ${line}`)].join('\n');
}

/** Studies as the claims are asked of them, each with what it is. */
export function claimRunsOf(studies: Partial<Record<'search' | 'grid' | 'sweep', StudyRuns>>): ClaimRuns {
  const entries = Object.entries(studies);
  return {
    ...Object.fromEntries(entries.map(([subject, { records }]) => [subject, records])),
    data: Object.fromEntries(entries.map(([subject, { data }]) => [subject, data])),
  };
}
