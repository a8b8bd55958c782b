/** Where a search stands. */
export interface SearchProgress {
  readonly name: string;
  /** Where it lives. */
  readonly folder: string;
  /** What its trials are judged by. */
  readonly metric: string;
  /** Trials that run now, longest first. */
  readonly running: readonly {
    readonly id: string;
    /** What is tried, in a few words. */
    readonly title: string;
    /** Last finished epoch; 0 before the first. */
    readonly epoch: number;
    readonly epochs: number;
    /** Its score; NaN before the first. */
    readonly score: number;
  }[];
  /** Trials with a record: finished, pruned, failed. */
  readonly done: number;
  readonly pruned: number;
  readonly failed: number;
  /** Trials that there are in all, as far as is known; null where nothing bounds them. */
  readonly total: number | null;
  /** The best configuration of which every trial is finished. */
  readonly best: { readonly title: string; readonly score: number; readonly trials: number } | null;
  /** Estimated from the trials so far; null before the first, or without a bound. */
  readonly secondsLeft: number | null;
  readonly elapsedSeconds: number;
}
