import { trainingConfig, type TrainingConfig } from './config';
import { evaluate } from './evaluate';
import type { TrainingTask } from './task';
import { train, type TrainingResult } from './train';

/** One stage of a training that changes its images or settings on the way, for example from 256² to 512². */
export interface Stage {
  readonly name: string;
  readonly split: TrainingTask['split'];
  /** On top of the task's configuration: at least what differs, such as `epochs` or `learningRate`. */
  readonly config: Partial<TrainingConfig>;
}

/** What changing the images did, before any step on the new ones. */
export interface StageChange {
  /** The stage that begins. */
  readonly stage: string;
  /** Validation score (hard Jaccard, mean over images) of the stage before, on its own images. */
  readonly before: number;
  /** The same weights on the new stage's validation images. */
  readonly after: number;
}

export interface StagedTraining {
  readonly stages: readonly TrainingResult[];
  /** One for each stage but the first. */
  readonly changes: readonly StageChange[];
  /** Validation score after each epoch, against the seconds of training so far. */
  readonly points: readonly { readonly seconds: number; readonly score: number; readonly stage: string }[];
  readonly seconds: number;
}

/**
 * Trains one model through several stages: progressive resizing, fine-tuning at a higher resolution. Each stage has an
 * optimizer and a schedule of its own; the weights are carried over. An interrupted stage is the last.
 *
 * @throws Error where no stage is given
 */
export async function trainInStages(
  task: Omit<TrainingTask, 'split' | 'checkpoints'>,
  stages: readonly Stage[],
): Promise<StagedTraining> {
  if (stages.length === 0) throw new Error('no stage to train; give at least one');
  const results: TrainingResult[] = [];
  const changes: StageChange[] = [];
  const points: { seconds: number; score: number; stage: string }[] = [];
  let seconds = 0;
  let previous: Stage | null = null;
  for (const stage of stages) {
    const config = { ...task.config, ...stage.config };
    const scoreOn = async ({ split }: Stage): Promise<number> => {
      const { batchSize, precision } = trainingConfig(config);
      const { scores } = await evaluate(task.model, task.loss, split.validation, { batchSize, precision });
      return scores.jaccard;
    };
    if (previous) {
      const after = await scoreOn(stage);
      changes.push({ stage: stage.name, before: await scoreOn(previous), after });
      points.push({ seconds, score: after, stage: stage.name });
    }
    const result = await train({ ...task, split: stage.split, config });
    const start = seconds;
    let spent = 0;
    result.history.epoch.forEach((_, i) => {
      spent += result.history.seconds[i]!;
      points.push({ seconds: start + spent, score: result.history.valJaccard[i]!, stage: stage.name });
    });
    seconds += result.seconds;
    results.push(result);
    previous = stage;
    if (result.stopped === 'interrupted' || result.stopped === 'loss not finite') break;
  }
  return { stages: results, changes, points, seconds };
}
