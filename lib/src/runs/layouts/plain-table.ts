import type { ConfigValue, RunRecord, RunSet, RunState } from '../../types';
import { withUniqueIds } from '../../values';
import {
  holdsBookkeeping,
  isBookkeeping,
  isKnownSetting,
  joinedName,
  soundsLikeResult,
  soundsLikeScore,
} from '../column-names';
import { tableLayout } from '../layout';
import { isoDate, newRun } from '../new-run';
import { withoutCopy } from '../side-by-side';
import { readRows, sayTotals, type Table, totalsRows } from '../../tables';

/** A plain table of settings and scores, one row a run, told apart by the columns' names or by the reader. */
export const plainTable = tableLayout({
  name: 'a plain table of settings and scores (one row a run)',
  recognises: (table, _file, told) => {
    const asked = [...(told.config ?? []), ...(told.results ?? [])];
    if (asked.length > 0 && asked.every((column) => table.header.includes(column))) return true;
    const { config, summary } = splitTable(table);
    return (
      config.some((column) => isKnownSetting(table.header[column]!)) &&
      summary.some((column) => isTelling(table.header[column]!)) &&
      !isOfPictures(table)
    );
  },
  read: readPlainTable,
});

/** Whether a result's name speaks of a training, not only of a mean or a total of anything. */
function isTelling(column: string): boolean {
  return soundsLikeScore(column) || !/^(?:mean|min|max|total|test)[_\s./-]/i.test(column);
}

/** Whether each row is another picture or patient: scores of one network by image, not runs. */
function isOfPictures({ header, rows }: Pick<Table, 'header' | 'rows'>): boolean {
  return header.some((column, c) => {
    if (!pictures.test(joinedName(column))) return false;
    const cells = rows.map((row) => row[c]!.trim()).filter((cell) => cell !== '');
    return cells.length > 1 && new Set(cells).size * 2 > cells.length;
  });
}

const pictures =
  /^(?:image|img|picture|photo|file|sample|slide|case|patient|subject|tile|frame|mask|scan|volume)(?:id|name|path|file|no|nr|number|index)?$/;

interface TableSplit {
  readonly config: readonly number[];
  readonly summary: readonly number[];
  readonly about: readonly number[];
}

/** Tells the columns of a plain table apart. A result is numeric: `loss` is a setting where its cells say `dice`. */
function splitTable({ header, rows }: Pick<Table, 'header' | 'rows'>): TableSplit {
  const split: Record<keyof TableSplit, number[]> = { config: [], summary: [], about: [] };
  header.forEach((column, c) => {
    const cells = rows.map((row) => row[c]!.trim()).filter((cell) => cell !== '' && cell !== 'ERROR');
    const words = cells.filter(
      (cell) => /[a-z]{2,}/i.test(cell) && !/^[+-]?(?:nan|inf|infinity|none|null|true|false)$/i.test(cell),
    );
    const last = header.lastIndexOf(column);
    if (column !== '' && isKnownSetting(column) && header.indexOf(column) < last)
      // of a setting that stands twice the first is configured, the last logged
      (c === header.indexOf(column) ? split.config : c === last ? split.summary : split.about).push(c);
    else if (isBookkeeping(column) || holdsBookkeeping(cells)) split.about.push(c);
    else if (soundsLikeResult(column) && words.length * 2 <= cells.length) split.summary.push(c);
    else split.config.push(c);
  });
  return split;
}

const states: Readonly<Record<string, RunState | undefined>> = {
  finished: 'finished',
  completed: 'finished',
  complete: 'finished',
  done: 'finished',
  success: 'finished',
  failed: 'failed',
  fail: 'failed',
  error: 'failed',
  crashed: 'crashed',
  killed: 'killed',
  stopped: 'killed',
  pruned: 'pruned',
  running: 'running',
};

const titles = ['name', 'run', 'runname', 'trialname'];
const dates = [
  'created',
  'createdat',
  'date',
  'start',
  'startat',
  'starttime',
  'started',
  'startedat',
  'startedtime',
];

/** pandas writes the second of two columns `lr` as `lr.1`. */
function withTwins(header: readonly string[]): readonly string[] {
  return header.map((column) => {
    const base = /^(.+)\.1$/.exec(column)?.[1];
    return base !== undefined && isKnownSetting(base) && header.includes(base) ? base : column;
  });
}

