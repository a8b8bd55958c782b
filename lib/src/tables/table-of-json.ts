import { isJsonObject, parseLenientJson, toConfigValues, type Json, type JsonObject } from '../values';
import type { Table } from './parse-table';

/**
 * JSON rows as a table: a list of objects (pandas' `to_json(orient="records")`), an object a line, a list a column
 * (`cv_results_`), or columns and data (`orient="split"`). Objects inside get
 * dotted columns (`config.lr`). Null where the text is anything else.
 */
export function tableOfJson(text: string, name: string): Table | null {
  const rows = rowsOf(text, /\.json$/i.test(name));
  if (rows === null) return null;
  const values = rows.map((row) => toConfigValues(row));
  const header = [...new Set(values.flatMap((row) => Object.keys(row)))];
  if (header.length < 2) return null;
  const cells = values.map((row) =>
    header.map((column) => {
      const value = Object.hasOwn(row, column) ? row[column] : undefined;
      if (value === undefined || value === null) return '';
      return typeof value === 'object' ? JSON.stringify(value) : String(value);
    }),
  );
  return { header, rows: cells, delimiter: ',', notices: [] };
}

function rowsOf(text: string, whole: boolean): readonly JsonObject[] | null {
  let json: Json;
  try {
    json = whole
      ? parseLenientJson(text)
      : text
          .split('\n')
          .filter((line) => line.trim() !== '')
          .map((line) => parseLenientJson(line));
  } catch {
    return null;
  }
  if (isJsonObject(json)) json = rowsOfColumns(json);
  if (!Array.isArray(json) || json.length === 0) return null;
  const rows = json as readonly Json[];
  return rows.every(isJsonObject) ? rows : null;
}

/** Lists a column as rows; lists of numbers alone are curves, and no table of runs. */
function rowsOfColumns(json: JsonObject): Json {
  if (Array.isArray(json.columns) && Array.isArray(json.data)) {
    const columns = json.columns as readonly Json[];
    return (json.data as readonly Json[]).map((row) =>
      Object.fromEntries(
        columns.map((column, c) => [
          typeof column === 'string' ? column : JSON.stringify(column),
          (Array.isArray(row) ? (row as Json[])[c] : null) ?? null,
        ]),
      ),
    );
  }
  const columns = Object.entries(json).flatMap(([key, value]) =>
    Array.isArray(value) ? [[key, value as readonly Json[]] as const] : [],
  );
  const length = columns[0]?.[1].length ?? 0;
  const isTable =
    columns.length === Object.keys(json).length && columns.every(([, values]) => values.length === length);
  const isWord = (value: Json): boolean =>
    (typeof value === 'string' && !/^-?(?:nan|inf|infinity)$/i.test(value)) || isJsonObject(value);
  if (!isTable || !columns.some(([, values]) => values.some(isWord))) return null;
  return Array.from({ length }, (_, row) =>
    Object.fromEntries(columns.map(([key, values]) => [key, values[row] ?? null])),
  );
}
