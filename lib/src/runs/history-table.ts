import { HistoryColumns, type HistoryReading } from '../values';
import { isKnownSetting, soundsLikeResult } from './column-names';
import { readRows, type Table, type TableValues } from '../tables';

const epochNames = ['epoch', 'Epoch', 'training_iteration'];
const stepNames = ['iteration', 'iter', '_step', 'step', 'Step', 'global_step', 'trainer/global_step'];
const counterNames = [...epochNames, ...stepNames];
const indexNames = ['', 'Unnamed: 0', 'index'];

/**
 * Whether a table is a history: one row an epoch, a column that counts up (or a file that is called a history), and
 * curves beside it.
 */
export function isHistory({ header, rows }: Table, fileName: string): boolean {
  const curves = header.flatMap((column, c) =>
    soundsLikeResult(column) && !counterNames.includes(column) ? [c] : [],
  );
  if (curves.length === 0 || rows.length === 0) return false;
  if (header.some((column) => /^(?:config|params?)[./_]/.test(column))) return false;
  if (curves.some((c) => rows.some((row) => isWord(row[c]!)))) return false;
  // rows of several trials are no one training
  const trial = header.indexOf('trial_id');
  if (new Set(rows.map((row) => row[trial])).size > 1) return false;
  if (/(?:^|[_.\-/ ])history(?:[_.\- ]|$)/i.test(fileName)) return true;
  // settings stay the same in a run; only the learning rate follows a schedule
  const varies = header.some(
    (column, c) =>
      isKnownSetting(column) &&
      !soundsLikeResult(column) &&
      !/lr|learning|momentum|decay/i.test(column) &&
      new Set(rows.map((row) => row[c])).size > 1,
  );
  const counter = counterOf(header);
  if (counter === null || varies) return false;
  const counts = rows.map((row) => (row[counter]!.trim() === '' ? NaN : Number(row[counter])));
  if (!counts.every(Number.isInteger)) return false;
  const steps = counts.slice(1).map((count, i) => count - counts[i]!);
  // a log that runs were appended to counts back a few times; a table of runs jumps about
  const back = steps.filter((step) => step < 0).length;
  const isEpoch = epochNames.includes(header[counter]!);
  const goesOn = steps.filter((step) => (isEpoch ? step === 1 : step > 0)).length;
  return steps.length === 0
    ? header.every((column) => !isKnownSetting(column) || soundsLikeResult(column) || /^lr$/.test(column))
    : goesOn >= back * 2 && goesOn > 0 && goesOn * 4 >= steps.length;
}

/** Text that no number is spelled like. */
function isWord(cell: string): boolean {
  const text = cell.trim();
  return /[a-z]{2,}/i.test(text) && !/^[+-]?(?:nan|inf|infinity|none|null)$/i.test(text);
}

/**
 * Reads a history table, one reading a run: rows of one epoch are one, a part that begins again after the first epoch
 * replaces the rows from there on, and a file that counts from its first epoch again holds another run. The column
 * `epoch` counts from 1.
 */
export function readHistories(table: Table): HistoryReading[] {
  const { header, rows } = table;
  const values = readRows(table);
  const counter = counterOf(header);
  const index = header.findIndex((column) => indexNames.includes(column));
  const at = counter ?? (index >= 0 ? index : null);
  const axis = counter !== null && stepNames.includes(header[counter]!) ? '_step' : 'epoch';
  const parts = partsOf(rows.length, at === null ? () => NaN : (row) => numberAt(values, row, at));
  return parts.map(({ runRows, replaced }) => {
    const columns = new HistoryColumns();
    const rowOfEpoch = new Map<number, number>();
    runRows.forEach((row, i) => {
      const epoch = at === null ? i + 1 : numberAt(values, row, at);
      const line = rowOfEpoch.get(epoch) ?? columns.row(undefined);
      if (!Number.isNaN(epoch)) rowOfEpoch.set(epoch, line);
      columns.setNumber(line, axis, Number.isNaN(epoch) ? i + 1 : epoch);
      header.forEach((column, c) => {
        if (c === at || c === index || column === axis) return;
        for (const [key, value] of values.entries(row, c)) columns.set(line, key, value);
      });
    });
    const reading = columns.finish();
    const quiet = reading.notices.filter((notice) => !notice.startsWith('the history counted epochs from 0'));
    return {
      history: reading.history,
      notices: [
        ...quiet,
        ...(replaced > 0 ? [`${replaced} epochs were trained again: the later ones are kept`] : []),
        ...lostEpochs(reading.history.epoch),
      ],
    };
  });
}

/** What a file that counts every epoch does not hold: a part of a training that was written elsewhere, or not at all. */
function lostEpochs(epochs: readonly number[] | undefined): string[] {
  const [first] = epochs ?? [];
  if (epochs === undefined || first === undefined) return [];
  const goesOn = epochs.slice(1).filter((epoch, i) => epoch === epochs[i]! + 1).length;
  // one that is logged every fifth epoch misses nothing
  if (goesOn * 2 < epochs.length - 1 || epochs.length < 2) return [];
  const span = (from: number, to: number): string =>
    from === to ? `epoch ${from} is` : `epochs ${from} to ${to} are`;
  const gaps = epochs.slice(1).flatMap((epoch, i): string[] => {
    const last = epochs[i]!;
    return epoch > last + 1 ? [`${span(last + 1, epoch - 1)} lost: not in the file`] : [];
  });
  return [
    ...(first > 1
      ? [
          `the file begins at epoch ${first}: what came before is not in it; parts of one training belong into one file`,
        ]
      : []),
    ...gaps,
  ];
}

interface Part {
  readonly runRows: number[];
  replaced: number;
}

function partsOf(rows: number, epochOf: (row: number) => number): Part[] {
  const parts: Part[] = [];
  let part: Part = { runRows: [], replaced: 0 };
  for (let row = 0; row < rows; row++) {
    const epoch = epochOf(row);
    const last = part.runRows.length === 0 ? NaN : epochOf(part.runRows[part.runRows.length - 1]!);
    if (epoch < last) {
      const first = epochOf(part.runRows[0]!);
      if (epoch <= first) {
        parts.push(part);
        part = { runRows: [], replaced: 0 };
      } else {
        const before = new Set(part.runRows.map(epochOf));
        const kept = part.runRows.filter((other) => epochOf(other) < epoch);
        part.replaced += before.size - new Set(kept.map(epochOf)).size;
        part = { runRows: kept, replaced: part.replaced };
      }
    }
    part.runRows.push(row);
  }
  return [...parts, part];
}

function counterOf(header: readonly string[]): number | null {
  const name = counterNames.find((candidate) => header.includes(candidate));
  return name === undefined ? null : header.indexOf(name);
}

function numberAt(values: TableValues, row: number, column: number): number {
  const value = values.value(row, column);
  return typeof value === 'number' ? value : NaN;
}
