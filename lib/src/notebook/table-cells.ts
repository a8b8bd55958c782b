/** A column of a table as it is printed. */
export interface PrintedColumn {
  readonly name: string;
  readonly cells: readonly string[];
  readonly align: 'left' | 'right';
}

const absent = '–';

/**
 * Formats a column. Numbers are rounded to `digits` significant digits and share as many decimals as the one that needs most
 * (at most 6); where that would hide or drown values, each is written with an exponent. Integers stay
 * whole. Null, undefined and NaN become a dash; dates become ISO 8601; objects become JSON.
 *
 * @param digits significant digits, default 4
 */
export function printedColumn(name: string, values: readonly unknown[], digits = 4): PrintedColumn {
  const numbers = values.filter((value): value is number => typeof value === 'number');
  const numeric = numbers.length > 0 && values.every((value) => typeof value === 'number' || isAbsent(value));
  const number = numberFormat(numbers, digits);
  return {
    name,
    align: numeric ? 'right' : 'left',
    cells: values.map((value) => (typeof value === 'number' ? number(value) : other(value))),
  };
}

function numberFormat(values: readonly number[], digits: number): (value: number) => string {
  const finite = values.filter(Number.isFinite);
  const largest = Math.max(0, ...finite.map(Math.abs));
  const special = (value: number): string | null =>
    Number.isFinite(value) ? null : Number.isNaN(value) ? absent : String(value);
  if (finite.every(Number.isInteger) && largest < 1e15) return (value) => special(value) ?? String(value);
  const decimals = Math.max(...finite.map((value) => decimalsOf(Number(value.toPrecision(digits)))));
  const exponents = decimals > 6 || largest >= 1e9;
  return (value) => {
    const text = special(value);
    if (text !== null) return text;
    if (exponents) return value === 0 ? '0' : Number(value.toPrecision(digits)).toExponential();
    return value.toFixed(Math.min(decimals, 6));
  };
}

/** Decimals that the shortest text of a number has; many for one that is written with an exponent. */
function decimalsOf(value: number): number {
  const [mantissa = '', exponent = '0'] = value.toExponential().split('e');
  return Math.max(0, (mantissa.split('.')[1] ?? '').length - Number(exponent));
}

const isAbsent = (value: unknown): boolean => value === null || value === undefined;

function other(value: unknown): string {
  if (isAbsent(value)) return absent;
  if (typeof value === 'string') return value;
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'object') return JSON.stringify(value);
  return String(value as boolean | bigint);
}
