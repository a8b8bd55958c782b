import type { RunSet } from '../../../types';
import { HistoryColumns } from '../../../values';
import { tableLayout } from '../../layout';
import { newRun } from '../../new-run';
import { readRows } from '../../../tables';

const axis = /^(?:Relative Time(?: \(\w+\))?|Wall Time|[\w/.-]*(?:epoch|step)\w*)$/i;
const bound = /__(?:MIN|MAX)$/;

/**
 * The CSV that a W&B chart exports: an axis, then three columns a run (`run - metric`, `…__MIN`, `…__MAX`). It has
 * histories of one metric and neither settings nor results.
 */
export const wandbChart = tableLayout({
  name: 'a W&B chart export',
  recognises: ({ header: [first, ...rest] }) =>
    axis.test(first ?? '') &&
    rest.some((column) => bound.test(column)) &&
    rest.every((column) => column.includes(' - ')),
  read: (table, name): RunSet => {
    const { header, rows } = table;
    const values = readRows(table);
    const runs = new Map<string, { metric: string; column: number }[]>();
    header.forEach((column, i) => {
      if (!column.includes(' - ') || bound.test(column)) return;
      const cut = column.lastIndexOf(' - ');
      const run = column.slice(0, cut);
      runs.set(run, [...(runs.get(run) ?? []), { metric: column.slice(cut + 3), column: i }]);
    });
    const numberAt = (row: number, column: number): number => {
      const value = values.value(row, column);
      return typeof value === 'number' ? value : NaN;
    };
    const axisName = header[0] === 'Step' ? '_step' : header[0]!;
    const pooled = header.filter((column, i) =>
      ['__MIN', '__MAX'].some((end) => {
        const other = header.indexOf(column + end);
        return rows.some((_, row) => Math.abs(numberAt(row, i) - numberAt(row, other)) > 1e-9);
      }),
    );
    const records = [...runs].map(([run, columns]) => {
      const history = new HistoryColumns();
      rows.forEach((_, row) => {
        if (columns.every(({ column }) => Number.isNaN(numberAt(row, column)))) return;
        const at = history.row(undefined);
        history.setNumber(at, axisName, numberAt(row, 0));
        for (const { metric, column } of columns) history.setNumber(at, metric, numberAt(row, column));
      });
      const reading = history.finish();
      return newRun({
        id: run,
        source: 'csv',
        config: {},
        summary: {},
        history: reading.history,
        notices: reading.notices,
      });
    });
    return {
      records,
      notices: [
        `${name} is a chart's export: it holds ${records.length} ${records.length === 1 ? 'history' : 'histories'} of ${[...new Set([...runs.values()].flat().map(({ metric }) => metric))].join(', ')}, no settings and no states; the runs table's export has those`,
        ...(pooled.length > 0
          ? [
              `${name}: rows are means over several steps (their least and greatest differ), so the best value may be better than the best row: ${firstOf(pooled)}`,
            ]
          : []),
      ],
    };
  },
});

function firstOf(names: readonly string[]): string {
  return names.slice(0, 3).join(', ') + (names.length > 3 ? ` and ${names.length - 3} more` : '');
}
