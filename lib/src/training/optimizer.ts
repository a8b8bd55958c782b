import type { Scalar, Tensor, Variable } from '@tensorflow/tfjs';
import { applyAdam, assign, tf } from '../backend';
import type { TrainingConfig } from './config';
import type { TrainableParameter } from './contract';

/** Scalars that change from step to step. */
export interface StepScalars {
  readonly learningRate: Scalar;
  readonly beta1Power: Scalar;
  readonly beta2Power: Scalar;
  /** What the summed gradients are multiplied by: 1 / number of accumulated batches. */
  readonly gradientScale: Scalar;
}

/**
 * Adam with its slots and with what happens to gradients before it (accumulation, L2, clipping) and to weights after it
 * (decay, moving average). All of it is recorded into the step's graph.
 */
export class Optimizer {
  private readonly slots: ReadonlyMap<TrainableParameter, Slots>;

  constructor(
    parameters: readonly TrainableParameter[],
    private readonly config: TrainingConfig,
  ) {
    const zeros = (like: Variable): Variable => tf.tidy(() => tf.variable(tf.zerosLike(like), false));
    this.slots = new Map(
      parameters
        .filter((parameter) => parameter.trainable)
        .map((parameter) => [
          parameter,
          {
            moment1: zeros(parameter.variable),
            moment2: zeros(parameter.variable),
            sum: config.accumulate > 1 ? zeros(parameter.variable) : null,
            average:
              config.ema === null ? null : tf.tidy(() => tf.variable(tf.mul(parameter.variable, 1), false)),
          },
        ]),
    );
  }

  /** Every variable beside the weights, by a stable name. */
  get variables(): ReadonlyMap<string, Variable> {
    const named = new Map<string, Variable>();
    for (const [{ name }, slots] of this.slots)
      for (const [slot, variable] of Object.entries(slots) as [keyof Slots, Variable | null][])
        if (variable) named.set(`${name}#${slot}`, variable);
    return named;
  }

  /** Adds gradients (by variable name) to the sums, for a later {@link apply}. */
  accumulate(gradients: Readonly<Record<string, Tensor>>): void {
    for (const [{ variable }, { sum }] of this.slots)
      if (sum) assign(sum, sum.add(gradients[variable.name]!));
  }

  /** One update from these gradients and the accumulated ones. */
  apply(gradients: Readonly<Record<string, Tensor>>, scalars: StepScalars): void {
    const { adam, clipNorm, l2, weightDecay, ema } = this.config;
    for (const [{ variable, decay }, { moment1, moment2, sum, average }] of this.slots) {
      let gradient = gradients[variable.name]!;
      if (sum) {
        gradient = sum.add(gradient).mul(scalars.gradientScale);
        assign(sum, tf.zerosLike(sum));
      }
      if (l2 > 0 && decay) gradient = gradient.add(variable.mul(2 * l2));
      if (clipNorm !== null) gradient = clipToNorm(gradient, clipNorm);
      const shrink = weightDecay > 0 && decay ? variable.mul(scalars.learningRate.mul(weightDecay)) : null;
      applyAdam({ variable, moment1, moment2, gradient, ...adam, ...scalars });
      if (shrink) assign(variable, variable.sub(shrink));
      if (average && ema !== null) assign(average, average.add(tf.sub(variable, average).mul(1 - ema)));
    }
  }

  /** Exchanges the weights with their moving averages. */
  swapAverages(): void {
    for (const [{ variable }, { average }] of this.slots) {
      if (!average) continue;
      const weights = tf.mul(variable, 1);
      assign(variable, tf.mul(average, 1));
      assign(average, weights);
    }
  }

  dispose(): void {
    for (const variable of this.variables.values()) variable.dispose();
  }
}

interface Slots {
  readonly moment1: Variable;
  readonly moment2: Variable;
  /** Gradients summed so far. */
  readonly sum: Variable | null;
  readonly average: Variable | null;
}

/** Scaled down so that its norm is at most `limit`. */
function clipToNorm(gradient: Tensor, limit: number): Tensor {
  const norm = tf.sqrt(tf.sum(tf.square(gradient)));
  return gradient.mul(tf.div(limit, tf.maximum(norm, limit)));
}
