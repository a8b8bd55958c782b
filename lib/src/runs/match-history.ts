import type { ConfigValue, History, RunRecord } from '../types';
import type { HistoryReading } from '../values';

/** A history file of a results folder. */
export interface HistoryFile {
  /** File name without folder and ending. */
  readonly stem: string;
  readonly reading: HistoryReading;
}

/** Which history belongs to which record; a file is given away once. */
export interface HistoryMatch {
  /** Index into the records → the file. */
  readonly files: ReadonlyMap<number, HistoryFile>;
  /** For records without a history: why, where there is something to say. */
  readonly reasons: ReadonlyMap<number, string>;
  /** Stems of files that no record claims. */
  readonly unclaimed: readonly string[];
}

/**
 * Finds each record's history file by the configuration in the file's name (`history_lr0.0001_bs8_dr0.1_focal`), and
 * checks it against the record's own numbers: a `best_…` or `final_…` value must occur in the history. So of two rows
 * with one configuration, the one whose history was overwritten gets none.
 */
export function matchHistories(records: readonly RunRecord[], files: readonly HistoryFile[]): HistoryMatch {
  const matched = new Map<number, HistoryFile>();
  const reasons = new Map<number, string>();
  const free = new Set(files);
  records.forEach((record, i) => {
    const named = files.filter((file) => namesConfig(file.stem, record.config));
    if (named.length === 0) return;
    const agreeing = named.filter((file) => free.has(file) && agrees(record, file));
    if (agreeing.length === 1) {
      matched.set(i, agreeing[0]!);
      free.delete(agreeing[0]!);
    } else if (agreeing.length > 1) {
      reasons.set(
        i,
        `its history could be any of ${agreeing.map((file) => file.stem).join(', ')}: none was taken`,
      );
    } else {
      const stems = named.map((file) => file.stem).join(', ');
      reasons.set(
        i,
        `${stems} has this configuration in its name but holds another run's numbers: no history`,
      );
    }
  });
  return { files: matched, reasons, unclaimed: [...free].map((file) => file.stem) };
}

/** Whether every setting of a configuration is found in a file name, each in a place of its own. */
export function namesConfig(stem: string, config: Readonly<Record<string, ConfigValue>>): boolean {
  const tokens = stem.split('_').filter((token) => token !== '');
  const numbers = tokens.flatMap((token) => {
    const parts = /^([a-zA-Z]*)(\d.*)$/.exec(token);
    const value = parts ? Number(parts[2]) : NaN;
    return Number.isNaN(value) ? [] : [{ letters: parts![1]!.toLowerCase(), value, used: false }];
  });
  for (const [key, value] of Object.entries(config)) {
    if (typeof value === 'string') {
      if (!`_${stem}_`.includes(`_${value}_`)) return false;
    } else if (typeof value === 'number') {
      const token = numbers.find((n) => !n.used && abbreviates(n.letters, key) && sameNumber(n.value, value));
      if (token) token.used = true;
      else if (numbers.some((n) => !n.used && abbreviates(n.letters, key))) return false;
    }
  }
  return numbers.some((n) => n.used);
}

/** Whether `lr` can stand for `learning_rate`: same first letter, the others in order. */
function abbreviates(letters: string, key: string): boolean {
  if (letters === '' || key === '' || !letters.startsWith(key[0]!.toLowerCase())) return false;
  let at = 0;
  for (const letter of key.toLowerCase()) if (letter === letters[at]) at += 1;
  return at === letters.length;
}

function sameNumber(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b));
}

function agrees(record: RunRecord, file: HistoryFile): boolean {
  const told = Object.entries(record.summary).filter(
    ([key, value]) => /^(?:best|final)_/.test(key) && typeof value === 'number' && !Number.isInteger(value),
  );
  return told.length === 0 || told.some(([, value]) => holds(file.reading.history, value as number));
}

/** Whether a history holds this very number, up to the rounding of its text form. */
function holds(history: History, value: number): boolean {
  const tolerance = 1e-9 * Math.max(1, Math.abs(value));
  return Object.values(history).some((column) =>
    column.some((entry) => Math.abs(entry - value) <= tolerance),
  );
}
