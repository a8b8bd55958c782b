import type { RunRecord } from '../../types';

/**
 * Every trial that has a score, for figures of how a search went: a pruned one counts with the best that it had when it was
 * ended, which is not to be ranked with the others.
 */
export function scoredTrials(records: readonly RunRecord[]): RunRecord[] {
  return records.flatMap((record): RunRecord[] => {
    if (record.state === 'pruned') return [{ ...record, state: 'finished' }];
    return record.state === 'finished' ? [record] : [];
  });
}
