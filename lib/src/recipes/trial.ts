import type { IntensityRange, Split } from '../data';
import type { NetworkDescription } from '../prediction';
import type { TrainingTask } from '../training';
import type { RunRecord, TrainingProgress } from '../types';
import type { Recipe } from './recipe';
import type { TrainingLabels } from './training-labels';

/** One training: a recipe, images, what is held out, and a seed. Whoever asks, it runs the same way. */
export interface Trial {
  /** Title, unique among those it is compared with. */
  readonly name: string;
  readonly recipe: Recipe;
  /** Images as read, masks as given: `train` is trained on, `validation` held out and scored. */
  readonly split: Split;
  /** Masks to train on in place of those of `split.train`: see `trainingLabels`; default as given. */
  readonly labels?: TrainingLabels;
  /** Of weights, order, augmentation and dropout; default 1. */
  readonly seed?: number;
  /** Which part is held out, where there are several. */
  readonly fold?: { readonly index: number; readonly of: number };
  /** Network file that the weights start from (fine-tuning, transfer); default by chance. */
  readonly from?: string;
  readonly data: TrialData;
}

/** What a trial has to know of its data set beside the images; it goes into the network file and the record. */
export interface TrialData extends Pick<NetworkDescription, 'masks' | 'licence' | 'note'> {
  readonly name: string;
  /** Of everything that was read. */
  readonly hash: string;
  /** Levels of the files that became 0 and 1. */
  readonly intensity: IntensityRange;
}

export interface TrialOptions {
  /** Where to keep checkpoints, the network file, predictions and the record; default nowhere. */
  readonly folder?: string;
  readonly onProgress?: (progress: TrainingProgress) => void;
  readonly onNotice?: (line: string) => void;
  /** As a training has it: called after each finished epoch; `end` prunes the trial, which then has no held-out score. */
  readonly onEpoch?: TrainingTask['onEpoch'];
  /** Where a batch does not fit into memory; default `halve`. */
  readonly outOfMemory?: TrainingTask['outOfMemory'];
  readonly signal?: AbortSignal;
}

/** How a trial ended. */
export type TrialResult =
  | {
      readonly state: 'finished';
      readonly record: RunRecord;
      /** Whether the folder held the finished trial already, so that nothing was trained. */
      readonly known: boolean;
    }
  /** Ended by `onEpoch`: its record has the history and no held-out score, and there is no network file. */
  | { readonly state: 'pruned'; readonly record: RunRecord; readonly known: boolean }
  | { readonly state: 'interrupted'; readonly epochs: number };
