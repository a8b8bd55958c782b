import type { FieldValue, Recipe } from '../../recipes';

/** One training of a search: plain data, so that a process, a queue or a cluster's job can be handed it. */
export interface SearchTrial {
  /** Unique in its search, and a file name: `c0007-s1-f0`. */
  readonly id: string;
  /** Number of the configuration, counted from 0; its trials differ in seed and held-out part only. */
  readonly configuration: number;
  /** What this configuration sets, by recipe field. */
  readonly values: Readonly<Record<string, FieldValue>>;
  /** The base with these values. */
  readonly recipe: Recipe;
  readonly seed: number;
  readonly fold: { readonly index: number; readonly of: number };
  readonly outOfMemory: 'halve' | 'skip';
}
