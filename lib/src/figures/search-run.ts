import type { ConfigValue, History, RunRecord } from '../types';
import { epochsOf, scoreColumn, validationColumn } from './history-columns';
import { settingsLabel } from './setting-names';

/** One run of a search, as the figures of a report need it. */
export interface SearchRun {
  /** Its settings in words: `lr 2e-4, batch 4, dropout 0.3, combined`; its name where no setting differs. */
  readonly label: string;
  /** Only the settings that differ between runs. */
  readonly settings: Readonly<Record<string, number | string>>;
  /** Greatest validation score. */
  readonly best: number;
  /** Epoch of the greatest score, counted from 1; null where unknown. */
  readonly bestEpoch: number | null;
  /** Epochs trained; null where unknown. */
  readonly epochs: number | null;
  /** Score of the last epoch; null where unknown. */
  readonly final: number | null;
  readonly history: History | null;
}

/** Which columns of a record are meant; each defaults to the known spellings. */
export interface SearchRunOptions {
  /** Settings to compare; default: every configuration key with at least two different values. */
  readonly settings?: readonly string[];
  /** Summary key of the best score. */
  readonly score?: string;
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
  score: [
    'best_val_jacard',
    'best_val_jaccard',
    'bestValJaccard',
    'bestJaccard',
    'best_jaccard',
    'val_dice_coefficient',
  ],
  final: ['final_val_jacard', 'final_val_jaccard', 'finalValJaccard', 'finalJaccard', 'final_jaccard'],
  bestEpoch: ['best_epoch', 'bestEpoch'],
  epochs: ['total_epochs', 'epochs_completed', 'epochsCompleted', 'totalEpochs', 'epoch'],
} as const;

/** Reads runs for the figures. What the summary lacks is taken from the history, where there is one. */
export function searchRuns(records: readonly RunRecord[], options: SearchRunOptions = {}): SearchRuns {
  const keys = options.settings ?? varyingSettings(records);
  const runs: SearchRun[] = [];
  const leftOut: { name: string; reason: string }[] = [];
  for (const record of records) {
    const { summary, history } = record;
    const seen = history === null ? null : seenIn(history);
    const pick = (part: keyof typeof spellings): number | null =>
      numberAt(summary, options[part] === undefined ? spellings[part] : [options[part]]);
    const best = pick('score') ?? seen?.best ?? null;
    if (best === null) {
      leftOut.push({ name: record.name, reason: 'no score in its summary or history' });
      continue;
    }
    const settings = settingsOf(record, keys);
    runs.push({
      label: settingsLabel(settings) || record.name,
      settings,
      best,
      bestEpoch: pick('bestEpoch') ?? seen?.bestEpoch ?? null,
      epochs: pick('epochs') ?? seen?.epochs ?? null,
      final: pick('final') ?? seen?.final ?? null,
      history,
    });
  }
  return { runs, leftOut };
}

/** Configuration keys that hold at least two different numbers or words, in the order of appearance. */
export function varyingSettings(records: readonly RunRecord[]): string[] {
  const values = new Map<string, Set<ConfigValue>>();
  for (const { config } of records)
    for (const [key, value] of Object.entries(config))
      if (typeof value === 'number' || typeof value === 'string')
        values.set(key, (values.get(key) ?? new Set()).add(value));
  return [...values].filter(([, set]) => set.size > 1).map(([key]) => key);
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

function seenIn(history: History): { best: number; bestEpoch: number; final: number; epochs: number } | null {
  const column = scoreColumn(history);
  const values = column === undefined ? undefined : validationColumn(history, column);
  if (values === undefined) return null;
  const epochs = epochsOf(history, values.length);
  let at = -1;
  let last = -1;
  values.forEach((value, index) => {
    if (!Number.isFinite(value)) return;
    if (at < 0 || value > values[at]!) at = index;
    last = index;
  });
  if (at < 0) return null;
  return { best: values[at]!, bestEpoch: epochs[at]!, final: values[last]!, epochs: values.length };
}
