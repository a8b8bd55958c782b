import type { ConfigValue, RunRecord, RunSet, RunState } from '../../types';
import { tableLayout } from '../layout';
import { isoDate, newRun } from '../new-run';
import { readRows, type Table } from '../../tables';

const states: Readonly<Record<string, RunState | undefined>> = {
  complete: 'finished',
  pruned: 'pruned',
  fail: 'failed',
  running: 'running',
};
const score = /^values?(?:_.+)?$/;

/**
 * Optuna's `study.trials_dataframe()` as CSV. Settings are `params_*` and nothing else. A pruned trial's value is its
 * last intermediate one: it stands in the summary as `intermediate_value`, so that no ranking mixes it with the others.
 */
export const optunaTrials = tableLayout({
  name: 'an Optuna table of trials',
  recognises: ({ header, rows }) => {
    const named = unfolded({ header, rows });
    return (
      named.header.includes('state') &&
      named.header.some((column) => column.startsWith('params_')) &&
      named.header.some((column) => score.test(column) || column === 'number')
    );
  },
  read: (table, name) => readTrials({ ...table, ...unfolded(table) }, name),
});

/** With `multi_index=True` pandas writes two header rows (`params, params` over `lr, batch`): they are put together. */
function unfolded({ header, rows }: Pick<Table, 'header' | 'rows'>): Pick<Table, 'header' | 'rows'> {
  const second = rows[0];
  if (!header.includes('params') || second === undefined) return { header, rows };
  return {
    header: header.map((column, i) => (second[i]!.trim() === '' ? column : `${column}_${second[i]!}`)),
    rows: rows.slice(1).filter((row) => row.some((cell) => cell.trim() !== '')),
  };
}

function readTrials(table: Table, name: string): RunSet {
  const { header, rows } = table;
  const values = readRows(table);
  const scores = header.filter((column) => score.test(column));
  const counts = { pruned: 0, failed: 0, waiting: 0 };
  const records = rows.flatMap((cells, row): RunRecord[] => {
    const cell = (column: string): string => cells[header.indexOf(column)]?.trim() ?? '';
    const state = cell('state')
      .replace(/^TrialState\./, '')
      .toLowerCase();
    if (state === 'waiting') {
      counts.waiting += 1;
      return [];
    }
    const pruned = state === 'pruned';
    if (pruned) counts.pruned += 1;
    if (state === 'fail') counts.failed += 1;
    const config: [string, ConfigValue][] = [];
    const summary: [string, ConfigValue][] = [];
    const about: [string, ConfigValue][] = [];
    header.forEach((column, c) => {
      for (const [key, value] of values.entries(row, c)) {
        if (column.startsWith('params_')) config.push([key.slice('params_'.length), value]);
        else if (score.test(column)) summary.push([pruned ? `intermediate_${key}` : key, value]);
        else if (column.startsWith('user_attrs_')) {
          const attribute = key.slice('user_attrs_'.length);
          (typeof value === 'number' ? summary : about).push([attribute, value]);
        } else if (!['state', 'number', '', 'datetime_start'].includes(column)) about.push([key, value]);
      }
    });
    const number = cell('number') || String(row);
    return [
      newRun({
        id: `trial-${number}`,
        name: `trial ${number}`,
        source: 'optuna',
        state: states[state] ?? 'unknown',
        created: isoDate(cell('datetime_start')),
        config: Object.fromEntries(config),
        summary: Object.fromEntries(summary),
        about: Object.fromEntries(about),
        notices: pruned ? ['pruned: its value is the last intermediate one, kept as intermediate_value'] : [],
      }),
    ];
  });
  const notices = values.notices.map((notice) => `${name}: ${notice}`);
  if (counts.pruned > 0)
    notices.push(
      `${name}: ${counts.pruned} of ${rows.length} trials were pruned: their last intermediate value stands as intermediate_value and is not ranked`,
    );
  if (counts.failed > 0) notices.push(`${name}: ${counts.failed} of ${rows.length} trials failed`);
  if (counts.waiting > 0)
    notices.push(`${name}: ${counts.waiting} trials were still waiting and are no runs`);
  for (const column of header.filter((candidate) => candidate.startsWith('params_'))) {
    const empty = rows.filter((row) => row[header.indexOf(column)]!.trim() === '').length;
    if (empty > 0 && empty < rows.length)
      notices.push(
        `${name}: ${column} is empty in ${empty} trials, which is how pandas writes a choice None and a parameter that a trial does not have: no value there`,
      );
  }
  if (scores.length > 1)
    notices.push(
      `${name}: the study has ${scores.length} objectives (${scores.join(', ')}): -p metric=${scores[0]!} -p goal=maximize, or goal=minimize, says by which the trials are judged`,
    );
  return { records, notices };
}
