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
  /** `history` where a run's score is the best epoch of its history; absent: it stands in the summary. */
  readonly from?: 'history';
  /** The objective in one sentence, with who said so and what was noticed about the values. */
  readonly said?: string;
}

/** A score that a source names itself, with the direction where it says it. */
export interface NamedScore {
  readonly metric: string;
  readonly goal: Objective['goal'] | null;
}
