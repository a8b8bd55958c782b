/** A CSV file: its header and its rows, all cells as text. */
export interface CsvTable {
  readonly header: readonly string[];
  /** Each row has as many cells as the header. */
  readonly rows: readonly (readonly string[])[];
  /** One sentence for each row that was too short or too long. */
  readonly notices: readonly string[];
}

/**
 * Parses CSV as RFC 4180 has it: commas, quotes around cells, doubled quotes inside them, line breaks inside quotes;
 * `\n` or `\r\n`, with or without a byte order mark. Rows that are too short are filled with empty cells and cells
 * beyond the header are dropped, both with a notice.
 *
 * @param name what to call the file in errors and notices
 * @throws where a quote is never closed, or the file has no header
 */
export function parseCsv(text: string, name = 'the CSV file'): CsvTable {
  const [header, ...body] = splitRows(text.replace(/^\uFEFF/, ''), name);
  if (header === undefined) throw new Error(`${name} is empty: expected a header row`);
  const notices: string[] = [];
  const rows = body.map((cells, i) => {
    if (cells.length === header.length) return cells;
    notices.push(`${name}: row ${i + 2} has ${cells.length} cells, the header ${header.length}`);
    return header.map((_, column) => cells[column] ?? '');
  });
  return { header, rows, notices };
}

function splitRows(text: string, name: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at < text.length) {
    let cell: string;
    if (text[at] === '"') {
      [cell, at] = quotedCell(text, at, rows.length + 1, name);
    } else {
      const end = indexOfEnd(text, at);
      cell = text.slice(at, end);
      at = end;
    }
    row.push(cell);
    if (text[at] === ',') {
      at += 1;
      if (at === text.length) row.push('');
      continue;
    }
    if (text[at] === '\r') at += 1;
    if (text[at] === '\n') at += 1;
    if (row.length > 1 || row[0] !== '') rows.push(row);
    row = [];
  }
  if (row.length > 0) rows.push(row);
  return rows;
}

function quotedCell(text: string, start: number, row: number, name: string): [cell: string, next: number] {
  let cell = '';
  let at = start + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) throw new Error(`${name}: the quote that opens in row ${row} is never closed`);
    cell += text.slice(at, quote);
    if (text[quote + 1] !== '"') {
      const end = indexOfEnd(text, quote + 1); // a stray text after the quote belongs to the cell
      return [cell + text.slice(quote + 1, end), end];
    }
    cell += '"';
    at = quote + 2;
  }
}

function indexOfEnd(text: string, from: number): number {
  let end = from;
  while (end < text.length && text[end] !== ',' && text[end] !== '\n' && text[end] !== '\r') end += 1;
  return end;
}
