import type { ReduceOnPlateau, Schedule, TrainingConfig } from './config';

/**
 * The learning rate of a step.
 *
 * @param epochs finished, with the part of the running one: 2.5 is half-way through the third
 * @param total epochs of the training
 */
export function scheduledRate(base: number, schedule: Schedule, epochs: number, total: number): number {
  if (schedule.kind === 'constant') return base;
  const { warmupEpochs, final } = schedule;
  if (epochs < warmupEpochs) return (base * epochs) / warmupEpochs;
  const progress = Math.min(1, (epochs - warmupEpochs) / Math.max(1e-9, total - warmupEpochs));
  return base * (final + ((1 - final) * (1 + Math.cos(Math.PI * progress))) / 2);
}

/** What {@link watchScore} remembers between epochs; plain data, so that a checkpoint can keep it. */
export interface ScoreWatch {
  readonly best: number;
  /** Epoch of the best score, counted from 1; 0 before the first. */
  readonly bestEpoch: number;
  /** Epochs since the best score, or since the last reduction, whichever is later. */
  readonly waited: number;
  /** What the plateau rule multiplies the learning rate by. */
  readonly factor: number;
  /** First epoch in which something was drawn where there is something; absent before. */
  readonly drawnEpoch?: number;
}

export const freshWatch: ScoreWatch = { best: -Infinity, bestEpoch: 0, waited: 0, factor: 1 };

/**
 * The watch after an epoch's score. A NaN score is no improvement; while there never was a score, nothing is waited for.
 *
 * @param drawn whether the network drew something where there is something; default by the score
 */
export function watchScore(
  before: ScoreWatch,
  epoch: number,
  score: number,
  { reduceOnPlateau, learningRate }: Pick<TrainingConfig, 'reduceOnPlateau' | 'learningRate'>,
  drawn = score > 0,
): ScoreWatch {
  const watch = drawn && before.drawnEpoch === undefined ? { ...before, drawnEpoch: epoch } : before;
  if (score > watch.best) return { ...watch, best: score, bestEpoch: epoch, waited: 0 };
  if (watch.bestEpoch === 0) return watch;
  const waited = watch.waited + 1;
  if (!reduceOnPlateau || waited < reduceOnPlateau.patience) return { ...watch, waited };
  return { ...watch, waited: 0, factor: reducedFactor(watch.factor, learningRate, reduceOnPlateau) };
}

/**
 * Whether early stopping ends the training after this epoch; never where there was no score to look at, nor with `warmup`
 * before anything was drawn.
 */
export function isExhausted(
  watch: ScoreWatch,
  epoch: number,
  { earlyStopping }: Pick<TrainingConfig, 'earlyStopping'>,
): boolean {
  if (earlyStopping === null || watch.bestEpoch === 0) return false;
  const { patience, warmup = false } = earlyStopping;
  const from = warmup ? Math.max(watch.bestEpoch, watch.drawnEpoch ?? Infinity) : watch.bestEpoch;
  return epoch - from >= patience;
}

function reducedFactor(
  factor: number,
  base: number,
  { factor: step, minLearningRate }: ReduceOnPlateau,
): number {
  return Math.max(factor * step, minLearningRate / base);
}
