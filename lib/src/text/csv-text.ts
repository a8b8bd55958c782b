/**
 * A value as a cell of CSV (RFC 4180). A text that a spreadsheet would take for a formula (it begins with `=`, `+`, `-`, `@`, a
 * tab or a line end) gets an apostrophe before it, which spreadsheets read as "text"; numbers stay numbers, −1.5 too.
 * Null, undefined and NaN are empty cells.
 */
export function csvCell(value: unknown): string {
  if (value === null || value === undefined || Number.isNaN(value)) return '';
  const text = value instanceof Date ? value.toISOString() : String(value as number);
  const safe =
    typeof value !== 'number' && /^[=+\-@\t\r\n]/.test(text) && !isNumber(text) ? `'${text}` : text;
  return /[",;\t\r\n]|^\s|\s$|^'/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
}

/** Rows of cells as CSV, the names of the columns first. */
export function csvText(columns: readonly string[], rows: readonly (readonly unknown[])[]): string {
  return [columns, ...rows].map((row) => `${row.map(csvCell).join(',')}\r\n`).join('');
}

const isNumber = (text: string): boolean => /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text);
