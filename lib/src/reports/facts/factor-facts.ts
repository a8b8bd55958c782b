import {
  bestOfLevels,
  fieldName,
  groupsOf,
  groupSummary,
  holm,
  kruskal,
  pairwiseWelch,
  fieldOf,
  type BestOfLevels,
  type Field,
  type GroupSummary,
  type PairComparison,
  type Score,
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
  score: Score,
): FactorFacts[] {
  const metric = fieldOf(score);
  const read = factors.map((factor) => {
    const groups = groupsOf(records, factor, metric);
    return { factor, groups, p: groups.length < 2 ? null : kruskal(groups).p };
  });
  const corrected = holm(read.map(({ p }) => p));
  return read.map(({ factor, groups, p }, index) => ({
    key: fieldName(factor),
    title: settingTitle(fieldName(factor)),
    summary: groupSummary(records, factor, score),
    best: bestOfLevels(groups, score),
    p,
    pHolm: corrected[index]!,
    pairs: groups.length < 2 ? [] : pairwiseWelch(groups),
  }));
}
