import type { ConfigValue, RunRecord, RunSet, RunSource, RunState } from '../../types';
import { withUniqueIds } from '../../values';
import { tableLayout } from '../layout';
import { isoDate, newRun } from '../new-run';
import { readRows, type Table } from '../../tables';

const setting = /^(?:config|params?|parameters|hparams|hyperparameters)[./:]/;
const result = /^(?:summary|metrics|results?)[./:]/;
const rayColumns = new Set([
  'done',
  'trial_id',
  'trial_dirname',
  'date',
  'timestamp',
  'pid',
  'hostname',
  'node_ip',
  'iterations_since_restore',
  'should_checkpoint',
  'warmup_time',
  'logdir',
  'error',
]);
const rayBeginnings = [
  'time_',
  'timesteps_',
  'episodes_',
  'experiment_',
  'checkpoint_',
  'hist_stats',
  'perf/',
  'auto_garbage',
];
/** Whether a key is one that Ray Tune reports beside the user's metrics. */
export function isOfRay(key: string): boolean {
  return rayColumns.has(key) || rayBeginnings.some((beginning) => key.startsWith(beginning));
}
const mlflowColumns = new Set(['run_id', 'experiment_id', 'artifact_uri', 'status']);

/**
 * A table whose columns say by a prefix what they are: `config/lr` (Ray Tune's `get_dataframe()`), `params.lr` and
 * `metrics.val_dice` (MLflow's `search_runs()`), `config.lr` and `summary.val_dice`.
 */
export const markedTable = tableLayout({
  name: 'a table whose settings are marked (config/…, params.…)',
  recognises: ({ header }) => header.some((column) => setting.test(column)),
  read: readMarked,
});

function readMarked(table: Table, name: string): RunSet {
  const { header, rows } = table;
  const values = readRows(table);
  const isMlflow = [...mlflowColumns].filter((column) => header.includes(column)).length >= 2;
  const isRay = header.includes('trial_id') || header.includes('training_iteration');
  const source: RunSource = isMlflow ? 'mlflow' : isRay ? 'ray-tune' : 'folder';
  const marksResults = header.some((column) => result.test(column));
  const records = rows.map((cells, row): RunRecord => {
    const cell = (...columns: string[]): string =>
      columns.map((column) => cells[header.indexOf(column)]?.trim() ?? '').find((text) => text !== '') ?? '';
    const config: [string, ConfigValue][] = [];
    const summary: [string, ConfigValue][] = [];
    const about: [string, ConfigValue][] = [];
    header.forEach((column, c) => {
      for (const [key, value] of values.entries(row, c)) {
        if (setting.test(column)) config.push([key.replace(setting, ''), value]);
        else if (result.test(column)) summary.push([key.replace(result, ''), value]);
        else if (marksResults || isOfRay(column) || typeof value !== 'number' || column === '')
          about.push([key, value]);
        else summary.push([key, value]);
      }
    });
    const id = cell('trial_id', 'run_id', 'id', 'ID') || `${source}-${row + 1}`;
    return newRun({
      id,
      name: cell('tags.mlflow.runName', 'name', 'run_name', 'trial_name') || id,
      source,
      state: stateOf(cell('status', 'state', 'done'), cell('error')),
      created: isoDate(cell('start_time', 'created', 'created_at')),
      config: Object.fromEntries(config),
      summary: Object.fromEntries(summary),
      about: Object.fromEntries(about.filter(([key]) => key !== '')),
    });
  });
  return {
    records: withUniqueIds(records).records,
    notices: values.notices.map((notice) => `${name}: ${notice}`),
  };
}

function stateOf(status: string, error: string): RunState {
  if (error !== '' && error.toLowerCase() !== 'false') return 'failed';
  switch (status.toLowerCase()) {
    case 'finished':
    case 'true':
    case 'terminated':
      return 'finished';
    case 'failed':
    case 'error':
      return 'failed';
    case 'pruned':
      return 'pruned';
    case 'killed':
      return 'killed';
    case 'crashed':
      return 'crashed';
    case 'running':
      return 'running';
    default:
      return 'unknown';
  }
}
