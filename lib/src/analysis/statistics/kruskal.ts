import { chiSquareUpper } from './distributions';
import { finite, type Group } from './numbers';
import { ranksOf, tieTerm } from './ranks';

/** Kruskal and Wallis's rank test. */
export interface KruskalTest {
  /** H, corrected for ties. */
  readonly h: number | null;
  readonly df: number;
  /** By the χ² approximation, which is rough below five values a group. */
  readonly p: number | null;
  /** ε² = H (n + 1) / (n² − 1): share of the rank variance between groups, in [0, 1]. */
  readonly epsilonSquared: number | null;
  readonly reason: string | null;
}

/** Do groups differ in level, whatever the shape of their distribution? Missing values and empty groups are left out. */
export function kruskal(groups: readonly Group[]): KruskalTest {
  const samples = groups.map(({ values }) => finite(values)).filter((values) => values.length > 0);
  const df = Math.max(0, samples.length - 1);
  const none = (reason: string): KruskalTest => ({ h: null, df, p: null, epsilonSquared: null, reason });
  if (samples.length < 2) return none(`${samples.length} group has values; two are needed`);
  const pooled = Float64Array.from(samples.flatMap((values) => [...values]));
  const n = pooled.length;
  const ties = 1 - tieTerm(pooled) / (n ** 3 - n);
  if (ties === 0) return none('all values are equal');
  const ranks = ranksOf(pooled);
  let sum = 0;
  let start = 0;
  for (const values of samples) {
    let rankSum = 0;
    for (let i = start; i < start + values.length; i += 1) rankSum += ranks[i]!;
    sum += rankSum ** 2 / values.length;
    start += values.length;
  }
  const h = ((12 / (n * (n + 1))) * sum - 3 * (n + 1)) / ties;
  return { h, df, p: chiSquareUpper(h, df), epsilonSquared: (h * (n + 1)) / (n * n - 1), reason: null };
}
