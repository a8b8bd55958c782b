import type { Rank, Scalar, Tensor, Tensor1D, Tensor2D, Tensor4D, Variable } from '@tensorflow/tfjs';
import { Program, tf, type CompiledFunction, type TensorSpec } from '../backend';
import { signedDistance, type OverlapSums } from '../metrics';
import type { Batch } from '../types';
import type { TrainingConfig } from './config';
import type { TrainableModel, TrainingLoss } from './contract';
import { Optimizer } from './optimizer';

/** What one batch gave. */
export interface StepResult {
  /** The weighted loss, without L2. */
  readonly loss: number;
  /** Each term of the loss, unweighted. */
  readonly terms: readonly number[];
  /** Overlap sums of each image. */
  readonly sums: readonly OverlapSums[];
}

/** Numbers that a training step takes beside its batch. */
export interface StepNumbers {
  readonly learningRate: number;
  /** Updates made so far, counting this one: Adam's t, from 1. */
  readonly update: number;
  /** Batches fed so far: with the seed it determines the dropout masks. */
  readonly batch: number;
  readonly lossWeights: readonly number[];
  /** Batches in the average of this update. */
  readonly accumulated: number;
}

/**
 * The functions of a training, compiled: a step, an accumulating step, an evaluation and a prediction, over one set of
 * weights and optimizer slots.
 */
export class TrainingSteps {
  readonly program: Program;
  private readonly optimizer: Optimizer;
  /** s of each term under `adaptiveWeights`: the term's weight is multiplied by e^−s. Null without. */
  private readonly logVariance: Variable<Rank.R1> | null;
  private readonly needsDistance: boolean;
  private readonly train: CompiledFunction<TrainInputs, BatchOutputs>;
  private readonly accumulate: CompiledFunction<AccumulateInputs, BatchOutputs>;
  private readonly evaluateBatch: CompiledFunction<EvaluateInputs, BatchOutputs>;
  private readonly predictBatch: CompiledFunction<{ images: Tensor4D }, { probability: Tensor4D }>;
  private readonly swap: CompiledFunction<Record<string, never>, { done: Scalar }>;

  constructor(
    private readonly model: TrainableModel,
    private readonly loss: TrainingLoss,
    private readonly config: TrainingConfig,
    onNotice?: (line: string) => void,
  ) {
    this.needsDistance = loss.terms.some((term) => term.needsDistance === true);
    this.logVariance = config.adaptiveWeights
      ? tf.tidy(() => tf.variable(tf.zeros<Rank.R1>([loss.terms.length])))
      : null;
    const adaptive = this.logVariance
      ? [{ name: 'loss/log-variance', variable: this.logVariance as Variable, trainable: true, decay: false }]
      : [];
    const parameters = [...model.parameters.all, ...adaptive];
    this.optimizer = new Optimizer(parameters, config);
    this.program = new Program({
      variables: [...parameters.map(({ variable }) => variable), ...this.optimizer.variables.values()],
      precision: config.precision,
      mode: config.mode,
      ...(onNotice && { onNotice }),
    });
    const trainable = parameters.filter((p) => p.trainable).map(({ variable }) => variable);
    this.train = this.program.define('train', (inputs) => {
      const { gradients, outputs } = this.backward(inputs, trainable);
      this.optimizer.apply(gradients, inputs);
      return outputs;
    });
    this.accumulate = this.program.define('accumulate', (inputs) => {
      const { gradients, outputs } = this.backward(inputs, trainable);
      this.optimizer.accumulate(gradients);
      return outputs;
    });
    this.evaluateBatch = this.program.define('evaluate', ({ images, lossWeights, ...truths }) => {
      const [logits] = this.model.forward(images, { training: false });
      return this.outputs(truths, logits, this.terms(truths, [logits]), lossWeights);
    });
    this.predictBatch = this.program.define('predict', ({ images }) => ({
      probability: tf.sigmoid(this.model.forward(images, { training: false })[0]),
    }));
    this.swap = this.program.define('swapAverages', () => {
      this.optimizer.swapAverages();
      return { done: tf.scalar(1) };
    });
  }

