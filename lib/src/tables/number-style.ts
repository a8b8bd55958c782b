/** How a table writes numbers: what stands before the decimals. Null where no cell of it tells. */
export interface NumberStyle {
  readonly decimal: '.' | ',' | null;
}

/** How one column's cells become numbers. */
export interface ColumnNumbers {
  /** The number of a cell, or null where it is none. */
  readonly numberOf: (cell: string) => number | null;
  /** One sentence each. */
  readonly notices: readonly string[];
}

const plain = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const comma = /^[+-]?(?:\d+,\d*|\d*,\d+)(?:[eE][+-]?\d+)?$/;
const space = /[\s\u00a0\u202f'’]/;
const groups: Readonly<Record<string, RegExp>> = {
  '.': /^[+-]?[1-9]\d{0,2}(?:\.\d{3})+$/,
  ',': /^[+-]?[1-9]\d{0,2}(?:,\d{3})+$/,
};
/** `1.234,5` and `1,234.5`: both signs, so each says what the other is. */
const both: Readonly<Record<string, RegExp>> = {
  '.': /^[+-]?\d{1,3}(?:,\d{3})+\.\d+$/,
  ',': /^[+-]?\d{1,3}(?:\.\d{3})+,\d+$/,
};
const spaced = /^[+-]?\d{1,3}(?:[\s\u00a0\u202f'’]\d{3})+(?:[.,]\d+)?$/;
const percent = /\s*[%٪％]$/;

/** What decimals a table uses, by the cells that can be read in one way only. */
export function numberStyle(cells: Iterable<string>): NumberStyle {
  const votes = { '.': 0, ',': 0 };
  for (const cell of cells) {
    const text = cell.trim().replace(percent, '');
    if (both['.']!.test(text)) votes['.'] += 1;
    else if (both[',']!.test(text)) votes[','] += 1;
    else if (comma.test(text) && !groups[',']!.test(text)) votes[','] += 1;
    else if (plain.test(text) && text.includes('.') && !groups['.']!.test(text)) votes['.'] += 1;
  }
  if (votes['.'] === votes[',']) return { decimal: null };
  return { decimal: votes['.'] > votes[','] ? '.' : ',' };
}

/**
 * How the cells of one column are read as numbers: null where they are codes (leading zeros, digits that a double cannot
 * hold) or cannot be told (`1,234` in a table that shows no other decimals; percentages beside plain numbers).
 */
export function columnNumbers(
  cells: readonly string[],
  table: NumberStyle,
  name: string,
): ColumnNumbers | null {
  const texts = cells.map((cell) => cell.trim());
  if (texts.some(isCode)) return null;
  const own = numberStyle(cells).decimal;
  const decimal = own ?? table.decimal;
  const notices: string[] = [];
  const numbers = texts.map((text) => text.replace(percent, ''));
  const grouped = (sign: '.' | ','): boolean => numbers.some((text) => groups[sign]!.test(text));
  const thousands = decimal === '.' && grouped(',') ? ',' : decimal === ',' && grouped('.') ? '.' : null;
  // `1.234` alone is what a program writes; `1,234` alone may be either
  if (decimal === null && grouped(',')) {
    const first = numbers.find((text) => groups[',']!.test(text))!;
    return {
      numberOf: (cell) => (comma.test(cell.trim()) ? null : parsed(cell, '.')),
      notices: [
        `column "${name}": ${first} may be ${first.replaceAll(',', '')} or ${first.replace(',', '.')}, and no other cell tells: left as text`,
      ],
    };
  }
  if (thousands !== null)
    notices.push(
      `column "${name}": "${numbers.find((text) => groups[thousands]!.test(text))!}" is read with a thousands separator, as other cells have decimals after "${decimal!}"`,
    );
  const shares = texts.filter(
    (text) => percent.test(text) && parsed(text.replace(percent, ''), decimal) !== null,
  );
  if (shares.length > 0) {
    const others = texts.length - shares.length;
    if (others > 0)
      return {
        numberOf: () => null,
        notices: [
          `column "${name}": ${shares.length} cells are percentages (${shares[0]!}) and ${others} are not: left as text`,
        ],
      };
    notices.push(
      `column "${name}" is in percent: ${shares[0]!} is read as ${String(parsed(shares[0]!.replace(percent, ''), decimal))}`,
    );
  }
  return { numberOf: (cell) => parsed(cell.trim().replace(percent, ''), decimal), notices };
}

/** Leading zeros, or more digits than a double holds. */
function isCode(text: string): boolean {
  if (/^[+-]?0\d/.test(text) && !/[.,%]/.test(text)) return true;
  return /^[+-]?\d{16,}$/.test(text) && BigInt(Number(text)) !== BigInt(text);
}

function parsed(cell: string, decimal: '.' | ',' | null): number | null {
  const text = cell.trim();
  if (spaced.test(text)) return parsed(text.replaceAll(new RegExp(space, 'g'), ''), decimal);
  if (decimal === ',') {
    if (comma.test(text)) return Number(text.replace(',', '.'));
    if (groups['.']!.test(text) || both[',']!.test(text))
      return Number(text.replaceAll('.', '').replace(',', '.'));
    return plain.test(text) ? Number(text) : null;
  }
  if (plain.test(text)) return Number(text);
  if (decimal === '.' && (groups[',']!.test(text) || both['.']!.test(text)))
    return Number(text.replaceAll(',', ''));
  return null;
}
