/** A number for a sentence: `digits` significant digits, without trailing zeros. */
export function shortNumber(value: number, digits = 3): string {
  return String(Number(value.toPrecision(digits)));
}

/** A p-value for a sentence: `p = 0.03`, `p < 1e-15`, or that there was none. */
export function pText(p: number | null): string {
  if (p === null) return 'p not testable';
  return p < 1e-15 ? 'p < 1e-15' : `p = ${shortNumber(p, 2)}`;
}