  /**
   * Records all functions for these batch shapes at once, so that the session is built once.
   *
   * @param ignored whether batches of training and of evaluation say which pixels count; default neither
   */
  prepare(
    train: readonly Batch['shape'][],
    evaluate: readonly Batch['shape'][],
    ignored: { readonly train: boolean; readonly evaluate: boolean } = { train: false, evaluate: false },
  ): void {
    const number: TensorSpec = { shape: [], dtype: 'float32' };
    const weights: TensorSpec = { shape: [this.loss.weights.length], dtype: 'float32' };
    const pictures = (
      shape: Batch['shape'],
      counted: boolean,
    ): Record<'images' | 'masks', TensorSpec> & Partial<Record<'distance' | 'counted', TensorSpec>> => {
      const map: TensorSpec = { shape: [...shape.slice(0, 3), 1], dtype: 'float32' };
      return {
        images: { shape, dtype: 'float32' },
        masks: map,
        ...(this.needsDistance && { distance: map }),
        ...(counted && { counted: map }),
      };
    };
    for (const shape of train) {
      const common = {
        ...pictures(shape, ignored.train),
        lossWeights: weights,
        seed: { shape: [2], dtype: 'int32' } as TensorSpec,
      };
      if (this.config.accumulate > 1) this.accumulate.prepare(common);
      this.train.prepare({
        ...common,
        learningRate: number,
        beta1Power: number,
        beta2Power: number,
        gradientScale: number,
      });
    }
    for (const shape of evaluate)
      this.evaluateBatch.prepare({ ...pictures(shape, ignored.evaluate), lossWeights: weights });
    if (this.config.ema !== null) this.swap.prepare({});
  }

  /** One update of the weights. */
  step(batch: Batch, numbers: StepNumbers): StepResult {
    const { beta1, beta2 } = this.config.adam;
    return this.feed(batch, numbers, (common) =>
      this.train({
        ...common,
        learningRate: tf.scalar(numbers.learningRate),
        beta1Power: tf.scalar(beta1 ** numbers.update),
        beta2Power: tf.scalar(beta2 ** numbers.update),
        gradientScale: tf.scalar(1 / numbers.accumulated),
      }),
    );
  }

  /** Adds a batch's gradients to those that the next {@link step} applies. */
  accumulateStep(batch: Batch, numbers: StepNumbers): StepResult {
    return this.feed(batch, numbers, (common) => this.accumulate(common));
  }

  /** Loss and overlap of a batch, without dropout and with moving statistics. */
  evaluate(batch: Batch, lossWeights: readonly number[]): StepResult {
    const inputs = {
      ...pictureTensors(batch, this.needsDistance),
      lossWeights: tf.tensor1d([...lossWeights]),
    };
    const result = readOutputs(this.evaluateBatch(inputs), batch);
    tf.dispose(inputs);
    return result;
  }

  /** Probability of foreground in [0, 1], image after image, row by row. */
  predict(images: Batch['images'], shape: Batch['shape']): Float32Array {
    const tensor = tf.tensor4d(images, [...shape]);
    const { probability } = this.predictBatch({ images: tensor });
    const values = Float32Array.from(probability.dataSync());
    tf.dispose([tensor, probability]);
    return values;
  }

  /** Every variable beside the model's, by a stable name: what a checkpoint keeps. */
  get variables(): ReadonlyMap<string, Variable> {
    const adaptive = this.logVariance ? [['loss/log-variance', this.logVariance as Variable] as const] : [];
    return new Map([...this.optimizer.variables, ...adaptive]);
  }

  /** Exchanges the weights with their moving averages (`ema`). */
  swapAverages(): void {
    this.swap({}).done.dispose();
  }

  /** Ends the session; the model keeps the weights, the optimizer's slots are gone. */
  dispose(): void {
    this.program.dispose();
    this.optimizer.dispose();
    this.logVariance?.dispose();
  }

  private feed(
    batch: Batch,
    { batch: index, lossWeights }: StepNumbers,
    run: (common: AccumulateInputs) => BatchOutputs,
  ): StepResult {
    const outputs = tf.tidy(() =>
      run({
        ...pictureTensors(batch, this.needsDistance),
        lossWeights: tf.tensor1d([...lossWeights]),
        seed: tf.tensor1d([this.config.seed | 0, index], 'int32'),
      }),
    );
    return readOutputs(outputs, batch);
  }

  private backward(
    { images, lossWeights, seed, ...truths }: AccumulateInputs,
    trainable: Variable[],
  ): { outputs: BatchOutputs; gradients: Record<string, Tensor> } {
    let finest: Tensor4D | undefined;
    let terms: Tensor1D | undefined;
    const { value, grads } = tf.variableGrads(() => {
      const logits = this.model.forward(images, { training: true, seed });
      const values = this.terms(truths, logits);
      finest = tf.keep(logits[0]);
      terms = tf.keep(values);
      const weighted = this.logVariance
        ? values
            .mul(tf.exp(tf.neg(this.logVariance)))
            .add(this.logVariance)
            .mul(lossWeights)
        : values.mul(lossWeights);
      return weighted.sum();
    }, trainable);
    const outputs = this.outputs(truths, finest!, terms!, lossWeights);
    tf.dispose([finest!, terms!]);
    value.dispose();
    return { outputs, gradients: grads };
  }

