import type { ConfigValue, RunRecord, RunSet, RunState } from '../../types';
import { withUniqueIds } from '../../values';
import { holdsBookkeeping, isBookkeeping, isKnownSetting, soundsLikeResult } from '../column-names';
import { tableLayout } from '../layout';
import { isoDate, newRun } from '../new-run';
import { readRows } from '../text/read-rows';
import type { Table } from '../text/parse-table';

/** A plain table of settings and scores, one row a run, told apart by the columns' names or by the reader. */
export const plainTable = tableLayout({
  name: 'a plain table of settings and scores (one row a run)',
  recognises: (table, _file, told) => {
    const asked = [...(told.config ?? []), ...(told.results ?? [])];
    if (asked.length > 0 && asked.every((column) => table.header.includes(column))) return true;
    const { config, summary } = splitTable(table);
    return config.some((column) => isKnownSetting(table.header[column]!)) && summary.length > 0;
  },
  read: readPlainTable,
});

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
    if (isBookkeeping(column) || holdsBookkeeping(cells)) split.about.push(c);
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

/** Reads a plain table; rows that say ERROR in every setting are no runs and are counted. */
function readPlainTable(table: Table, name: string): RunSet {
  const { header, rows } = table;
  const split = splitTable(table);
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
  const column = (pattern: RegExp): number => header.findIndex((candidate) => pattern.test(candidate));
  const [title, state, created] = [
    column(/^(?:name|run|run[_\s-]?name|trial[_\s-]?name)$/i),
    column(/^(?:state|status)$/i),
    column(/^(?:created(?:[_\s-]?at)?|date|start(?:ed)?(?:[_\s-]?(?:at|time))?)$/i),
  ];
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
    return [
      newRun({
        id: called || `${stem}-${row + 1}`,
        name:
          called ||
          Object.entries(config)
            .map(([key, value]) => `${key} ${String(value)}`)
            .join(', '),
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
  const twice = header.filter((candidate, c) => candidate !== '' && header.indexOf(candidate) < c);
  const notices = [
    `${name}: columns told apart by their names: config is ${listed(split.config)}; summary is ${listed(split.summary)}; -p config=… -p results=… say otherwise`,
    ...values.notices.map((notice) => `${name}: ${notice}`),
  ];
  if (twice.length > 0)
    notices.push(
      `${name}: ${twice.join(', ')} ${twice.length === 1 ? 'stands' : 'stand'} more than once: the last column of that name is read`,
    );
  if (failed > 0)
    notices.push(`${name}: ${failed} of ${rows.length} rows say ERROR throughout and are no runs`);
  return { records: withUniqueIds(records).records, notices };
}
