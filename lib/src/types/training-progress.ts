/** Where a training stands, after a step. */
export interface TrainingProgress {
  /** Counted from 1. */
  readonly epoch: number;
  readonly epochs: number;
  /** Step within the epoch, counted from 1. */
  readonly step: number;
  readonly steps: number;
  /** Mean loss of this epoch's steps so far. */
  readonly loss: number;
  /** Soft Jaccard on this epoch's training batches so far, in [0, 1]; NaN while none had foreground. */
  readonly jaccard: number;
  /** Hard Jaccard on the validation images after the last finished epoch; null in the first, and without foreground. */
  readonly validationJaccard: number | null;
  readonly elapsedSeconds: number;
  /** Estimated from the steps so far, as if no early stopping happened; null in the first steps. */
  readonly remainingSeconds: number | null;
}
