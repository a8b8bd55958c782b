/** Tables of text as people and programs write them: encodings, separators, numbers, literals of Python and JSON. */
export { decodeText, type DecodedText } from './decode-text';
export { parseTable, type Table } from './parse-table';
export { parseLiteral, readRows, type Entry, type TableValues } from './read-rows';
export { tableOfJson } from './table-of-json';
export { sayTotals, totalsRows } from './totals-row';
