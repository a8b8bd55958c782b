/** A training that was recorded to its end, as a search that halves would have seen it. */
export interface WholeCurve {
  /** Score after each epoch, higher is better; NaN where there is none. */
  readonly scores: readonly number[];
}

export interface HalvingOptions {
  /** Epochs before the first decision, 1 or more. */
  readonly minEpochs: number;
  /** Of each rung one in so many goes on, 2 or more; the next rung is so many times further. */
  readonly factor: number;
}

/** How a training would have ended. */
export interface HalvedCurve {
  /** Epochs that it would have been given. */
  readonly epochs: number;
  readonly pruned: boolean;
}

/**
 * What successive halving without waiting (ASHA, Li et al., 2020) would have given to trainings that run one after the
 * other: at 1, `factor`, `factor`², … times `minEpochs` a training goes on if its score is among the best 1 / `factor` of those
 * that have been there before it, itself included, and at least the first. The rule, to the last tie, of
 * `optuna.pruners.SuccessiveHalvingPruner` with `min_early_stopping_rate=0`: a score that is no number is pruned.
 *
 * @param curves in the order in which they are started
 */
export function successiveHalving(
  curves: readonly WholeCurve[],
  { minEpochs, factor }: HalvingOptions,
): HalvedCurve[] {
  if (!(Number.isInteger(minEpochs) && minEpochs >= 1))
    throw new RangeError(`invalid minEpochs; not a whole number from 1: ${minEpochs}`);
  if (!(Number.isInteger(factor) && factor >= 2))
    throw new RangeError(`invalid factor; not a whole number from 2: ${factor}`);
  const rungs: number[][] = [];
  return curves.map(({ scores }) => {
    for (let rung = 0; ; rung += 1) {
      const epochs = minEpochs * factor ** rung;
      if (scores.length < epochs) return { epochs: scores.length, pruned: false };
      const score = scores[epochs - 1]!;
      const ended = { epochs, pruned: true };
      if (Number.isNaN(score)) return ended;
      const there = (rungs[rung] ??= []);
      there.push(score);
      const better = there.filter((other) => other > score).length;
      if (better >= Math.max(1, Math.floor(there.length / factor))) return ended;
    }
  });
}
