/** What a set of runs is judged by: the score, which way is better, and between which bounds it lies. */
export interface Objective {
  /** Name of the score as its source logs it, for example `val_dice`. */
  readonly metric: string;
  readonly goal: 'maximize' | 'minimize';
  /** Bounds that the score cannot leave, `[0, 1]` or `[0, 100]`; null where it has none, or none is known. */
  readonly range: readonly [number, number] | null;
  /** Who said so: the reader, the sweep's configuration, or the score's name. */
  readonly source: 'asked' | 'sweep' | 'name';
}
