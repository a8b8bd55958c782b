import type { ConfigValue } from '../../types';
import { isMedia, toConfigValue, toConfigValues } from '../values/config-values';
import { isJsonObject, parseExactJson } from '../values/lenient-json';

const number = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const words: Readonly<Record<string, ConfigValue | undefined>> = Object.assign(
  Object.create(null) as Record<string, ConfigValue>,
  {
    nan: NaN,
    inf: Infinity,
    infinity: Infinity,
    '-inf': -Infinity,
    '-infinity': -Infinity,
    true: true,
    false: false,
    none: null,
    null: null,
  },
);

/**
 * What the cells of one row say, by column. Numbers, `True`, `NaN` and lists come back as what they are; a JSON
 * object becomes several dotted keys; an empty cell is no value at all. Digits that a double cannot hold, and
 * numbers with leading zeros, stay text.
 */
export function readCells(cells: Readonly<Record<string, string>>): Record<string, ConfigValue> {
  const values: Record<string, ConfigValue> = {};
  for (const [column, cell] of Object.entries(cells)) {
    if (cell.trim() === '') continue;
    if (/^\s*[[{]/.test(cell)) Object.assign(values, readJsonCell(column, cell));
    else values[column] = readPlainCell(cell);
  }
  return values;
}

/** The value of one cell that is no JSON list or object. */
export function readPlainCell(cell: string): ConfigValue {
  const text = cell.trim();
  const word = words[text.toLowerCase()];
  if (word !== undefined) return word;
  if (!number.test(text) || /^[+-]?0\d/.test(text)) return cell;
  const value = Number(text);
  if (/^[+-]?\d{16,}$/.test(text) && BigInt(value) !== BigInt(text)) return cell;
  return value;
}

function readJsonCell(column: string, cell: string): Record<string, ConfigValue> {
  try {
    const value = parseExactJson(cell);
    if (isJsonObject(value) && !isMedia(value) && Object.keys(value).length > 0) {
      return toConfigValues({ [column]: value });
    }
    return { [column]: toConfigValue(value) };
  } catch {
    return { [column]: cell };
  }
}
