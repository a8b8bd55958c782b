import type { ConfigValue } from '../types';
import { columnNumbers, type NumberStyle } from './number-style';

/** A column's cells as values. */
export interface ColumnValues {
  /** One entry a row; undefined where the cell is empty. */
  readonly values: readonly (ConfigValue | undefined)[];
  /** One sentence each, for the table's notices. */
  readonly notices: readonly string[];
}

const notFinite: Readonly<Record<string, number | undefined>> = {
  nan: NaN,
  '-nan': NaN,
  inf: Infinity,
  '+inf': Infinity,
  infinity: Infinity,
  '+infinity': Infinity,
  '-inf': -Infinity,
  '-infinity': -Infinity,
};
const nothing = new Set(['none', 'null', 'n/a', 'na', '-', '–', '#n/a']);

/**
 * Reads one column of text cells, deciding for the column as a whole what its cells are: numbers (`NaN`, `inf` with
 * them), yes or no, percentages, or text. Only an empty cell is missing: `none` beside `light` and `heavy` is a level,
 * `none` beside numbers is no number and is counted aloud. Codes with leading zeros and digits that a double cannot
 * hold stay text, in all cells of the column.
 *
 * @param style how the table writes numbers
 * @param name the column's name, for notices
 */
export function readColumn(cells: readonly string[], style: NumberStyle, name: string): ColumnValues {
  const filled = cells.filter((cell) => cell.trim() !== '');
  const texts = (notices: readonly string[] = []): ColumnValues => ({
    values: cells.map((cell) => (cell.trim() === '' ? undefined : cell)),
    notices,
  });
  if (filled.length === 0) return texts();
  const words = filled.map((cell) => cell.trim().toLowerCase());
  const logical = words.every((word) => word === 'true' || word === 'false');
  if (logical)
    return {
      values: cells.map((cell) => (cell.trim() === '' ? undefined : cell.trim().toLowerCase() === 'true')),
      notices: [],
    };
  const isWord = (word: string): boolean => notFinite[word] !== undefined;
  const rest = filled.filter((_, i) => !isWord(words[i]!) && !nothing.has(words[i]!));
  if (rest.length === 0 && !words.some(isWord)) return texts();
  const reading = columnNumbers(rest, style, name);
  if (reading === null) return texts();
  const { numberOf, notices } = reading;
  const readable = rest.filter((cell) => numberOf(cell) !== null).length;
  // a column of text with digits in it is a column of text: `a1b2`, `1e5`, `12`
  if (readable * 2 <= rest.length && rest.length > 0) return texts(readable === 0 ? notices : []);
  const none = words.filter((word) => nothing.has(word));
  const more: string[] = [];
  if (none.length > 0)
    more.push(
      `column "${name}": ${none.length} of ${filled.length} cells say ${[...new Set(none)].join(', ')} among numbers: no number there`,
    );
  const strays = rest.filter((cell) => numberOf(cell) === null);
  if (strays.length > 0)
    more.push(
      `column "${name}": ${strays.length} of ${filled.length} cells are text among numbers (${examples(strays)}): kept as text, no number there`,
    );
  return {
    values: cells.map((cell) => {
      const word = cell.trim().toLowerCase();
      if (word === '') return undefined;
      if (nothing.has(word)) return NaN;
      return notFinite[word] ?? numberOf(cell) ?? cell;
    }),
    notices: [...notices, ...more],
  };
}

function examples(cells: readonly string[]): string {
  const distinct = [...new Set(cells)];
  const shown = distinct.slice(0, 3).map((cell) => (cell.length > 30 ? `${cell.slice(0, 30)}…` : cell));
  return `${shown.join(', ')}${distinct.length > 3 ? ', …' : ''}`;
}