  /** The loss's terms; with deep supervision the mean over levels, each half as heavy as the finer one before it. */
  private terms({ masks, distance, counted }: Truths, logits: readonly Tensor4D[]): Tensor1D {
    let truth = masks;
    let far = distance;
    let counts = counted;
    let total = tf.zeros([this.loss.terms.length]);
    let weight = 1;
    let weights = 0;
    for (const level of logits) {
      if (level !== logits[0]) {
        const coarser = counts ? tf.avgPool(counts, 2, 2, 'same') : undefined;
        truth = halved(truth, counts, coarser);
        if (far) far = tf.mul<Tensor4D>(halved(far, counts, coarser), 0.5); // in pixels of this level
        counts = coarser;
      }
      const inputs = {
        truth,
        logits: level,
        ...(far && { distance: far }),
        ...(counts && { counted: counts }),
      };
      const values = tf.stack(this.loss.terms.map((term) => term.value(inputs)));
      total = total.add(values.mul(weight));
      weights += weight;
      weight /= 2;
    }
    return total.div(weights);
  }

  private outputs(
    { masks, counted }: Truths,
    logits: Tensor4D,
    terms: Tensor1D,
    lossWeights: Tensor1D,
  ): BatchOutputs {
    const only = <T extends Tensor>(map: T): T => (counted ? map.mul(counted) : map);
    const truth = only(masks);
    const probability = only(tf.sigmoid(logits));
    const predicted = only(tf.cast(tf.greaterEqual(logits, 0), 'float32'));
    const maps = [truth, probability, truth.mul(probability), predicted, truth.mul(predicted)];
    if (counted) maps.push(counted);
    const sums = tf.stack(
      maps.map((map) => tf.sum(map, [1, 2, 3])),
      1,
    ) as Tensor2D;
    return { loss: terms.mul(lossWeights).sum(), terms: terms.clone(), sums };
  }
}

/** A map at half the size: the mean of four pixels, of those that count where not all do. */
function halved(map: Tensor4D, counts?: Tensor4D, coarser?: Tensor4D): Tensor4D {
  if (!counts || !coarser) return tf.avgPool(map, 2, 2, 'same');
  const sum: Tensor4D = tf.avgPool(map.mul<Tensor4D>(counts), 2, 2, 'same');
  return sum.div(tf.maximum(coarser, 1e-6)); // 0 where none of the four counts
}

type Truths = Record<'masks', Tensor4D> & Partial<Record<'distance' | 'counted', Tensor4D>>;
type PictureInputs = Truths & Record<'images', Tensor4D>;
type EvaluateInputs = PictureInputs & Record<'lossWeights', Tensor1D>;
type AccumulateInputs = EvaluateInputs & Record<'seed', Tensor1D>;
type TrainInputs = AccumulateInputs &
  Record<'learningRate' | 'beta1Power' | 'beta2Power' | 'gradientScale', Scalar>;
/** `sums` is `[n, 5]`, in the order of {@link OverlapSums}; `[n, 6]`, with the pixels that count, where some do not. */
interface BatchOutputs extends Record<string, Tensor> {
  loss: Scalar;
  terms: Tensor1D;
  sums: Tensor2D;
}

function pictureTensors({ images, masks, counted, shape }: Batch, withDistance: boolean): PictureInputs {
  const [n, height, width] = shape;
  return {
    images: tf.tensor4d(images, [...shape]),
    masks: tf.tensor4d(masks, [n, height, width, 1]),
    ...(withDistance && {
      distance: tf.tensor4d(distanceMaps(masks, counted, n, height, width), [n, height, width, 1]),
    }),
    ...(counted && { counted: tf.tensor4d(counted, [n, height, width, 1]) }),
  };
}

/**
 * Signed distance to each mask's edge, in pixels. An empty mask has no edge: its distances are the image's diagonal. What
 * does not count has no edge either: distances are to the nearest pixel of the other kind that counts.
 */
function distanceMaps(
  masks: Float32Array,
  counted: Float32Array | undefined,
  n: number,
  height: number,
  width: number,
): Float32Array {
  const pixels = height * width;
  const limit = Math.hypot(height, width);
  const maps = new Float32Array(n * pixels);
  for (let i = 0; i < n; i += 1) {
    const part = (maps: Float32Array): Float32Array => maps.subarray(i * pixels, (i + 1) * pixels);
    const ignore = counted && part(counted).map((value) => 1 - value);
    const signed = signedDistance(part(masks), height, width, ignore);
    for (let j = 0; j < pixels; j += 1) maps[i * pixels + j] = Math.max(-limit, Math.min(limit, signed[j]!));
  }
  return maps;
}

function readOutputs({ loss, terms, sums }: BatchOutputs, { shape }: Batch): StepResult {
  const table = sums.dataSync();
  const columns = sums.shape[1];
  const images = Array.from({ length: shape[0] }, (_, i) => {
    const [truth, probability, product, predicted, hit, pixels = shape[1] * shape[2]] = Array.from(
      table.slice(columns * i, columns * (i + 1)),
    ) as [number, number, number, number, number, number?];
    return { truth, probability, product, predicted, hit, pixels };
  });
  const result = { loss: loss.dataSync()[0]!, terms: Array.from(terms.dataSync()), sums: images };
  tf.dispose([loss, terms, sums]);
  return result;
}
