import { batches } from '../data';
import {
  pooled,
  segmentationScores,
  softJaccard,
  type OverlapSums,
  type SegmentationScores,
} from '../metrics';
import type { Batch, Sample } from '../types';
import { trainingConfig, type TrainingConfig } from './config';
import type { TrainableModel, TrainingLoss } from './contract';
import { TrainingSteps, type StepResult } from './step';

/** How a model does on some images. */
export interface Evaluation {
  /** Mean over batches, weighted by their images. */
  readonly loss: number;
  readonly scores: SegmentationScores;
  /** Overlap sums of each image, in the order of the samples. */
  readonly images: readonly OverlapSums[];
}

/** Scores a model on images of one size, in compiled batches and without dropout. */
export async function evaluate(
  model: TrainableModel,
  loss: TrainingLoss,
  samples: readonly Sample[],
  given: Partial<Pick<TrainingConfig, 'batchSize' | 'precision' | 'mode'>> = {},
): Promise<Evaluation> {
  const config = trainingConfig(given);
  const steps = new TrainingSteps(model, loss, config);
  try {
    return await evaluateWith(steps, samples, config.batchSize, loss.weights);
  } finally {
    steps.dispose();
  }
}

/** {@link evaluate} with functions that are compiled already. @param timed sees how long batches are waited for */
export async function evaluateWith(
  steps: TrainingSteps,
  samples: readonly Sample[],
  batchSize: number,
  weights: readonly number[],
  timed = (source: AsyncIterable<Batch>): AsyncIterable<Batch> => source,
): Promise<Evaluation> {
  const totals = new Totals();
  for await (const batch of timed(batches(samples, { batchSize, shuffle: null })))
    totals.add(steps.evaluate(batch, weights));
  return { loss: totals.loss, scores: segmentationScores(totals.images), images: totals.images };
}

/** Means over batches, weighted by their images. */
export class Totals {
  readonly images: OverlapSums[] = [];
  private lossSum = 0;
  private jaccardSum = 0;
  private jaccardImages = 0;

  add({ loss, sums }: StepResult): void {
    this.images.push(...sums);
    this.lossSum += loss * sums.length;
    const all = pooled(sums);
    if (all.truth === 0) return; // a batch without foreground has no Jaccard index
    this.jaccardSum += softJaccard(all) * sums.length;
    this.jaccardImages += sums.length;
  }

  get loss(): number {
    return this.lossSum / this.images.length;
  }

  /**
   * Soft Jaccard of each batch's pixels together, mean over batches (how Keras averages a metric) that have foreground;
   * NaN where none has.
   */
  get jaccard(): number {
    return this.jaccardSum / this.jaccardImages;
  }
}
