import Papa from 'papaparse';

/** A table of text: its header and its rows, all cells as they stand. */
export interface Table {
  readonly header: readonly string[];
  /** Each row has as many cells as the header. */
  readonly rows: readonly (readonly string[])[];
  /** What stands between the cells. */
  readonly delimiter: string;
  /** One sentence each: rows that were too short or too long, headers that stood in mid-file. */
  readonly notices: readonly string[];
}

const delimiterNames: Readonly<Record<string, string>> = {
  ';': 'semicolons',
  '\t': 'tabs',
  '|': 'bars',
  ',': 'commas',
};

/**
 * Parses delimited text (RFC 4180's quotes; separator found by Papa Parse, or named by a first line `sep=;`). Rows that
 * are too short are filled with empty cells, cells beyond the header are dropped where they are filled with a notice,
 * and a row that repeats the header is no row.
 *
 * @param name what to call the file in errors and notices
 * @throws where a quote is never closed, or the file has no header
 */
export function parseTable(text: string, name: string): Table {
  const told = /^"?sep=(.)"?\r?\n/i.exec(text);
  const body = told === null ? text : text.slice(told[0].length);
  const { data, errors, meta } = Papa.parse<string[]>(body, {
    delimiter: told?.[1] ?? delimiterOf(body),
    skipEmptyLines: true,
  });
  const open = errors.find(({ code }) => code === 'MissingQuotes');
  if (open !== undefined)
    throw new Error(`${name}: the quote that opens in row ${(open.row ?? 0) + 1} is never closed`);
  const [first, ...rows] = data;
  if (first === undefined) throw new Error(`${name} is empty: expected a header row`);
  const header = first.map((cell) => cell.trim());
  const notices: string[] = [];
  if (meta.delimiter !== ',') notices.push(`${name}: cells are separated by ${named(meta.delimiter)}`);
  const kept: string[][] = [];
  let headers = 0;
  rows.forEach((cells, i) => {
    if (cells.length === header.length && cells.every((cell, c) => cell.trim() === header[c])) {
      headers += 1;
      return;
    }
    if (cells.every((cell) => cell.trim() === '')) return;
    const surplus = cells.slice(header.length).some((cell) => cell.trim() !== '');
    if (cells.length < header.length || surplus)
      notices.push(`${name}: row ${i + 2} has ${cells.length} cells, the header ${header.length}`);
    kept.push(header.map((_, column) => cells[column] ?? ''));
  });
  if (headers > 0)
    notices.push(
      headers === 1
        ? `${name}: the header stands again in mid-file, and is no row`
        : `${name}: the header stands ${headers} times more in mid-file, and is no row`,
    );
  return { header, rows: kept, delimiter: meta.delimiter, notices };
}

/** Papa Parse's guess over the first rows; a comma where there is only one column. */
function delimiterOf(text: string): string {
  const guess = Papa.parse<string[]>(text, { preview: 20, skipEmptyLines: true });
  return guess.meta.delimiter || ',';
}

function named(delimiter: string): string {
  return delimiterNames[delimiter] ?? JSON.stringify(delimiter);
}
