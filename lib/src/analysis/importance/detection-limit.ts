import { fUpper } from '../statistics/distributions';
import { noncentralFCdf, solveNoncentrality } from '../statistics/noncentral';

/**
 * The smallest share of a metric's variance that a test of one factor among several would notice: F test with the level
 * divided by the number of factors (Bonferroni). A factor below it is missed more often than 1 − `power`.
 *
 * @param n runs.
 * @param factors factors tested together, default 1.
 * @param power chance of noticing, default 0.8.
 * @param alpha chance of any false alarm, default 0.05.
 * @param df degrees of freedom of the factor (levels − 1, or 1 for a trend), default 1.
 * @returns share in (0, 1), or null when there are too few runs for the test.
 */
export function detectableShare(
  n: number,
  {
    factors = 1,
    power = 0.8,
    alpha = 0.05,
    df = 1,
  }: { factors?: number; power?: number; alpha?: number; df?: number } = {},
): number | null {
  if (!(power > alpha && power < 1)) throw new RangeError(`invalid power; not in (alpha, 1): ${power}`);
  const df2 = n - df - 1;
  if (df2 < 1) return null;
  const critical = criticalF(alpha / factors, df, df2);
  let reach = 16;
  while (noncentralFCdf(critical, df, df2, reach) > (1 - power) / 2) reach *= 2;
  const lambda = solveNoncentrality((l) => noncentralFCdf(critical, df, df2, l), 1 - power, 0, reach);
  return lambda / (lambda + n);
}

function criticalF(alpha: number, df1: number, df2: number): number {
  let low = 0;
  let high = 2;
  while (fUpper(high, df1, df2) > alpha) high *= 2;
  for (let step = 0; step < 100; step += 1) {
    const middle = (low + high) / 2;
    if (fUpper(middle, df1, df2) > alpha) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
