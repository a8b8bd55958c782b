/** Scores of repeated trainings with and without a change, at one budget: higher is better. */
export interface Comparison {
  /** One score a seed. */
  readonly baseline: readonly number[];
  readonly treatment: readonly number[];
  /** Where it was measured, for example `03-train-512`. */
  readonly note?: string;
  /** Images, score and seeds, in words. */
  readonly data?: string;
}

/** Changes that the documents recommend, each decided by trainings of one's own. */
export type ComparisonName =
  | 'gradient accumulation'
  | 'group normalization'
  | 'progressive training'
  | 'multi-scale training'
  | 'longer patience'
  | 'lower learning rate'
  | 'larger receptive field'
  | 'batch size at 256';

/**
 * Measurements that the published runs do not hold. Every part is optional; a claim that needs a part which is absent
 * cannot be decided.
 */
export interface Evidence {
  /** Best validation Jaccard of the earlier training at 256 × 256. */
  readonly jaccard256?: number;
  /** Best validation Jaccard before the grid. */
  readonly jaccardBeforeGrid?: number;
  readonly comparisons?: Partial<Readonly<Record<ComparisonName, Comparison>>>;
  /** Share of foreground pixels of the same images at each resolution. */
  readonly foregroundShare?: {
    readonly at256: number;
    readonly at512: number;
    /** Which images, in words. */
    readonly data?: string;
  };
  /** Scores of dice-and-focal weightings, one list of seeds each, by the share of Dice. */
  readonly lossRatios?: readonly { readonly dice: number; readonly scores: readonly number[] }[];
}
