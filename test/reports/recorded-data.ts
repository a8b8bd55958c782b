import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { History, RunRecord } from 'unetlab/types';
import { blankRecord } from '../figures/gallery/synthetic-runs';

const folder = join(process.cwd(), '../shared/data');

/** Why tests on recorded data are skipped, or false where the data are there. */
export const skip: string | false = existsSync(folder) ? false : `no recorded data at ${folder}`;

/** The search of 15 configurations; a history belongs to a row where it has as many epochs. */
export function searchRecords(): RunRecord[] {
  const from = join(folder, 'search-2025-10-10');
  return rowsOf(join(from, 'search_results_final.csv')).map((row, index) => {
    const file = join(
      from,
      `history_lr${row.learning_rate!}_bs${row.batch_size!}_dr${row.dropout!}_${row.loss_type!}.csv`,
    );
    const history = existsSync(file) ? historyOf(file) : null;
    return {
      ...blankRecord(`run ${index + 1}`),
      config: {
        learning_rate: Number(row.learning_rate),
        batch_size: Number(row.batch_size),
        dropout: Number(row.dropout),
        loss_type: row.loss_type!,
      },
      summary: {
        best_val_jacard: Number(row.best_val_jacard),
        best_epoch: Number(row.best_epoch),
        total_epochs: Number(row.total_epochs),
        final_val_jacard: Number(row.final_val_jacard),
      },
      history: history?.val_jacard_coef?.length === Number(row.total_epochs) ? history : null,
    };
  });
}

/** The 36 experiments whose configured learning rate was never applied. */
export function gridRecords(): RunRecord[] {
  const from = join(folder, 'grid-2025-09-26');
  return readdirSync(from)
    .filter((name) => name.startsWith('exp_'))
    .map((name) => {
      const files = readdirSync(join(from, name));
      const results = JSON.parse(
        readFileSync(join(from, name, files.find((file) => file.endsWith('.json'))!), 'utf8'),
      ) as Record<string, string | number | boolean>;
      const { architecture, learning_rate, batch_size, ...summary } = results;
      return {
        ...blankRecord(name),
        config: { architecture: architecture!, learning_rate: learning_rate!, batch_size: batch_size! },
        summary,
        history: historyOf(join(from, name, files.find((file) => file.endsWith('.csv'))!)),
      };
    });
}

/** The Bayesian sweep of 480 runs. */
export function sweepRecords(): RunRecord[] {
  const settings = ['batch_size', 'dropout', 'epochs', 'l2_reg', 'learning_rate'];
  const scores = ['best_epoch', 'epoch', 'val_dice_coefficient', 'val_iou_metric', 'val_loss'];
  return rowsOf(join(folder, 'wandb-sweep-1jpj8b17/classic_unet_seg.csv')).map((row, index) => {
    const pick = (keys: readonly string[]): Record<string, number> =>
      Object.fromEntries(keys.filter((key) => row[key] !== '').map((key) => [key, Number(row[key])]));
    return {
      ...blankRecord(`row ${index + 1}`),
      name: row.Name!,
      sweep: row.Sweep!,
      created: row.Created!,
      config: pick(settings),
      summary: pick(scores),
    };
  });
}

function historyOf(file: string): History {
  const rows = rowsOf(file);
  const columns = Object.keys(rows[0]!).filter((key) => key !== '');
  return Object.fromEntries(columns.map((key) => [key, rows.map((row) => Number(row[key]))]));
}

/** The recorded files quote some cells, and none of them holds a line break or a quote. */
function rowsOf(file: string): Record<string, string>[] {
  const [head, ...lines] = readFileSync(file, 'utf8').trim().split(/\r?\n/);
  const cells = (line: string): string[] =>
    [...`,${line}`.matchAll(/,(?:"([^"]*)"|([^,]*))/g)].map((match) => match[1] ?? match[2] ?? '');
  const keys = cells(head!);
  return lines.map((line) => Object.fromEntries(cells(line).map((cell, index) => [keys[index]!, cell])));
}
