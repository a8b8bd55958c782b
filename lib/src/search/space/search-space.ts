import type { FieldValue } from '../../recipes';

/** How values of one parameter are drawn. Bounds are inclusive; `step` is a grid from `low` on (W&B's `q`). */
export type Distribution =
  | { readonly kind: 'constant'; readonly value: FieldValue }
  | {
      readonly kind: 'categorical';
      readonly values: readonly FieldValue[];
      /** One a value, sum 1; default equal. */
      readonly probabilities?: readonly number[];
    }
  | {
      readonly kind: 'uniform' | 'log-uniform' | 'int-uniform';
      readonly low: number;
      readonly high: number;
      readonly step?: number;
    }
  | {
      readonly kind: 'normal' | 'log-normal';
      readonly mean: number;
      readonly sd: number;
      readonly step?: number;
    };

export interface Parameter {
  /** Field of the recipe, for example `config.learningRate`. */
  readonly path: string;
  /** As the space's file calls it, for example `learning_rate`. */
  readonly name: string;
  readonly distribution: Distribution;
}

/** Ends trials that fall behind, judged by the validation score after each epoch. */
export interface Pruning {
  readonly kind: 'asha' | 'hyperband';
  /** Epochs before the first decision. */
  readonly minEpochs: number;
  readonly maxEpochs: number;
  /** Of each rung one in so many goes on. */
  readonly factor: number;
}

/** What a search looks through, and how: a W&B sweep configuration with a few keys more. */
export interface SearchSpace {
  readonly name: string;
  /** `bayes` is TPE. */
  readonly method: 'grid' | 'random' | 'bayes' | 'cma-es' | 'qmc';
  /** Key of the records' summary, for example `best_val_jaccard`. */
  readonly objective: { readonly metric: string; readonly goal: 'maximize' | 'minimize' };
  readonly parameters: readonly Parameter[];
  /** Name of a recipe, `plan` (made for the data set), or a recipe file. */
  readonly base: string;
  /** Folder of images, where the space names it. */
  readonly data: string | null;
  /** Parts that the groups are dealt into, and which of them are held out, counted from 0. */
  readonly folds: { readonly of: number; readonly only: readonly number[] };
  /** Every configuration is trained with each. */
  readonly seeds: readonly number[];
  /** Of the suggestions; default 1. */
  readonly seed: number;
  /** `trials` counts configurations; null: no bound. */
  readonly budget: { readonly trials: number | null; readonly hours: number | null };
  readonly prune: Pruning | null;
  /** What to do where a batch does not fit into memory. */
  readonly outOfMemory: 'halve' | 'skip';
  /** How often a failed trial is tried again; default 1. */
  readonly retries: number;
}
