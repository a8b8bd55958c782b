/** Root mean square difference, as a share of the expected values'. */
export function typical(got: readonly number[], expected: readonly number[]): number {
  const power = (values: readonly number[]): number => values.reduce((sum, value) => sum + value * value, 0);
  return Math.sqrt(power(got.map((value, i) => value - expected[i]!)) / power(expected));
}
