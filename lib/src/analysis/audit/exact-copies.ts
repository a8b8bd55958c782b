import type { RunRecord } from '../../types';
import { withoutCopies } from '../records/exact-copies';
import type { Warning } from './warning';

/** Runs that are one run twice: they count once in tests and in what luck would give. */
export function exactCopies(records: readonly RunRecord[]): Warning[] {
  const { copies } = withoutCopies(records);
  if (copies.length === 0) return [];
  const named = copies.slice(0, 4).map(({ copy, of }) => `${copy.name} of ${of.name}`);
  return [
    {
      kind: 'exact copies',
      message: `${copies.length} of ${records.length} runs ${copies.length === 1 ? 'is an exact copy' : 'are exact copies'} of another, the same configuration with the same results (${named.join(', ')}${copies.length > 4 ? ', …' : ''}): ${copies.length === 1 ? 'it counts' : 'they count'} once in tests and in what luck would give.`,
      evidence: {
        runs: records.length,
        copies: copies.map(({ copy }) => copy.id),
        of: copies.map(({ of }) => of.id),
      },
    },
  ];
}
