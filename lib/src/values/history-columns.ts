import type { History } from '../types';
import { isMedia } from './config-values';
import { isJsonObject, readNumber, type Json, type JsonObject } from './lenient-json';
import { describeRenames } from './renamed-keys';

/** A history with what was noticed while it was put together. */
export interface HistoryReading {
  readonly history: History;
  /** One sentence each; empty when nothing was left out, repaired or doubtful. */
  readonly notices: readonly string[];
}

/**
 * Gathers history rows as columns. Rows with the same `_step` become one (later values win), missing values become
 * `NaN`, `true` and `false` become 1 and 0, nested objects dotted keys. What is no number (images, tables, text) is
 * left out and counted.
 */
export class HistoryColumns {
  private readonly columns = new Map<string, number[]>();
  private readonly rowOfStep = new Map<number, number>();
  private readonly leftOut = new Map<string, { kind: string; count: number }>();
  /** Rows mostly have the same keys in the same order, so a column is looked for where it was last time. */
  private readonly places: { key: string; column: number[] }[] = [];
  private rows = 0;
  private mergedRows = 0;

  /** Number of rows so far; rows of one step count once. */
  get length(): number {
    return this.rows;
  }

  /** Starts a row, or finds the row of that step, and returns its number for {@link set}. */
  row(step: number | undefined): number {
    if (step === undefined || Number.isNaN(step)) return this.rows++;
    const known = this.rowOfStep.get(step);
    if (known !== undefined) {
      this.mergedRows += 1;
      return known;
    }
    this.rowOfStep.set(step, this.rows);
    return this.rows++;
  }

  /** Sets one value of a row. */
  set(row: number, key: string, value: Json): void {
    const number = typeof value === 'boolean' ? Number(value) : value === null ? NaN : readNumber(value);
    if (number !== undefined) {
      this.setNumber(row, key, number);
    } else if (isJsonObject(value) && !isMedia(value)) {
      for (const [inner, innerValue] of Object.entries(value)) this.set(row, `${key}.${inner}`, innerValue);
    } else {
      const kind = isJsonObject(value) ? (value._type as string) : Array.isArray(value) ? 'list' : 'text';
      const entry = this.leftOut.get(key);
      if (entry) entry.count += 1;
      else this.leftOut.set(key, { kind, count: 1 });
    }
  }

  /** Sets one number of a row: the short way for readers that already know it is one. */
  setNumber(row: number, key: string, value: number): void {
    put(this.column(key), row, value);
  }

  /** Adds a whole row, as the server sends it. */
  addRow(row: JsonObject): void {
    const index = this.row(readNumber(row._step));
    let place = 0;
    for (const key in row) {
      const value = row[key]!;
      if (typeof value === 'number') put(this.columnAt(place, key), index, value);
      else this.set(index, key, value);
      place += 1;
    }
  }

  /** Adds a row that is a part of another: the other keys of its step came or will come on their own. */
  mergeRow(row: JsonObject): void {
    const before = this.mergedRows;
    this.addRow(row);
    this.mergedRows = before;
  }

  /** The columns, ordered by `_step` where there is one, and what was noticed. Call it once, at the end. */
  finish(): HistoryReading {
    const notices: string[] = [];
    const history: Record<string, number[]> = {};
    for (const [key, column] of this.columns) {
      while (column.length < this.rows) column.push(NaN);
      history[key] = column;
    }
    sortByStep(history);
    for (const [key, { kind, count }] of this.leftOut) {
      notices.push(
        `history key "${key}" holds ${kind} values, not numbers: ${count} left out of the history`,
      );
    }
    if (this.mergedRows > 0) notices.push(`${this.mergedRows} history rows repeated a step and were merged`);
    notices.push(...describeRenames(history));
    if (countEpochsFromOne(history))
      notices.push('the history counted epochs from 0: they are counted from 1 here');
    return { history, notices };
  }

  private column(key: string): number[] {
    let column = this.columns.get(key);
    if (column === undefined) this.columns.set(key, (column = []));
    return column;
  }

  private columnAt(place: number, key: string): number[] {
    const last = this.places[place];
    if (last?.key === key) return last.column;
    const column = this.column(key);
    this.places[place] = { key, column };
    return column;
  }
}

/** Writes a value, with NaN in the rows before it that had none. */
function put(column: number[], row: number, value: number): void {
  while (column.length < row) column.push(NaN);
  column[row] = value;
}

/** Sorts all columns by `_step`; rows without a step keep their place at the end. */
function sortByStep(history: Record<string, number[]>): void {
  const steps = history._step;
  if (steps === undefined) return;
  const sorted = steps.every((step, i) => i === 0 || steps[i - 1]! <= step);
  if (sorted) return;
  const at = (i: number): number => (Number.isNaN(steps[i]!) ? Infinity : steps[i]!);
  const order = steps.map((_, i) => i).sort((a, b) => at(a) - at(b) || a - b);
  for (const [key, column] of Object.entries(history)) history[key] = order.map((i) => column[i]!);
}

function countEpochsFromOne(history: Record<string, number[]>): boolean {
  const epochs = history.epoch;
  if (epochs === undefined) return false;
  const least = epochs.reduce((low, epoch) => (epoch < low ? epoch : low), Infinity);
  if (least !== 0) return false;
  history.epoch = epochs.map((epoch) => epoch + 1);
  return true;
}
