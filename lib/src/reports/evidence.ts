import { fixed } from '../figures';
import type { Interval } from '../analysis';
import type { Objective } from '../types';
import type { Block } from './markdown';
import { table } from './markdown';
import { intervalText } from './words';

/** What was measured about a published recommendation. */
export interface MeasuredEvidence {
  /** For example `Gradient accumulation`. */
  readonly recommendation: string;
  /** Where it was measured, for example `05-progressive-training`. */
  readonly notebook: string;
  /** The comparison in words, for example `batch 4 against 4 × 4 accumulated`. */
  readonly comparison: string;
  readonly before: number;
  readonly after: number;
  /** Interval of after − before; null where one pair of runs is all there is. */
  readonly interval: Interval | null;
  /** Pairs of runs compared. */
  readonly pairs: number;
  /** Which way the compared score is better; absent: higher, as for the Jaccard index. */
  readonly goal?: Objective['goal'];
}

/** `helped`, `hurt` or `no difference told`, by the interval; `one pair, not told` without one. */
export function evidenceVerdict({ interval, goal = 'maximize' }: MeasuredEvidence): string {
  if (interval === null) return 'no interval, not told';
  if (interval.low <= 0 && interval.high >= 0) return 'no difference told';
  return interval.low > 0 === (goal === 'maximize') ? 'helped' : 'hurt';
}

/** A row for each measured recommendation; nothing where none was measured. */
export function evidenceTable(evidence: readonly MeasuredEvidence[]): Block {
  return table(
    ['Recommendation', 'Compared', '>Before', '>After', '>Difference', 'Verdict', 'Measured in'],
    evidence.map((row) => {
      const difference = row.after - row.before;
      return [
        row.recommendation,
        `${row.comparison} (${row.pairs === 1 ? 'one pair' : `${row.pairs} pairs`})`,
        fixed(row.before, 4),
        fixed(row.after, 4),
        `${difference > 0 ? '+' : ''}${fixed(difference, 4)} ${intervalText(row.interval, 4)}`.trim(),
        evidenceVerdict(row),
        `notebook ${row.notebook}`,
      ];
    }),
  );
}
