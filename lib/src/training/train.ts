import { tf } from '../backend';
import { batches, type Augment, type Split } from '../data';
import { Random } from '../random';
import type { Batch, Sample, TrainingProgress } from '../types';
import { CheckpointFolder, type TrainingState } from './checkpoint';
import { trainingConfig, type TrainingConfig } from './config';
import type { TrainableModel, TrainingLoss } from './contract';
import { appendEpoch, emptyHistory, type TrainingHistory } from './history';
import { freshWatch, isExhausted, scheduledRate, watchScore } from './learning-rate';
import { evaluateWith, Totals } from './evaluate';
import { progressOf } from './progress';
import { TrainingSteps } from './step';
import { checkTask, identityOf } from './task';

/** One training. */
export interface TrainingTask {
  /** Trained in place: it ends with the best epoch's weights, or the last's (`restoreBest`). */
  readonly model: TrainableModel;
  readonly loss: TrainingLoss;
  /** Training and validation images that share no group. */
  readonly split: Split;
  /** What differs from the defaults. */
  readonly config: Partial<TrainingConfig>;
  /** Changes each training image anew in each epoch; default none. */
  readonly augment?: Augment;
  /** Called after each step. */
  readonly onProgress?: (progress: TrainingProgress) => void;
  /** Receives one line for whatever is worth knowing (a refused checkpoint, an op that cannot be compiled). */
  readonly onNotice?: (line: string) => void;
  /** Stops after the running step; what was finished is kept. */
  readonly signal?: AbortSignal;
  /** Folder to save to after each epoch and to go on from; default none. */
  readonly checkpoints?: string;
  /** Seconds since any fixed moment; default the process's clock. */
  readonly clock?: () => number;
}

/** Why a training ended. */
export type StopReason = 'epochs' | 'early stopping' | 'interrupted' | 'loss not finite';

export interface TrainingResult {
  readonly config: TrainingConfig;
  /** Columns of equal length, one value an epoch; `epoch` counts from 1. */
  readonly history: TrainingHistory;
  readonly stopped: StopReason;
  /** In words, where there is more to say (which batch gave no finite loss). */
  readonly detail: string | null;
  /** Epoch of the best monitored score, counted from 1; 0 if none finished. */
  readonly bestEpoch: number;
  /** Best monitored score. */
  readonly best: number;
  /** Seconds of training, of an earlier part too. */
  readonly seconds: number;
  /** Updates of the weights. */
  readonly updates: number;
}

/**
 * Trains a model. The steps are compiled where the backend can; after each epoch the validation images are scored, the
 * schedules moved on and a checkpoint saved. With the same seed and machine the history is the same, bit for bit, also
 * when the training was killed and resumed.
 */
