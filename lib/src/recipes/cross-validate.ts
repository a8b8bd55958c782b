import { join } from 'node:path';
import { foldsByGroup } from '../data';
import type { RunRecord, Sample, TrainingProgress } from '../types';
import { claimFolder } from './claim-folder';
import type { Recipe } from './recipe';
import { runTrial } from './run-trial';
import type { TrainingLabels } from './training-labels';
import type { TrialData } from './trial';

/** Trainings of one recipe in which every group is held out once. */
export interface CrossValidation {
  readonly name: string;
  readonly recipe: Recipe;
  /** Images as read, masks as given. */
  readonly samples: readonly Sample[];
  /** Masks to train on: see `trainingLabels`; default as given. */
  readonly labels?: TrainingLabels;
  readonly folds: number;
  readonly seed?: number;
  readonly data: TrialData;
  /** Network file that the weights start from; default by chance. */
  readonly from?: string;
  /** What the reader asked for, kept beside the trainings. */
  readonly asked?: Readonly<Record<string, unknown>>;
  /** Every fold has a folder in it. A finished fold is never trained again. */
  readonly folder: string;
}

export interface CrossValidationOptions {
  /** Which folds to train, counted from 0; default all. */
  readonly only?: readonly number[];
  readonly onProgress?: (
    progress: TrainingProgress & { readonly fold: number; readonly folds: number },
  ) => void;
  /** Called after each fold; `known` where it was finished before. */
  readonly onFold?: (fold: number, record: RunRecord, known: boolean) => void;
  readonly onNotice?: (line: string) => void;
  readonly signal?: AbortSignal;
}

/** What there is when it ends, or is interrupted. */
export interface CrossValidationResult {
  /** Records of the finished folds that were asked for, in order. */
  readonly records: readonly RunRecord[];
  /** Folders of these folds. */
  readonly folders: readonly string[];
  /** `interrupted`: the running fold goes on after its last epoch at the next call. */
  readonly stopped: 'finished' | 'interrupted';
}

/** Trains the folds one after the other. */
export async function crossValidate(
  task: CrossValidation,
  options: CrossValidationOptions = {},
): Promise<CrossValidationResult> {
  const { name, recipe, samples, labels, folds, seed = 1, data, folder, from, asked } = task;
  const { only = Array.from({ length: folds }, (_, i) => i), onProgress, onFold, onNotice, signal } = options;
  const strange = only.find((fold) => !(Number.isInteger(fold) && fold >= 0 && fold < folds));
  if (strange !== undefined) throw new Error(`there is no fold ${strange}; there are 0 to ${folds - 1}`);
  claimFolder(folder, {
    recipe,
    folds,
    seed,
    data: { name: data.name, hash: data.hash },
    ...(from !== undefined && { from }),
    ...(asked && { asked }),
  });
  const splits = foldsByGroup(samples, { folds });
  const records: RunRecord[] = [];
  const folders: string[] = [];
  for (const fold of only) {
    if (signal?.aborted) return { records, folders, stopped: 'interrupted' };
    const own = foldFolder(folder, fold);
    const result = await runTrial(
      {
        name,
        recipe,
        split: splits[fold]!,
        seed,
        fold: { index: fold, of: folds },
        data,
        ...(labels && { labels }),
        ...(from !== undefined && { from }),
      },
      {
        folder: own,
        ...(onProgress && {
          onProgress: (progress: TrainingProgress) => {
            onProgress({ ...progress, fold, folds });
          },
        }),
        ...(onNotice && { onNotice }),
        ...(signal && { signal }),
      },
    );
    if (result.state === 'interrupted') return { records, folders, stopped: 'interrupted' };
    records.push(result.record);
    folders.push(own);
    onFold?.(fold, result.record, result.known);
  }
  return { records, folders, stopped: 'finished' };
}

/** Where a fold's files lie. */
export function foldFolder(folder: string, fold: number): string {
  return join(folder, `fold-${fold}`);
}
