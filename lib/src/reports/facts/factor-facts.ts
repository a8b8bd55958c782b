import {
  bestOfLevels,
  fieldName,
  groupsOf,
  groupSummary,
  holm,
  kruskal,
  pairwiseWelch,
  type BestOfLevels,
  type Direction,
  type Field,
  type GroupSummary,
  type PairComparison,
} from '../../analysis';
import { settingTitle } from '../../figures';
import type { RunRecord } from '../../types';

/** What the runs say about one setting. */
export interface FactorFacts {
  readonly key: string;
  readonly title: string;
  readonly summary: GroupSummary;
  readonly best: BestOfLevels;
  /** Kruskal and Wallis's p, uncorrected. */
  readonly p: number | null;
  /** Corrected by Holm over the factors of the report. */
  readonly pHolm: number | null;
  /** Welch's comparisons of every pair of levels. */
  readonly pairs: readonly PairComparison[];
}

/** Facts about each factor, p-values corrected over all of them. */
export function factorFacts(
  records: readonly RunRecord[],
  factors: readonly Field[],
  metric: Field,
  direction: Direction = 'maximize',
): FactorFacts[] {
  const read = factors.map((factor) => {
    const groups = groupsOf(records, factor, metric);
    return { factor, groups, p: groups.length < 2 ? null : kruskal(groups).p };
  });
  const corrected = holm(read.map(({ p }) => p));
  return read.map(({ factor, groups, p }, index) => ({
    key: fieldName(factor),
    title: settingTitle(fieldName(factor)),
    summary: groupSummary(records, factor, metric, { direction }),
    best: bestOfLevels(groups, { direction }),
    p,
    pHolm: corrected[index]!,
    pairs: groups.length < 2 ? [] : pairwiseWelch(groups),
  }));
}