export async function train(task: TrainingTask): Promise<TrainingResult> {
  const config = trainingConfig(task.config);
  const { model, loss, split } = task;
  checkTask(task, config);
  const clock = task.clock ?? (() => performance.now() / 1000);
  const notice =
    task.onNotice ??
    ((line: string) => {
      console.warn(line);
    });
  const steps = new TrainingSteps(model, loss, config, notice);
  const folder =
    task.checkpoints === undefined ? null : new CheckpointFolder(task.checkpoints, identityOf(task, config));
  const variables = new Map([
    ...model.parameters.all.map(({ name, variable }) => [name, variable] as const),
    ...steps.optimizer.variables,
  ]);
  const snapshot = (): Map<string, Float32Array> =>
    new Map(Array.from(variables, ([name, variable]) => [name, Float32Array.from(variable.dataSync())]));
  const restore = (values: ReadonlyMap<string, Float32Array>): void => {
    for (const [name, variable] of variables) {
      const given = values.get(name);
      if (given)
        tf.tidy(() => {
          variable.assign(tf.tensor(given, variable.shape));
        });
    }
    steps.program.push();
  };

  let state: TrainingState = {
    epoch: 0,
    update: 0,
    batch: 0,
    watch: freshWatch,
    history: emptyHistory,
    seconds: 0,
  };
  let best = new Map<string, Float32Array>();
  const kept = folder?.load(notice) ?? null;
  if (kept) {
    restore(kept.current);
    best = new Map(kept.best);
    state = kept.state;
  }
  const shapes = batchShapes(split, config);
  steps.prepare(shapes.train, shapes.validation);
  const perEpoch = Math.ceil(split.train.length / config.batchSize);
  const started = clock() - state.seconds;
  let stopped: StopReason = 'epochs';
  let detail: string | null = null;
  let lastGood = snapshot();

  while (state.epoch < config.epochs && !isExhausted(state.watch, state.epoch, config)) {
    const epoch = state.epoch + 1;
    const epochStart = clock();
    const weights = lossWeightsAt(loss, config, epoch);
    const totals = new Totals();
    let { update, batch } = state;
    let step = 0;
    let pending = 0;
    let rate = config.learningRate;
    const order = new Random(config.seed * 1_000_003 + epoch);
    for await (const images of batches(split.train, {
      batchSize: config.batchSize,
      shuffle: order,
      ...(task.augment && { augment: task.augment }),
    })) {
      if (task.signal?.aborted) break;
      step += 1;
      batch += 1;
      pending += 1;
      const finished = state.epoch + step / perEpoch;
      rate =
        scheduledRate(config.learningRate, config.schedule, finished, config.epochs) * state.watch.factor;
      const numbers = {
        learningRate: rate,
        update: update + 1,
        batch,
        lossWeights: weights,
        accumulated: pending,
      };
      const isUpdate = pending === config.accumulate || step === perEpoch;
      const result = isUpdate ? steps.step(images, numbers) : steps.accumulateStep(images, numbers);
      if (isUpdate) {
        update += 1;
        pending = 0;
      }
      if (!Number.isFinite(result.loss)) {
        stopped = 'loss not finite';
        detail = `epoch ${epoch}, batch ${step} (${images.ids.join(', ')}): loss ${result.loss}; the weights are those before this epoch`;
        break;
      }
      totals.add(result);
      task.onProgress?.(
        progressOf({ epoch, step, perEpoch, totals, state, config, elapsed: clock() - started }),
      );
      await new Promise<void>((resolve) => setImmediate(resolve)); // lets timers, signals and output through
    }
    if (stopped === 'loss not finite') break;
    if (task.signal?.aborted) {
      stopped = 'interrupted';
      break;
    }
    if (config.ema !== null) steps.swapAverages();
    const validation = await evaluateWith(steps, split.validation, config.batchSize, weights);
    steps.program.pull();
    const score = validation.scores[scoreKeys[config.monitor]];
    const watch = watchScore(state.watch, epoch, score, config);
    if (watch.bestEpoch === epoch) best = model.parameters.values();
    if (config.ema !== null) {
      steps.swapAverages();
      steps.program.pull();
    }
    state = {
      epoch,
      update,
      batch,
      watch,
      history: appendEpoch(state.history, {
        epoch,
        loss: totals.loss,
        jaccard: totals.jaccard,
        valLoss: validation.loss,
        valJaccard: validation.scores.jaccard,
        valJaccardSoft: validation.scores.jaccardSoft,
        valDice: validation.scores.dice,
        valPrecision: validation.scores.precision,
        valRecall: validation.scores.recall,
        learningRate: rate,
        seconds: clock() - epochStart,
      }),
      seconds: clock() - started,
    };
    lastGood = snapshot();
    folder?.save({ state, current: lastGood, best });
  }
  if (stopped === 'epochs' && state.epoch < config.epochs) stopped = 'early stopping';
  if (stopped !== 'epochs' && stopped !== 'early stopping') restore(lastGood);
  steps.dispose();
  if (config.restoreBest && best.size > 0) model.parameters.restore(best);
  return {
    config,
    history: state.history,
    stopped,
    detail,
    bestEpoch: state.watch.bestEpoch,
    best: state.watch.best,
    seconds: state.seconds,
    updates: state.update,
  };
}

const scoreKeys = { valJaccard: 'jaccard', valJaccardSoft: 'jaccardSoft', valDice: 'dice' } as const;

function lossWeightsAt(loss: TrainingLoss, config: TrainingConfig, epoch: number): readonly number[] {
  const stage = config.lossWeights.filter(({ fromEpoch }) => fromEpoch <= epoch).at(-1);
  return stage?.weights ?? loss.weights;
}

/** Every batch shape that will come: full batches and the remainder. */
function batchShapes(
  split: Split,
  { batchSize }: TrainingConfig,
): Record<'train' | 'validation', Batch['shape'][]> {
  const shapes = (samples: readonly Sample[]): Batch['shape'][] => {
    const { height, width, channels } = samples[0]!;
    const sizes = new Set([Math.min(batchSize, samples.length)]);
    if (samples.length > batchSize && samples.length % batchSize > 0) sizes.add(samples.length % batchSize);
    return Array.from(sizes, (n) => [n, height, width, channels] as const);
  };
  return { train: shapes(split.train), validation: shapes(split.validation) };
}
