import type { ConfigValue, RunSet } from '../../types';
import { isJsonObject, toConfigValue } from '../../values';
import { tableLayout } from '../layout';
import { newRun } from '../new-run';
import { parseLiteral, readRows } from '../../tables';

/**
 * scikit-learn's `cv_results_` of a grid, random or halving search, as pandas writes it. Settings are `param_*`;
 * every score of that library is better higher (losses are negated), `mean_test_…` first.
 */
export const scikitLearn = tableLayout({
  name: 'scikit-learn’s cv_results_',
  recognises: ({ header }) =>
    header.some((column) => column.startsWith('param_')) &&
    header.some((column) => /^(?:mean|std|rank|split\d+)_(?:test|train)_/.test(column)),
  read: (table, name): RunSet => {
    const { header, rows } = table;
    const values = readRows(table);
    const whole = header.indexOf('params');
    const scores = header.filter((column) => column.startsWith('mean_test_'));
    let failed = 0;
    const records = rows.map((cells, row) => {
      const parameters = whole < 0 ? undefined : parseLiteral(cells[whole]!);
      const config: [string, ConfigValue][] = [];
      const summary: [string, ConfigValue][] = [];
      header.forEach((column, c) => {
        const key = column.replace(/^param_/, '');
        const isSetting = column.startsWith('param_');
        const found = c === whole ? [] : values.entries(row, c);
        if (isSetting && found.length === 0) {
          // pandas writes None as an empty cell, but None is what the search tried
          const value = isJsonObject(parameters) ? parameters[key] : undefined;
          if (value !== undefined) config.push([key, value === null ? 'None' : toConfigValue(value)]);
        }
        for (const [entry, value] of found)
          if (isSetting) config.push([entry.replace(/^param_/, ''), value]);
          else if (/^(?:mean|std|rank|split\d+)_|^(?:iter|n_resources)$/.test(column))
            summary.push([entry, value]);
      });
      const results = Object.fromEntries(summary);
      const scored = scores.some((column) => Number.isFinite(results[column]));
      if (!scored) failed += 1;
      return newRun({
        id: `candidate-${row + 1}`,
        name: `candidate ${row + 1}`,
        source: 'scikit-learn',
        state: scored ? 'finished' : 'failed',
        config: Object.fromEntries(config),
        summary: results,
      });
    });
    const notices = values.notices.map((notice) => `${name}: ${notice}`);
    if (failed > 0)
      notices.push(`${name}: ${failed} of ${rows.length} candidates have no mean test score: they failed`);
    if (whole < 0)
      for (const column of header.filter((candidate) => candidate.startsWith('param_'))) {
        const empty = rows.filter((row) => row[header.indexOf(column)]!.trim() === '').length;
        if (empty > 0)
          notices.push(
            `${name}: ${column} is empty in ${empty} of ${rows.length} candidates, which may be a None that was tried: without the column params it cannot be told, and there is no value there`,
          );
      }
    if (header.includes('iter'))
      notices.push(
        `${name}: a halving search: the same settings stand once an iteration, with more resources (n_resources)`,
      );
    if (scores.length > 1)
      notices.push(
        `${name}: ${scores.length} scores (${scores.join(', ')}): -p metric=${scores[0]!} says by which the candidates are judged`,
      );
    const [only] = scores;
    return {
      records,
      notices,
      ...(scores.length === 1 && { objective: { metric: only!, goal: 'maximize' } }),
    };
  },
});
