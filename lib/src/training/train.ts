import { CheckpointFolder, type Checkpoint } from './checkpoint';
import { trainingConfig, type TrainingConfig } from './config';
import type { TrainingHistory } from './history';
import { OutOfMemory } from './out-of-memory';
import { TrainingRun } from './run';
import { checkTask, identityOf, type StopReason, type TrainingTask } from './task';

export interface TrainingResult {
  /** As it ended: batch size and accumulation may have changed for want of memory. */
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
  /** What was decided on the way (a smaller batch for want of memory), one sentence each. */
  readonly notices: readonly string[];
}

/**
 * Trains a model. The steps are compiled where the backend can; after each epoch the validation images are scored, the
 * schedules moved on and a checkpoint saved. With the same seed and machine the history is the same, bit for bit, also
 * when the training was killed and resumed.
 */
export async function train(task: TrainingTask): Promise<TrainingResult> {
  const asked = trainingConfig(task.config);
  checkTask(task, asked);
  const clock = task.clock ?? (() => performance.now() / 1000);
  const print =
    task.onNotice ??
    ((line: string) => {
      console.warn(line);
    });
  const folder =
    task.checkpoints === undefined ? null : new CheckpointFolder(task.checkpoints, identityOf(task, asked));
  const notices: string[] = [];
  let config = asked;
  let start: Checkpoint | null = folder?.load(print) ?? null;
  for (;;) {
    let run: TrainingRun | null = null;
    try {
      run = new TrainingRun(task, config, clock, print, start);
      const { reason, detail } = await run.run(folder);
      run.dispose();
      if (config.restoreBest && run.best.size > 0) task.model.parameters.restore(run.best);
      const { watch, history, seconds, update } = run.state;
      const { best, bestEpoch } = watch;
      return { config, history, stopped: reason, detail, bestEpoch, best, seconds, updates: update, notices };
    } catch (error) {
      run?.dispose();
      if (!(error instanceof OutOfMemory) || config.batchSize === 1) throw error;
      start = error.start;
      const before = config.batchSize;
      config = { ...config, batchSize: Math.ceil(before / 2), accumulate: config.accumulate * 2 };
      const line =
        `out of memory with batches of ${before}: going on with ${config.batchSize}, ` +
        `${config.accumulate} of them an update (${error.message})`;
      notices.push(line);
      print(line);
    }
  }
}
