import { tf } from '../backend';
import { batches, passLength, someIgnored } from '../data';
import { Random } from '../random';
import type { Batch } from '../types';
import type { Checkpoint, CheckpointFolder, TrainingState } from './checkpoint';
import type { TrainingConfig } from './config';
import { evaluateWith, Totals } from './evaluate';
import { appendEpoch, emptyHistory } from './history';
import { freshWatch, isExhausted, scheduledRate, watchScore } from './learning-rate';
import { freeMemory, OutOfMemory, outOfMemoryIn } from './out-of-memory';
import { progressOf } from './progress';
import { scaledBatch, scaleOf, trainingShapes, validationShapes } from './scales';
import { TrainingSteps } from './step';
import type { StopReason, TrainingTask } from './task';

/** How an epoch's training steps went. */
interface EpochSteps {
  readonly totals: Totals;
  readonly update: number;
  readonly batch: number;
  readonly rate: number;
}

/** The same batches; `waited` is told the seconds that each was waited for. */
async function* timed(
  source: AsyncIterable<Batch>,
  clock: () => number,
  waited: (seconds: number) => void,
): AsyncGenerator<Batch> {
  let asked = clock();
  for await (const batch of source) {
    waited(clock() - asked);
    yield batch;
    asked = clock();
  }
}

/** Why an epoch did not finish. */
interface Stop {
  readonly reason: StopReason;
  readonly detail: string | null;
}

const scoreKeys = { valJaccard: 'jaccard', valJaccardSoft: 'jaccardSoft', valDice: 'dice' } as const;

const fresh: TrainingState = {
  epoch: 0,
  update: 0,
  batch: 0,
  watch: freshWatch,
  history: emptyHistory,
  seconds: 0,
  waiting: 0,
};

/** A training with one batch size, from a checkpoint or from the start: its compiled steps and where it stands. */
export class TrainingRun {
  state: TrainingState = fresh;
  /** Weights of the best epoch; empty before the first. */
  best = new Map<string, Float32Array>();
  private readonly steps: TrainingSteps;
  private readonly variables: ReadonlyMap<string, ReturnType<typeof tf.variable>>;
  /** Everything after the last finished epoch. */
  private lastGood: Map<string, Float32Array>;
  /** Seconds of this process that a step waited for its batch. */
  private waited = 0;
  private readonly waitedBefore: number;

  constructor(
    private readonly task: TrainingTask,
    private readonly config: TrainingConfig,
    private readonly clock: () => number,
    onNotice: (line: string) => void,
    start: Checkpoint | null,
  ) {
    this.steps = new TrainingSteps(task.model, task.loss, config, onNotice);
    this.variables = new Map([
      ...task.model.parameters.all.map(({ name, variable }) => [name, variable] as const),
      ...this.steps.variables,
    ]);
    if (start) {
      this.restore(start.current);
      this.best = new Map(start.best);
      this.state = start.state;
    }
    this.waitedBefore = this.state.waiting ?? 0;
    this.lastGood = this.snapshot();
    this.steps.prepare(
      trainingShapes(task.split.train, config, task.augment),
      validationShapes(task.split.validation, config),
      { train: someIgnored(task.split.train), evaluate: someIgnored(task.split.validation) },
    );
    const limit = task.memoryLimit ?? freeMemory();
    const estimate = this.steps.program.peakBytes;
    if (estimate > limit) {
      this.dispose();
      const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;
      const message = `a step is estimated to take ${megabytes(estimate)}, ${megabytes(limit)} are free`;
      throw new OutOfMemory(message, { state: this.state, current: this.lastGood, best: this.best });
    }
  }

  /** Trains until an epoch limit, early stopping, an interruption or a loss that is not finite. */
  async run(folder: CheckpointFolder | null): Promise<Stop> {
    const started = this.clock() - this.state.seconds;
    if (this.state.epoch > 0 && (await this.isEnded())) return { reason: 'pruned', detail: null };
    while (this.state.epoch < this.config.epochs) {
      if (isExhausted(this.state.watch, this.state.epoch, this.config))
        return { reason: 'early stopping', detail: null };
      const stop = await this.epoch(started);
      if (stop) {
        this.restore(this.lastGood);
        return stop;
      }
      this.lastGood = this.snapshot();
      folder?.save({ state: this.state, current: this.lastGood, best: this.best });
      if (await this.isEnded()) return { reason: 'pruned', detail: null };
    }
    return { reason: 'epochs', detail: null };
  }

  private readonly timed = (source: AsyncIterable<Batch>): AsyncIterable<Batch> =>
    timed(source, this.clock, (seconds) => {
      this.waited += seconds;
    });

  private async isEnded(): Promise<boolean> {
    return (await this.task.onEpoch?.(this.state.history)) === 'end';
  }

  /** Ends the session; the model has the weights of the last finished epoch. */
  dispose(): void {
    this.steps.dispose();
  }

