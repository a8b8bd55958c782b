import { CheckpointFolder, type Checkpoint } from './checkpoint';
import { trainingConfig, type TrainingConfig } from './config';
import { foregroundShare } from './foreground-share';
import type { TrainingHistory } from './history';
import { identityOf, rememberWeights } from './identity';
import { inKernel } from './kernel-interrupt';
import { OutOfMemory } from './out-of-memory';
import { TrainingRun } from './run';
import { checkTask, type StopReason, type TrainingTask } from './task';

export interface TrainingResult {
  /** As it ended: batch size and accumulation may have changed for want of memory. */
  readonly config: TrainingConfig;
  /** Columns of equal length, one value an epoch; `epoch` counts from 1. */
  readonly history: TrainingHistory;
  readonly stopped: StopReason;
  /** In words, where there is more to say (which batch gave no finite loss). */
  readonly detail: string | null;
  /** Epoch of the best monitored score, counted from 1; 0 if none finished, or none had a score. */
  readonly bestEpoch: number;
  /** Best monitored score; NaN where there was none. */
  readonly best: number;
  /** Seconds of training, of an earlier part too. */
  readonly seconds: number;
  /** Share of them, in [0, 1], that steps waited for their batches. */
  readonly waiting: number;
  /** Updates of the weights. */
  readonly updates: number;
  /** What was decided on the way (a smaller batch for want of memory), one sentence each. */
  readonly notices: readonly string[];
}

/**
 * Trains a model. The steps are compiled where the backend can; after each epoch the validation images are scored, the
 * schedules moved on and a checkpoint saved. With the same seed and machine the history is the same, bit for bit, also
 * when the training was killed and resumed.
 *
 * A network with fresh weights starts at the foreground share of the training masks. In a notebook, Interrupt ends the
 * training after the running step, and the cell goes on with what it returns (`stopped: 'interrupted'`).
 */
export async function train(task: TrainingTask): Promise<TrainingResult> {
  const asked = trainingConfig(task.config);
  checkTask(task, asked);
  return inKernel(task.signal, (signal) => trained({ ...task, ...(signal && { signal }) }, asked));
}

async function trained(task: TrainingTask, asked: TrainingConfig): Promise<TrainingResult> {
  const clock = task.clock ?? (() => performance.now() / 1000);
  const print =
    task.onNotice ??
    ((line: string) => {
      console.warn(line);
    });
  const notices: string[] = [];
  const note = (line: string): void => {
    notices.push(line);
    print(line);
  };
  task.model.startHead?.(foregroundShare(task.split.train));
  if (!(foregroundShare(task.split.validation) > 0))
    note(
      `no validation image (of ${task.split.validation.length}) has foreground: there is no score, so early stopping, ` +
        `plateau and the best weights have nothing to look at; the last epoch's weights are kept`,
    );
  const folder =
    task.checkpoints === undefined ? null : new CheckpointFolder(task.checkpoints, identityOf(task, asked));
  if (folder && task.augment && !task.augment.options)
    print(
      'the augmentation is no augmenter(): its checkpoints are told apart by its text, not by the values that it closes over',
    );
  let config = asked;
  let start: Checkpoint | null = folder?.load(print, asked.epochs) ?? null;
  for (;;) {
    let run: TrainingRun | null = null;
    try {
      run = new TrainingRun(task, config, clock, print, start);
      const { reason, detail } = await run.run(folder);
      run.dispose();
      if (config.restoreBest && run.best.size > 0) task.model.parameters.restore(run.best);
      if (folder) rememberWeights(task.model);
      const { watch, history, seconds, update, waiting: waited = 0 } = run.state;
      const waiting = seconds > 0 ? waited / seconds : 0;
      const { bestEpoch } = watch;
      const best = bestEpoch === 0 ? NaN : watch.best;
      return {
        config,
        history,
        stopped: reason,
        detail,
        bestEpoch,
        best,
        seconds,
        waiting,
        updates: update,
        notices,
      };
    } catch (error) {
      run?.dispose();
      if (!(error instanceof OutOfMemory) || config.batchSize === 1 || task.outOfMemory === 'fail')
        throw error;
      start = error.start;
      const before = config.batchSize;
      config = { ...config, batchSize: Math.ceil(before / 2), accumulate: config.accumulate * 2 };
      note(
        `out of memory with batches of ${before}: going on with ${config.batchSize}, ` +
          `${config.accumulate} of them an update (${error.message})`,
      );
    }
  }
}
