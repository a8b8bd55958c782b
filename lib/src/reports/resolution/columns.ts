import type { RunRecord } from '../../types';

/** A column of a record's summary, tile by tile; NaN where a tile has no value. */
export function columnOf({ summary }: RunRecord, key: string): number[] {
  return (summary[key] as readonly (number | null)[]).map((value) => value ?? NaN);
}

/** Mean of the numbers; NaN where there is none. */
export function meanOf(values: readonly number[]): number {
  const known = values.filter(Number.isFinite);
  return known.reduce((sum, value) => sum + value, 0) / known.length;
}

/** Sum of the numbers; what is none is left out. */
export function sumOf(values: readonly number[]): number {
  return values.filter(Number.isFinite).reduce((sum, value) => sum + value, 0);
}

/** A number for a table; two decimals unless it says otherwise. */
export function rounded(value: number, decimals = 2): number {
  return Number(value.toFixed(decimals));
}

/** The same with four decimals; null stays null. */
export function roundedOr(value: number | null): number | null {
  return value === null ? null : rounded(value, 4);
}
