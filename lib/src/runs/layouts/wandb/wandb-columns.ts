import type { RunRecord } from '../../../types';
import { isKnownSetting, soundsLikeResult, soundsLikeScore } from '../../column-names';
import type { Table, TableValues } from '../../../tables';

/** Columns of a W&B export by position, told apart. */
export interface ExportSplit {
  readonly config: readonly number[];
  readonly summary: readonly number[];
  /** Keys of columns that a program renamed because they stood twice: `lr.1` is `lr`. */
  readonly names: ReadonlyMap<number, string>;
  readonly from: NonNullable<RunRecord['configFrom']>;
  /** How they were told apart, for the set's notices. */
  readonly how: string;
}

/**
 * Tells settings from results in a W&B table export. W&B writes the config's columns in alphabetical order and then the
 * summary's in alphabetical order, but does not mark the border: it is where the order breaks, and between the two
 * columns of a key that stands twice (configured, then logged). Where that does not give one border, or where it would
 * make a score a setting, the names and values decide.
 *
 * @param places the columns that are not W&B's own
 */
export function splitExport(places: readonly number[], table: Table, values: TableValues): ExportSplit {
  const names = numberedTwins(places, table.header);
  const keys = places.map((column) => names.get(column) ?? table.header[column]!);
  const border = borderOf(keys);
  const twins = keys.filter((key, i) => keys.indexOf(key) < i);
  const twice =
    twins.length > 0
      ? `; ${listed([...new Set(twins)])} ${twins.length === 1 ? 'stands' : 'stand'} twice: configured, then logged`
      : '';
  if (border !== null && !contradictsNames(keys, border))
    return {
      config: places.slice(0, border),
      summary: places.slice(border),
      names,
      from: 'source',
      how: `columns up to "${keys[border - 1]!}" are read as config, from "${keys[border]!}" on as summary (there the export's alphabetical order starts again)${twice}`,
    };
  const isText = (column: number): boolean => {
    const found = table.rows.flatMap((_, row) => values.value(row, column) ?? []);
    return found.length > 0 && found.every((value) => typeof value !== 'number');
  };
  const isResult = keys.map((key, i) => {
    if (keys.indexOf(key) < i) return true;
    if (keys.lastIndexOf(key) > i) return false;
    return soundsLikeResult(key) && !isText(places[i]!);
  });
  const config = places.filter((_, i) => !isResult[i]);
  const summary = places.filter((_, i) => isResult[i]);
  const told = (columns: readonly number[]): string => listed(columns.map((column) => table.header[column]!));
  return {
    config,
    summary,
    names,
    from: 'names',
    how: `columns told apart by their names: config is ${told(config)}; summary is ${told(summary)}${twice}; -p config=… -p results=… say otherwise`,
  };
}

/** The first column of the summary, where the order of the columns tells it; else null. */
function borderOf(keys: readonly string[]): number | null {
  // a key's second column is logged, its first configured: the border lies between them
  const logged = keys.flatMap((key, i) => (keys.indexOf(key) < i ? [i] : []));
  const least = Math.max(1, ...logged.map((i) => keys.indexOf(keys[i]!) + 1));
  const most = Math.min(keys.length, ...logged);
  for (const follows of [byCode, byLetter]) {
    const breaks = keys.flatMap((key, i) => (i > 0 && follows(keys[i - 1]!, key) ? [i] : []));
    if (breaks.length === 1 && breaks[0]! >= least && breaks[0]! <= most) return breaks[0]!;
  }
  // keys that stand twice side by side leave one place alone, whatever the order
  return logged.length > 0 && least === most ? least : null;
}

/** Whether a key stands after the next one in the order of code units, as W&B sorts. */
function byCode(key: string, next: string): boolean {
  return next < key;
}

/** The same without regard to case. */
function byLetter(key: string, next: string): boolean {
  return next.toLowerCase() < key.toLowerCase();
}

/** Settings that trainings log as well, as they change with a schedule. */
const alsoLogged = /lr|learning|epoch|momentum|decay|loss|precision|warmup/i;

/**
 * Whether a border would make a score a setting, or a setting that nobody logs a result: somebody moved the columns, and
 * the order tells nothing.
 */
function contradictsNames(keys: readonly string[], border: number): boolean {
  const config = keys.slice(0, border);
  const foreign = keys.filter((key) => isKnownSetting(key) && !config.includes(key));
  const scores = config.some((key) => soundsLikeScore(key) && !isKnownSetting(key));
  return foreign.some((key) => !alsoLogged.test(key)) || (scores && foreign.length > 0);
}

function numberedTwins(places: readonly number[], header: readonly string[]): Map<number, string> {
  const names = new Map<number, string>();
  const keys = new Set(places.map((column) => header[column]!));
  for (const column of places) {
    const key = header[column]!;
    const base = key.slice(0, -'.1'.length);
    if (key.endsWith('.1') && keys.has(base)) names.set(column, base);
  }
  return names;
}

function listed(columns: readonly string[]): string {
  return columns.length === 0 ? 'none' : columns.join(', ');
}