  private async epoch(started: number): Promise<Stop | null> {
    const { task, config } = this;
    const epoch = this.state.epoch + 1;
    const epochStart = this.clock();
    const weights = lossWeightsAt(task, config, epoch);
    try {
      const steps = await this.trainingSteps(epoch, weights, started);
      if ('reason' in steps) return steps;
      const { totals, update, batch, rate } = steps;
      if (config.ema !== null) this.steps.swapAverages();
      const validation = await evaluateWith(
        this.steps,
        task.split.validation,
        config.batchSize,
        weights,
        this.timed,
      );
      this.steps.program.pull();
      const { scores } = validation;
      const watch = watchScore(
        this.state.watch,
        epoch,
        scores[scoreKeys[config.monitor]],
        config,
        scores.jaccard > 0,
      );
      if (watch.bestEpoch === epoch) this.best = task.model.parameters.values();
      if (config.ema !== null) {
        this.steps.swapAverages();
        this.steps.program.pull();
      }
      const history = appendEpoch(this.state.history, {
        epoch,
        loss: totals.loss,
        jaccard: totals.jaccard,
        valLoss: validation.loss,
        valJaccard: validation.scores.jaccard,
        valJaccardSoft: validation.scores.jaccardSoft,
        valDice: validation.scores.dice,
        valPrecision: validation.scores.precision,
        valRecall: validation.scores.recall,
        valScored: validation.scores.scored,
        valFalsePositivePixels: validation.scores.falsePositivePixels,
        learningRate: rate,
        seconds: this.clock() - epochStart,
      });
      this.state = {
        epoch,
        update,
        batch,
        watch,
        history,
        seconds: this.clock() - started,
        waiting: this.waitedBefore + this.waited,
      };
      return null;
    } catch (error) {
      const memory = outOfMemoryIn(error);
      if (memory === null) throw error;
      throw new OutOfMemory(memory, { state: this.state, current: this.lastGood, best: this.best });
    }
  }

  private async trainingSteps(
    epoch: number,
    weights: readonly number[],
    started: number,
  ): Promise<EpochSteps | Stop> {
    const { task, config } = this;
    const perEpoch = Math.ceil(passLength(task.split.train, task.augment) / config.batchSize);
    const totals = new Totals();
    let { update, batch } = this.state;
    let pending = 0;
    let rate = config.learningRate;
    let step = 0;
    for await (const images of this.timed(this.epochBatches(epoch))) {
      if (task.signal?.aborted) return { reason: 'interrupted', detail: null };
      step += 1;
      batch += 1;
      pending += 1;
      const done = this.state.epoch + step / perEpoch;
      rate =
        scheduledRate(config.learningRate, config.schedule, done, config.epochs) * this.state.watch.factor;
      const numbers = {
        learningRate: rate,
        update: update + 1,
        batch,
        lossWeights: weights,
        accumulated: pending,
      };
      const isUpdate = pending === config.accumulate || step === perEpoch;
      const result = isUpdate ? this.steps.step(images, numbers) : this.steps.accumulateStep(images, numbers);
      if (isUpdate) {
        update += 1;
        pending = 0;
      }
      if (!Number.isFinite(result.loss)) {
        const where = `epoch ${epoch}, batch ${step} (${images.ids.join(', ')})`;
        const detail = `${where}: loss ${result.loss}; the weights are those before this epoch`;
        return { reason: 'loss not finite', detail };
      }
      totals.add(result);
      const elapsed = this.clock() - started;
      task.onProgress?.(progressOf({ epoch, step, perEpoch, totals, state: this.state, config, elapsed }));
      await new Promise<void>((resolve) => setImmediate(resolve)); // lets timers, signals and output through
    }
    // An interruption during the last step of the epoch still ends the training here.
    if (task.signal?.aborted) return { reason: 'interrupted', detail: null };
    return { totals, update, batch, rate };
  }

  /** The training images of an epoch, in its order, each batch at its scale. */
  private async *epochBatches(epoch: number): AsyncIterable<Batch> {
    const { task, config } = this;
    const order = new Random(config.seed * 1_000_003 + epoch);
    const scales = new Random(config.seed * 7_000_003 + epoch);
    const options = {
      batchSize: config.batchSize,
      shuffle: order,
      ...(task.augment && { augment: task.augment }),
    };
    for await (const batch of batches(task.split.train, options))
      yield scaledBatch(batch, scaleOf(config, scales));
  }

  private snapshot(): Map<string, Float32Array> {
    return new Map(
      Array.from(this.variables, ([name, variable]) => [name, Float32Array.from(variable.dataSync())]),
    );
  }

  /** Sets the variables that have a value here; a checkpoint of another batch size has no gradient sums, say. */
  private restore(values: ReadonlyMap<string, Float32Array>): void {
    for (const [name, variable] of this.variables) {
      const given = values.get(name);
      if (given)
        tf.tidy(() => {
          variable.assign(tf.tensor(given, variable.shape));
        });
    }
    this.steps.program.push();
  }
}

function lossWeightsAt({ loss }: TrainingTask, config: TrainingConfig, epoch: number): readonly number[] {
  const stage = config.lossWeights.filter(({ fromEpoch }) => fromEpoch <= epoch).at(-1);
  return stage?.weights ?? loss.weights;
}
