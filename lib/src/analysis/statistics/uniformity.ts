import { chiSquareUpper } from './distributions';
import { finite, type Numbers } from './numbers';

/** χ² test of an even spread over a range. */
export interface UniformityTest {
  readonly chiSquare: number;
  readonly df: number;
  readonly p: number;
  /** Values counted in each of the equal bins. */
  readonly counts: readonly number[];
}

/**
 * Are values spread evenly over [low, high]? Pearson's χ² over equal bins; values outside are not counted.
 *
 * @param bins number of bins; default so that about 10 values fall into each, at least 2, at most 20.
 */
export function uniformityTest(values: Numbers, low: number, high: number, bins?: number): UniformityTest {
  if (!(high > low)) throw new RangeError(`invalid range; high must exceed low: [${low}, ${high}]`);
  const inside = finite(values).filter((value) => value >= low && value <= high);
  const k = bins ?? Math.max(2, Math.min(20, Math.floor(inside.length / 10)));
  const counts = new Array<number>(k).fill(0);
  for (const value of inside) {
    const bin = Math.min(k - 1, Math.floor(((value - low) / (high - low)) * k));
    counts[bin]! += 1;
  }
  const expected = inside.length / k;
  const chiSquare =
    expected === 0 ? 0 : counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  return { chiSquare, df: k - 1, p: chiSquareUpper(chiSquare, k - 1), counts };
}
