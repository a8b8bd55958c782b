/** What a set of runs is judged by: the score, which way is better, and between which bounds it lies. */
export interface Objective {
  /** Name of the score as its source logs it, for example `val_dice`. */
  readonly metric: string;
  readonly goal: 'maximize' | 'minimize';
  /**
   * Bounds that the score cannot leave: `[0, 1]`, `[0, 100]`, or `[0, null]` where it has no upper one; null where it has
   * none, or none is known.
   */
  readonly range: readonly [low: number, high: number | null] | null;
  /** Who said which way is better: the reader, the sweep's configuration, or the score's name. */
  readonly source: 'asked' | 'sweep' | 'name';
  /** Where a run's score stands: in its summary (or its configuration), or at the best epoch of its history. */
  readonly from: 'summary' | 'history';
  /** The objective in one sentence, with who said so and what was noticed about the values. */
  readonly said: string;
}