/** Columns that are no settings and stand twice get a number: none hides another. */
function numbered(header: readonly string[]): { header: readonly string[]; twins: readonly string[] } {
  const twins = header.filter(
    (column, c) => column !== '' && header.lastIndexOf(column) > c && header.indexOf(column) === c,
  );
  return {
    header: header.map((column, c) => {
      const earlier = header.slice(0, c).filter((other) => other === column).length;
      return column === '' || earlier === 0 || isKnownSetting(column) ? column : `${column} (${earlier + 1})`;
    }),
    twins,
  };
}

/** Reads a plain table; rows that say ERROR in every setting are no runs and are counted. */
function readPlainTable(given: Table, name: string): RunSet {
  const { table: whole, notices: copied } = withoutCopy(given, name, isBookkeeping);
  const { header, twins } = numbered(withTwins(whole.header));
  const column = (names: readonly string[]): number =>
    header.findIndex((candidate) => names.includes(joinedName(candidate)));
  const [title, state, created] = [column(titles), column(['state', 'status']), column(dates)];
  const split = splitTable({ header: withTwins(whole.header), rows: whole.rows });
  const totals = totalsRows(whole.rows, split.config, title);
  const rows = whole.rows.filter((_, row) => !totals.has(row));
  const table = { ...whole, header, rows };
  const blanked = {
    ...table,
    rows: rows.map((row) => row.map((cell) => (cell.trim() === 'ERROR' ? '' : cell))),
  };
  const values = readRows(
    blanked,
    new Set(header.flatMap((column, c) => (isBookkeeping(column) ? [c] : []))),
  );
  const stem = name
    .split('/')
    .at(-1)!
    .replace(/\.[^.]+$/, '');
  let failed = 0;
  const records = rows.flatMap((cells, row): RunRecord[] => {
    const bad = header.filter((_, c) => cells[c]!.trim() === 'ERROR');
    if (bad.length > 0 && split.config.every((c) => cells[c]!.trim() === 'ERROR')) {
      failed += 1;
      return [];
    }
    const of = (columns: readonly number[]): Record<string, ConfigValue> =>
      Object.fromEntries(columns.flatMap((c) => values.entries(row, c)).filter(([key]) => key !== ''));
    const config = of(split.config);
    const said = state < 0 ? undefined : states[cells[state]!.trim().toLowerCase()];
    const called = title < 0 ? '' : cells[title]!.trim();
    const id = called || `${stem}-${row + 1}`;
    const described = Object.entries(config)
      .map(([key, value]) => `${key} ${String(value)}`)
      .join(', ');
    return [
      newRun({
        id,
        name: called || described || id,
        source: 'folder',
        state: bad.length > 0 ? 'failed' : (said ?? 'unknown'),
        created: created < 0 ? null : isoDate(cells[created]),
        config,
        summary: of(split.summary),
        about: of(split.about.filter((c) => c !== title && c !== state)),
        configFrom: 'names',
        notices: bad.length > 0 ? [`cells say ERROR and are left out: ${bad.join(', ')}`] : [],
      }),
    ];
  });
  const listed = (columns: readonly number[]): string =>
    columns.length === 0 ? 'none' : columns.map((c) => header[c]!).join(', ');
  const notices = [
    ...copied,
    `${name}: columns told apart by their names: config is ${listed(split.config)}; summary is ${listed(split.summary)}; -p config=… -p results=… say otherwise`,
    ...values.notices.map((notice) => `${name}: ${notice}`),
  ];
  const stand = (columns: readonly string[]): string =>
    `${name}: ${columns.join(', ')} ${columns.length === 1 ? 'stands' : 'stand'} more than once`;
  const [settings, others] = [twins.filter(isKnownSetting), twins.filter((twin) => !isKnownSetting(twin))];
  if (settings.length > 0)
    notices.push(`${stand(settings)}: configured in the first column and logged in the last`);
  if (others.length > 0)
    notices.push(`${stand(others)}: the later ones are numbered, as in ${others[0]!} (2)`);
  notices.push(...sayTotals(name, whole.rows, totals));
  if (failed > 0)
    notices.push(`${name}: ${failed} of ${rows.length} rows say ERROR throughout and are no runs`);
  return { records: withUniqueIds(records).records, notices };
}
