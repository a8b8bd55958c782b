import type { Precision } from '../backend';

/** Everything that decides how a training goes, beside model, loss and data. */
export interface TrainingConfig {
  /** Passes over the training images; at least 1. */
  readonly epochs: number;
  /** Images a step; at least 1. */
  readonly batchSize: number;
  /** Batches whose gradients are averaged before one update; 1 = none. The effective batch is the product. */
  readonly accumulate: number;
  /** Adam's step size before any schedule; above 0. */
  readonly learningRate: number;
  readonly adam: { readonly beta1: number; readonly beta2: number; readonly epsilon: number };
  /** Largest norm of each weight's gradient, as Keras's `clipnorm`; null = no clipping. */
  readonly clipNorm: number | null;
  /** λ of λ‖w‖² in the loss, on kernels: its gradient 2 λ w goes through Adam. */
  readonly l2: number;
  /** Decoupled weight decay (Loshchilov and Hutter, 2019): w shrinks by learning rate × this a step, on kernels. */
  readonly weightDecay: number;
  readonly schedule: Schedule;
  /** Lowers the learning rate when the monitored score stops rising; null = never. */
  readonly reduceOnPlateau: ReduceOnPlateau | null;
  /** Stops after some epochs without a better monitored score; null = never. */
  readonly earlyStopping: EarlyStopping | null;
  /** What plateau, early stopping and the best weights look at, on the validation images; higher is better. */
  readonly monitor: Monitor;
  /** Ends with the weights of the best epoch (default) or of the last. */
  readonly restoreBest: boolean;
  /** Decay of an exponential moving average of the weights that is used for validation and kept; null = none. */
  readonly ema: number | null;
  /** Weights of the loss's terms from an epoch on: `[{ fromEpoch: 1, weights: [1, 0] }, …]`; empty = the loss's own. */
  readonly lossWeights: readonly { readonly fromEpoch: number; readonly weights: readonly number[] }[];
  /** Learn the weights of the loss's terms (Kendall, Gal and Cipolla, 2018), from the given ones on; default false. */
  readonly adaptiveWeights: boolean;
  /** Sizes that training batches are drawn at, as multiples of the images' own; default `[1]`. Validation stays at 1. */
  readonly scales: readonly number[];
  readonly precision: Precision;
  /** `eager` runs op by op. Default `compiled`. */
  readonly mode: 'compiled' | 'eager';
  /** Of the order of images, the augmentation and the dropout masks. */
  readonly seed: number;
}

/**
 * `constant`, or `cosine`: linear from 0 over `warmupEpochs`, then a half cosine down to `final` × the learning rate at
 * the last epoch.
 */
export type Schedule =
  | { readonly kind: 'constant' }
  | { readonly kind: 'cosine'; readonly warmupEpochs: number; readonly final: number };

export interface EarlyStopping {
  /** Epochs without a better score before the training stops. */
  readonly patience: number;
  /**
   * Counts them only from the first epoch on in which something was drawn where there is something: hard validation Jaccard
   * above 0. A network that predicts nothing yet has not failed to improve, it has not started. Default false.
   */
  readonly warmup?: boolean;
}

export interface ReduceOnPlateau {
  /** The learning rate is multiplied by this, in (0, 1). */
  readonly factor: number;
  /** Epochs without a better score before it is. */
  readonly patience: number;
  readonly minLearningRate: number;
}

export type Monitor = 'valJaccard' | 'valJaccardSoft' | 'valDice';

/** The published recipe where it is silent: Adam, no schedule, best weights kept. */
export const defaultTrainingConfig: TrainingConfig = {
  epochs: 30,
  batchSize: 8,
  accumulate: 1,
  learningRate: 1e-3,
  adam: { beta1: 0.9, beta2: 0.999, epsilon: 1e-7 },
  clipNorm: 1,
  l2: 0,
  weightDecay: 0,
  schedule: { kind: 'constant' },
  reduceOnPlateau: null,
  earlyStopping: null,
  monitor: 'valJaccard',
  restoreBest: true,
  ema: null,
  lossWeights: [],
  adaptiveWeights: false,
  scales: [1],
  precision: 'float32',
  mode: 'compiled',
  seed: 1,
};

/** Fills in the defaults; throws a RangeError that names the first bad value. */
export function trainingConfig(given: Partial<TrainingConfig>): TrainingConfig {
  const config = { ...defaultTrainingConfig, ...given };
  const check = (name: string, value: number, ok: boolean, allowed: string): void => {
    if (!ok) throw new RangeError(`invalid ${name}: ${value}; allowed: ${allowed}`);
  };
  const count = (name: string, value: number): void => {
    check(name, value, Number.isInteger(value) && value >= 1, 'an integer from 1');
  };
  count('epochs', config.epochs);
  count('batchSize', config.batchSize);
  count('accumulate', config.accumulate);
  check('learningRate', config.learningRate, config.learningRate > 0 && config.learningRate < 10, '(0, 10)');
  check('l2', config.l2, config.l2 >= 0, '[0, ∞)');
  check('weightDecay', config.weightDecay, config.weightDecay >= 0, '[0, ∞)');
  if (config.clipNorm !== null) check('clipNorm', config.clipNorm, config.clipNorm > 0, '(0, ∞) or null');
  if (config.ema !== null) check('ema', config.ema, config.ema > 0 && config.ema < 1, '(0, 1) or null');
  if (config.scales.length === 0)
    throw new RangeError('invalid scales: empty; give at least one, for example [1]');
  for (const scale of config.scales) check('scales', scale, scale > 0 && scale <= 4, 'numbers in (0, 4]');
  if (config.earlyStopping) count('earlyStopping.patience', config.earlyStopping.patience);
  if (config.reduceOnPlateau) {
    const { factor, patience, minLearningRate } = config.reduceOnPlateau;
    check('reduceOnPlateau.factor', factor, factor > 0 && factor < 1, '(0, 1)');
    count('reduceOnPlateau.patience', patience);
    check('reduceOnPlateau.minLearningRate', minLearningRate, minLearningRate >= 0, '[0, ∞)');
  }
  return config;
}
