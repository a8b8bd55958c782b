import type { Augment, Split } from '../data';
import type { TrainingProgress } from '../types';
import type { TrainingConfig } from './config';
import { foregroundShare } from './foreground-share';
import type { TrainingHistory } from './history';
import type { TrainableModel, TrainingLoss } from './contract';

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
  /**
   * Called after each finished epoch, its checkpoint saved, with the history so far; `end` stops the training here
   * (`stopped: 'pruned'`). Of a training that is gone on with it is called for the last finished epoch first.
   */
  readonly onEpoch?: (history: TrainingHistory) => Promise<'go on' | 'end'>;
  /**
   * Where a batch does not fit into memory: `halve` it and accumulate (default), or `fail` with an {@link OutOfMemory}.
   */
  readonly outOfMemory?: 'halve' | 'fail';
  /** Stops after the running step; what was finished is kept. */
  readonly signal?: AbortSignal;
  /**
   * Folder to save to after each epoch and to go on from; default none. Each training has a folder of its own in it, named
   * after what is trained, so that any number of them can share this one.
   */
  readonly checkpoints?: string;
  /**
   * Bytes that a step may take; default the memory that the machine has free now, on the CPU. A batch that is estimated
   * to take more is halved beforehand, since the native library ends the process where memory runs out.
   */
  readonly memoryLimit?: number;
  /** Seconds since any fixed moment; default the process's clock. */
  readonly clock?: () => number;
}

/** Why a training ended. */
export type StopReason = 'epochs' | 'early stopping' | 'pruned' | 'interrupted' | 'loss not finite';

/** Throws, with one line, where a training cannot start. */
export function checkTask({ split, loss, augment }: TrainingTask, config: TrainingConfig): void {
  for (const [side, samples] of [
    ['training', split.train],
    ['validation', split.validation],
  ] as const) {
    if (samples.length === 0) throw new Error(`no ${side} images: the split left that side empty`);
    const { height, width, channels } = samples[0]!;
    const patches = side === 'training' && augment?.options?.patch !== undefined;
    const odd = samples.find(
      (s) => s.channels !== channels || (!patches && (s.height !== height || s.width !== width)),
    );
    if (odd)
      throw new Error(
        `${side} images differ in size: ${samples[0]!.id} is ${height} × ${width} × ${channels}, ` +
          `${odd.id} ${odd.height} × ${odd.width} × ${odd.channels}; load them with one size`,
      );
  }
  const share = foregroundShare(split.train);
  if (!(share > 0))
    throw new Error(
      `no pixel of the ${split.train.length} training images ${Number.isNaN(share) ? 'counts: all are to be ignored' : 'is foreground'}; there is nothing to learn, look at what the masks mean`,
    );
  for (const { fromEpoch, weights } of config.lossWeights)
    if (weights.length !== loss.terms.length)
      throw new Error(
        `lossWeights from epoch ${fromEpoch} has ${weights.length} weights, the loss ${loss.name} ${loss.terms.length} terms`,
      );
}
