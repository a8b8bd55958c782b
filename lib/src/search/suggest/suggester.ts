import type { FieldValue } from '../../recipes';

/** Values of one configuration by recipe field, and its number, counted from 0. */
export interface Suggestion {
  readonly configuration: number;
  readonly values: Readonly<Record<string, FieldValue>>;
}

/** How a configuration ended, as a suggester has to know it. */
export type Told =
  | { readonly state: 'finished'; readonly score: number }
  | { readonly state: 'pruned' }
  | { readonly state: 'failed' };

/**
 * Says what to try next. The same seed and the same answers in the same order give the same suggestions, so that a search
 * that was killed goes on by telling a new suggester what the first one was told.
 */
export interface Suggester {
  /** The next configuration; null where there is none (a grid is through). */
  ask(): Promise<Suggestion | null>;
  /** A score on the way; whether the trial is to end here. */
  report(configuration: number, epoch: number, score: number): Promise<'go on' | 'prune'>;
  /** How it ended. A score that is not finite counts as failed. */
  tell(configuration: number, told: Told): Promise<void>;
  close(): Promise<void>;
}
