import { factorsOf, valuesOf } from '../analysis';
import type { History, Objective, RunRecord } from '../types';
import { epochsOf, objectiveColumn, validationColumn } from './history-columns';
import { settingsLabel } from './setting-names';

/** One run of a search, as the figures of a report need it. */
export interface SearchRun {
  /** Its settings in words: `lr 2e-4, batch 4, dropout 0.3, combined`; its name where no setting differs. */
  readonly label: string;
  /** Only the settings that differ between runs. */
  readonly settings: Readonly<Record<string, number | string>>;
  /** The score: the run's best, where the source keeps the best. */
  readonly best: number;
  /** Epoch of the best score, counted from 1; null where unknown. */
  readonly bestEpoch: number | null;
  /** Epochs trained; null where unknown. */
  readonly epochs: number | null;
  /** Score of the last epoch; null where unknown. */
  readonly final: number | null;
  readonly history: History | null;
}

/** Which columns of a record are meant; each defaults to the known spellings. */
export interface SearchRunOptions {
  /** Settings to compare; default: every configuration key that is a setting and varies. */
  readonly settings?: readonly string[];
  readonly final?: string;
  readonly bestEpoch?: string;
  readonly epochs?: string;
}

export interface SearchRuns {
  /** In the order of the records. */
  readonly runs: readonly SearchRun[];
  /** Records without a score, with the reason. */
  readonly leftOut: readonly { readonly name: string; readonly reason: string }[];
}

const spellings = {
  final: ['final_val_jacard', 'final_val_jaccard', 'finalValJaccard', 'finalJaccard', 'final_jaccard'],
  bestEpoch: ['best_epoch', 'bestEpoch'],
  epochs: ['total_epochs', 'epochs_completed', 'epochsCompleted', 'totalEpochs', 'epoch'],
} as const;

/** Reads runs for the figures. What the summary lacks is taken from the history, where there is one. */
export function searchRuns(
  records: readonly RunRecord[],
  objective: Objective,
  options: SearchRunOptions = {},
): SearchRuns {
  const keys = options.settings ?? varyingSettings(records, objective);
  const scores = valuesOf(records, objective).values;
  const runs: SearchRun[] = [];
  const leftOut: { name: string; reason: string }[] = [];
  records.forEach((record, index) => {
    const { summary, history, name, state } = record;
    const best = scores[index]!;
    if (!Number.isFinite(best)) {
      leftOut.push({
        name,
        reason: state === 'pruned' ? 'pruned, so it has no final score' : `no ${objective.metric}`,
      });
      return;
    }
    const seen = history === null ? null : seenIn(history, objective);
    const settings = settingsOf(record, keys);
    const bestEpoch = numberAt(
      summary,
      options.bestEpoch === undefined ? spellings.bestEpoch : [options.bestEpoch],
    );
    runs.push({
      label: settingsLabel(settings) || name,
      settings,
      best,
      // the summary's may be the best epoch by another score
      bestEpoch: seen?.bestEpoch ?? bestEpoch,
      epochs:
        numberAt(summary, options.epochs === undefined ? spellings.epochs : [options.epochs]) ??
        seen?.epochs ??
        null,
      final:
        numberAt(summary, options.final === undefined ? finalNames(objective) : [options.final]) ??
        seen?.final ??
        null,
      history,
    });
  });
  return { runs, leftOut };
}

/** What the last epoch's value of a score may be called in a summary. */
function finalNames({ metric }: Objective): string[] {
  const own = metric.replace(/best/i, (word) => (word === 'Best' ? 'Final' : 'final'));
  return [...(own === metric ? [] : [own]), ...(/jac/i.test(metric) ? spellings.final : [])];
}

/** Configuration keys that are settings and differ between runs, in the order of appearance. */
export function varyingSettings(records: readonly RunRecord[], objective?: Objective): string[] {
  return factorsOf(records, undefined, objective)
    .factors.filter(
      ({ distinct, kind }) => kind === 'number' || distinct.every((level) => !/^[[{]/.test(level)),
    )
    .map(({ name }) => name);
}

function settingsOf(record: RunRecord, keys: readonly string[]): Record<string, number | string> {
  const settings: Record<string, number | string> = {};
  for (const key of keys) {
    const value = record.config[key];
    if (typeof value === 'number' || typeof value === 'string') settings[key] = value;
  }
  return settings;
}

function numberAt(summary: RunRecord['summary'], keys: readonly string[]): number | null {
  for (const key of keys) {
    const value = summary[key];
    if (typeof value === 'number' && Number.isFinite(value)) return value;
  }
  return null;
}

function seenIn(
  history: History,
  objective: Objective,
): { bestEpoch: number; final: number; epochs: number } | null {
  const column = objectiveColumn(history, objective);
  const values = column === undefined ? undefined : validationColumn(history, column);
  if (values === undefined) return null;
  const epochs = epochsOf(history, values.length);
  let at = -1;
  let last = -1;
  values.forEach((value, index) => {
    if (!Number.isFinite(value)) return;
    if (at < 0 || (objective.goal === 'maximize' ? value > values[at]! : value < values[at]!)) at = index;
    last = index;
  });
  return at < 0 ? null : { bestEpoch: epochs[at]!, final: values[last]!, epochs: values.length };
}
