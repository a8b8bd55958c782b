import type { RunRecord } from '../../types';
import { oneWayAnova, type OneWayAnova } from '../statistics/anova-one-way';
import { correlationOfComplete, completePairs, type Correlation } from '../statistics/correlation';
import { holm } from '../statistics/holm';
import { kruskal, type KruskalTest } from '../statistics/kruskal';
import { ranksOf } from '../statistics/ranks';
import { pairwiseWelch, welchAnova, type PairComparison, type WelchAnova } from '../statistics/welch';
import { factorOf, mostLevels } from './factors';
import { fieldOf, valuesOf, type Score } from '../objective/measure';
import type { Field } from './fields';
import { groupsOf, groupSummary, type GroupSummary } from './groups';

/** Everything that tests say about one factor and a metric. */
export interface FactorEffect {
  readonly factor: string;
  readonly field: Field;
  /** Levels, or quartiles of a factor with many values. */
  readonly summary: GroupSummary;
  readonly anova: OneWayAnova;
  readonly welch: WelchAnova;
  readonly kruskal: KruskalTest;
  /** Pairs of levels by Welch with Holm's correction; empty for a factor cut into quartiles. */
  readonly pairs: readonly PairComparison[];
  /** For a factor of numbers. */
  readonly pearson: Correlation | null;
  readonly spearman: Correlation | null;
  /**
   * p-value of any effect: Kruskal and Wallis's; for many values twice the smaller of that over quartiles (a bent
   * effect) and Spearman's (a monotone one).
   */
  readonly p: number | null;
  /** The same, corrected by Holm over the factors. */
  readonly pHolm: number | null;
}

/** Tests each factor against a metric, one at a time. Confounded factors share their effects; the warnings name them. */
export function factorEffects(
  records: readonly RunRecord[],
  score: Score,
  factors: readonly Field[],
  { level = 0.95 }: { level?: number } = {},
): FactorEffect[] {
  const { values } = valuesOf(records, score);
  const metric = fieldOf(score);
  const effects = factors.map((field) => {
    const factor = factorOf(records, field);
    const groups = groupsOf(records, field, metric);
    const many = factor.range;
    const pairs = factor.numbers === null ? null : completePairs(factor.numbers, values);
    const spearman =
      pairs === null ? null : correlationOfComplete(ranksOf(pairs.x), ranksOf(pairs.y), 'spearman', level);
    const ranks = kruskal(groups);
    const bent = ranks.p;
    const monotone = spearman?.p ?? null;
    const p =
      !many || monotone === null || bent === null
        ? (bent ?? monotone)
        : Math.min(1, 2 * Math.min(bent, monotone));
    return {
      factor: factor.name,
      field,
      summary: groupSummary(records, field, score, { level }),
      anova: oneWayAnova(groups, level),
      welch: welchAnova(groups),
      kruskal: ranks,
      pairs: many || groups.length > mostLevels ? [] : pairwiseWelch(groups, level),
      pearson: pairs === null ? null : correlationOfComplete(pairs.x, pairs.y, 'pearson', level),
      spearman,
      p,
    };
  });
  const corrected = holm(effects.map(({ p }) => p));
  return effects.map((effect, i) => ({ ...effect, pHolm: corrected[i]! }));
}
