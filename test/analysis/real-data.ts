import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ConfigValue, RunRecord } from 'unetlab/types';
import { run } from './runs';

const folder = join(process.cwd(), '../shared/data');

/** False, or one line why the tests on real data are skipped. */
export const noRealData = existsSync(folder) ? false : `real data not found at ${folder}`;

/** The 15-configuration search; the run whose history was overwritten has none. */
export function searchRuns(): RunRecord[] {
  const here = join(folder, 'search-2025-10-10');
  return table(join(here, 'search_results_final.csv')).map((row, i) => {
    const name = `lr${row.learning_rate}_bs${row.batch_size}_dr${row.dropout}_${row.loss_type}`;
    const history = historyOf(join(here, `history_${name}.csv`));
    const own = history.val_jacard_coef!.includes(Number(row.best_val_jacard));
    return run(`search-${i + 1}`, {
      name,
      source: 'folder',
      config: pick(row, ['learning_rate', 'batch_size', 'dropout', 'loss_type']),
      summary: pick(row, ['best_val_jacard', 'best_epoch', 'total_epochs', 'final_val_jacard']),
      history: own ? history : null,
    });
  });
}

/** The 36-experiment grid. */
export function gridRuns(): RunRecord[] {
  const here = join(folder, 'grid-2025-09-26');
  return readdirSync(here)
    .filter((name) => name.startsWith('exp_'))
    .map((name) => {
      const files = readdirSync(join(here, name));
      const values = JSON.parse(
        readFileSync(join(here, name, files.find((file) => file.endsWith('.json'))!), 'utf8'),
      ) as Record<string, ConfigValue>;
      const settings = ['architecture', 'learning_rate', 'batch_size', 'epochs_requested'];
      return run(name, {
        source: 'folder',
        config: Object.fromEntries(Object.entries(values).filter(([key]) => settings.includes(key))),
        summary: Object.fromEntries(Object.entries(values).filter(([key]) => !settings.includes(key))),
        history: historyOf(join(here, name, files.find((file) => file.endsWith('.csv'))!)),
      });
    });
}

/** The export of the W&B sweep. */
export function sweepRuns(): RunRecord[] {
  const rows = table(join(folder, 'wandb-sweep-1jpj8b17/classic_unet_seg.csv'));
  const settings = ['batch_size', 'dropout', 'epochs', 'input_shape', 'l2_reg', 'learning_rate', 'task'];
  return rows.map((row) =>
    run(row.Name!, {
      source: 'csv',
      sweep: row.Sweep!,
      created: row.Created!,
      config: pick(row, settings),
      summary: pick(
        row,
        Object.keys(row).filter((key) => /^[a-z]/.test(key) && !settings.includes(key) && row[key] !== ''),
      ),
    }),
  );
}

function table(path: string): Record<string, string>[] {
  const lines = readFileSync(path, 'utf8').trim().split(/\r?\n/);
  // commas inside quotes do not count
  const cells = (line: string) =>
    line
      .split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/)
      .map((cell) => cell.replace(/^"(.*)"$/, '$1').replaceAll('""', '"'));
  const header = cells(lines[0]!);
  return lines.slice(1).map((line) => {
    const values = cells(line);
    return Object.fromEntries(header.map((name, i) => [name, values[i] ?? '']));
  });
}

function historyOf(path: string): Record<string, number[]> {
  const rows = table(path);
  return Object.fromEntries(
    Object.keys(rows[0]!)
      .filter((name) => name !== '')
      .map((name) => [name, rows.map((row) => (row[name] === '' ? NaN : Number(row[name])))]),
  );
}

function pick(row: Record<string, string>, keys: readonly string[]): Record<string, ConfigValue> {
  return Object.fromEntries(
    keys.map((key) => [
      key,
      row[key] === '' || Number.isNaN(Number(row[key])) ? row[key]! : Number(row[key]),
    ]),
  );
}
