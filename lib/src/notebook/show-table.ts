import { htmlText, shortWords, visibleText } from '../text';
import { cellOutput } from './cell-output';
import { printedColumn, type PrintedColumn } from './table-cells';

/** A danfo.js DataFrame, or anything else with column names and rows of values. */
export interface FrameLike {
  readonly columns: readonly string[];
  readonly values: unknown;
}

/** A cell a key. */
export type TableRow = object;

export interface TableOptions {
  /** Which columns, in which order; default all, in the order in which the rows name them. */
  readonly columns?: readonly string[];
  /** Column titles, where they differ from the names. */
  readonly titles?: Readonly<Record<string, string>>;
  /** A line above the table. */
  readonly caption?: string;
  /** Significant digits of numbers, default 4. */
  readonly digits?: number;
  /** Rows shown, default 60; the table says how many were left out. */
  readonly maxRows?: number;
}

/** Shows a table: HTML and text in one output in a notebook, text elsewhere. */
export function showTable(table: readonly TableRow[] | FrameLike, options: TableOptions = {}): void {
  const printed = printTable(table, options);
  const output = cellOutput();
  if (output === null) console.log(printed.text);
  else output.add({ data: { 'text/html': printed.html, 'text/plain': printed.text } });
}

/** The two forms of a table. Column names and cells are escaped in the HTML. */
export function printTable(
  table: readonly TableRow[] | FrameLike,
  { columns, titles = {}, caption, digits = 4, maxRows = 60 }: TableOptions = {},
): { html: string; text: string } {
  const rows = 'columns' in table ? rowsOf(table) : table;
  const names = columns ?? ('columns' in table ? table.columns : namesOf(rows));
  const known = new Set([...namesOf(rows), ...('columns' in table ? table.columns : [])]);
  const unknown = rows.length === 0 ? [] : names.filter((name) => !known.has(name));
  if (unknown.length > 0) {
    throw new RangeError(`no column ${unknown.join(', ')}; the table has ${[...known].join(', ')}`);
  }
  const shown = rows.slice(0, maxRows);
  const left = rows.length - shown.length;
  const printed = names.map((name) =>
    printedColumn(
      titles[name] ?? name,
      shown.map((row) => (row as Readonly<Record<string, unknown>>)[name]),
      digits,
    ),
  );
  const more = left > 0 ? `${left} more row${left === 1 ? '' : 's'} not shown` : null;
  return {
    html: htmlOf(printed, shown.length, caption, more),
    text: textOf(printed, shown.length, caption, more),
  };
}

function rowsOf({ columns, values }: FrameLike): TableRow[] {
  return (values as readonly unknown[]).map((row) => {
    const cells = Array.isArray(row) ? (row as readonly unknown[]) : [row];
    return Object.fromEntries(columns.map((name, i) => [name, cells[i]]));
  });
}

const namesOf = (rows: readonly TableRow[]): string[] => [
  ...new Set(rows.flatMap((row) => Object.keys(row))),
];

function htmlOf(
  columns: readonly PrintedColumn[],
  length: number,
  caption: string | undefined,
  more: string | null,
): string {
  const style = (align: string): string =>
    `style="text-align:${align};padding:0.25em 0.8em;font-variant-numeric:tabular-nums"`;
  const head = columns.map(({ name, align }) => `<th ${style(align)}>${htmlText(name)}</th>`).join('');
  const body = Array.from({ length }, (_, i) => {
    const cells = columns.map(({ cells, align }) => `<td ${style(align)}>${htmlText(cells[i]!)}</td>`);
    return `<tr>${cells.join('')}</tr>`;
  });
  const title =
    caption === undefined
      ? ''
      : `<caption style="caption-side:top;text-align:left;font-weight:600">${htmlText(caption)}</caption>`;
  const rest = more === null ? '' : `<p>${more}</p>`;
  return `<table>${title}<thead><tr>${head}</tr></thead><tbody>${body.join('')}</tbody></table>${rest}`;
}

function textOf(
  given: readonly PrintedColumn[],
  length: number,
  caption: string | undefined,
  more: string | null,
): string {
  const columns = given.map(({ name, cells, align }) => ({
    name: shortWords(visibleText(name)),
    cells: cells.map((cell) => shortWords(visibleText(cell))),
    align,
  }));
  const widths = columns.map(({ name, cells }) => Math.max(name.length, ...cells.map((cell) => cell.length)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, i) => (columns[i]!.align === 'right' ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!)))
      .join('  ')
      .trimEnd();
  return [
    ...(caption === undefined ? [] : [caption]),
    line(columns.map(({ name }) => name)),
    widths.map((width) => '─'.repeat(width)).join('  '),
    ...Array.from({ length }, (_, i) => line(columns.map(({ cells }) => cells[i]!))),
    ...(more === null ? [] : [more]),
  ].join('\n');
}
