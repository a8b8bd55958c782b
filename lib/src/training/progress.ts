import type { TrainingProgress } from '../types';
import type { TrainingState } from './checkpoint';
import type { TrainingConfig } from './config';
import type { Totals } from './evaluate';

/** Where the training stands after a step; the time left is as if every epoch took as long as those so far. */
export function progressOf(at: {
  epoch: number;
  step: number;
  perEpoch: number;
  totals: Totals;
  state: TrainingState;
  config: TrainingConfig;
  elapsed: number;
}): TrainingProgress {
  const { epoch, step, perEpoch, totals, state, config, elapsed } = at;
  const done = state.epoch * perEpoch + step;
  const validation = state.history.valJaccard.at(-1) ?? NaN;
  return {
    epoch,
    epochs: config.epochs,
    step,
    steps: perEpoch,
    loss: totals.loss,
    jaccard: totals.jaccard,
    validationJaccard: Number.isNaN(validation) ? null : validation,
    elapsedSeconds: elapsed,
    remainingSeconds: done < 3 ? null : (elapsed / done) * (config.epochs * perEpoch - done),
  };
}
