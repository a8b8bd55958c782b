import { logGamma } from './distributions';

/**
 * Fisher's exact test of a table of two by two, two-sided: the chance, given its margins, of a table that is no likelier
 * than this one (Fisher, 1922, Journal of the Royal Statistical Society 85).
 *
 * @param table `[[a, b], [c, d]]`, counts.
 */
export function fisherExact([[a, b], [c, d]]: readonly [
  readonly [number, number],
  readonly [number, number],
]): number {
  for (const count of [a, b, c, d])
    if (!Number.isInteger(count) || count < 0)
      throw new RangeError(`invalid count; not a whole number from 0: ${count}`);
  const [row, column, n] = [a + b, a + c, a + b + c + d];
  const logProbability = (x: number): number =>
    logChoose(column, x) + logChoose(n - column, row - x) - logChoose(n, row);
  const own = logProbability(a);
  let p = 0;
  for (let x = Math.max(0, row + column - n); x <= Math.min(row, column); x += 1) {
    const other = logProbability(x);
    if (other <= own + 1e-7) p += Math.exp(other);
  }
  return Math.min(1, p);
}

function logChoose(n: number, k: number): number {
  return logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);
}
