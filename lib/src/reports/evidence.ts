import { fixed } from '../figures';
import type { Interval } from '../analysis';
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
}

/** `helped`, `hurt` or `no difference told`, by the interval; `one pair, not told` without one. */
export function evidenceVerdict({ interval }: MeasuredEvidence): string {
  if (interval === null) return 'no interval, not told';
  if (interval.low > 0) return 'helped';
  return interval.high < 0 ? 'hurt' : 'no difference told';
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
