import type { ConfigValue, History, RunRecord } from '../../types';
import { crossValidationScores, type CrossValidationScores } from '../cross-validation-scores';
import type { Decision } from '../plan/decision';
import type { Recipe } from '../recipe';
import { baselinesOf, type Baselines } from './baselines';
import { recipeChanges, type RecipeChange } from './recipe-changes';

/** What a report on a training is made of. */
export interface TrainingReportParts {
  readonly name: string;
  /** The training folder, as the reader names it. */
  readonly folder: string;
  /** What the data set was read as, a sentence or more a line. */
  readonly summary: string;
  readonly dataSet: { readonly name: string; readonly hash: string; readonly eachItsOwn: boolean };
  /** What was decided and why; empty where the plan was not kept. */
  readonly decisions: readonly Decision[];
  /** The recipe that the plan came to, where it was kept. */
  readonly planned?: Recipe;
  readonly recipe: Recipe;
  readonly folds: number;
  readonly seed: number;
  /** Network file that the weights started from. */
  readonly from?: string;
  /** Of the finished folds. */
  readonly records: readonly RunRecord[];
}

/** How one fold was trained. */
export interface FoldTraining {
  /** Counted from 0. */
  readonly fold: number;
  readonly trainingImages: number;
  readonly epochs: number;
  /** Epoch with the best validation score, counted from 1; 0 where there was none. */
  readonly bestEpoch: number;
  /** Hard Jaccard of the validation images after the last epoch. */
  readonly finalValidation: number;
  readonly seconds: number;
  readonly peakMemoryMb: number;
  /** Trainable numbers. */
  readonly parameters: number;
  readonly machine: string;
  /** How objects are told apart, and why. */
  readonly objects: string;
  readonly history: History | null;
}

/** All that a report says, in numbers: what `report.json` holds. NaN (no score) becomes null there. */
export interface TrainingReport {
  readonly format: 'unetlab-training-report-1';
  readonly name: string;
  readonly folder: string;
  readonly data: TrainingReportParts['dataSet'] & {
    readonly summary: readonly string[];
    readonly images: number;
    readonly groups: number;
  };
  readonly plan: {
    readonly decisions: readonly Decision[];
    /** What was asked for in place of the plan. */
    readonly changes: readonly RecipeChange[];
    readonly recipe: Recipe;
    readonly folds: number;
    readonly seed: number;
    readonly from: string | null;
  };
  readonly scores: CrossValidationScores;
  readonly baselines: Baselines;
  readonly folds: readonly FoldTraining[];
  /** Folds that are not finished, counted from 0; their images have no score yet. */
  readonly unfinished: readonly number[];
  readonly seconds: number;
  readonly peakMemoryMb: number;
  /** Commands to go on with. */
  readonly next: readonly { readonly command: string; readonly what: string }[];
}

/** Gathers what a report says. @throws RangeError without a finished fold. */
export function trainingReport(parts: TrainingReportParts): TrainingReport {
  const { name, folder, records, recipe, planned, decisions, folds: count, seed, from } = parts;
  if (records.length === 0) throw new RangeError('no finished fold to report on');
  const scores = crossValidationScores(records);
  const folds = records.map(foldTraining);
  const finished = new Set(folds.map(({ fold }) => fold));
  return {
    format: 'unetlab-training-report-1',
    name,
    folder,
    data: {
      ...parts.dataSet,
      summary: parts.summary.split('\n'),
      images: scores.images.length,
      groups: scores.groups.length,
    },
    plan: {
      decisions,
      changes: planned === undefined ? [] : recipeChanges(planned, recipe),
      recipe,
      folds: count,
      seed,
      from: from ?? null,
    },
    scores,
    baselines: baselinesOf(records),
    folds,
    unfinished: Array.from({ length: count }, (_, fold) => fold).filter((fold) => !finished.has(fold)),
    seconds: folds.reduce((sum, { seconds }) => sum + seconds, 0),
    peakMemoryMb: Math.max(...folds.map(({ peakMemoryMb }) => peakMemoryMb)),
    next: nextCommands(folder),
  };
}

function foldTraining({ config, summary, history }: RunRecord): FoldTraining {
  return {
    fold: Number(config.fold ?? 0),
    trainingImages: Number(summary.training_images),
    epochs: Number(summary.epochs_run),
    bestEpoch: Number(summary.best_epoch),
    finalValidation: Number(summary.final_val_jaccard),
    seconds: Number(summary.seconds),
    peakMemoryMb: Number(summary.peak_memory_mb),
    parameters: Number(summary.parameters),
    machine: text(summary.machine),
    objects: text(summary.objects),
    history,
  };
}

function nextCommands(folder: string): TrainingReport['next'] {
  const quoted = /^[\w./-]+$/.test(folder) ? folder : `'${folder.replaceAll("'", "'\\''")}'`;
  return [
    {
      command: `npm run predict -- --model ${quoted} --images DIR`,
      what: 'masks, objects and tables of new images',
    },
    {
      command: `npm run compare -- --models ${quoted} OTHER --data DIR`,
      what: 'this training against another one, image by image',
    },
    {
      command: `npm run export -- --model ${quoted}/fold-0/network.safetensors --format onnx`,
      what: 'one network for other programs',
    },
  ];
}

function text(value: ConfigValue | undefined): string {
  return typeof value === 'string' ? value : 'not known';
}
