import type { Scalar, Tensor, Variable } from '@tensorflow/tfjs';
import { activeRecorder } from './graph/recorder';
import { DType } from './native';
import { tf } from './tensorflow';

/**
 * Sets a variable, in a graph as well as eagerly. Library code must use this in place of `variable.assign`, which a
 * recording would not see.
 */
export function assign(variable: Variable, value: Tensor): void {
  const recorder = activeRecorder();
  if (recorder) recorder.assign(variable, value);
  else variable.assign(value);
}

/** Inputs of one Adam update. The powers are β₁ᵗ and β₂ᵗ for the step t that is being made, counted from 1. */
export interface AdamUpdate {
  readonly variable: Variable;
  /** First and second moment, shaped like the variable. */
  readonly moment1: Variable;
  readonly moment2: Variable;
  readonly gradient: Tensor;
  readonly learningRate: Scalar;
  readonly beta1Power: Scalar;
  readonly beta2Power: Scalar;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
}

/**
 * Adam (Kingma and Ba, 2015, algorithm 1 with the rearranged bias correction of their section 2, as Keras has it):
 * `w ← w − lr · √(1 − β₂ᵗ) / (1 − β₁ᵗ) · m / (√v + ε)`. In a graph one fused, in-place op.
 */
export function applyAdam(update: AdamUpdate): void {
  const {
    variable,
    moment1,
    moment2,
    gradient,
    learningRate,
    beta1Power,
    beta2Power,
    beta1,
    beta2,
    epsilon,
  } = update;
  const recorder = activeRecorder();
  if (recorder) {
    const rates = [tf.scalar(beta1), tf.scalar(beta2), tf.scalar(epsilon)];
    recorder.applyInPlace(
      'ResourceApplyAdam',
      [variable, moment1, moment2],
      [beta1Power, beta2Power, learningRate, ...rates, gradient],
      { T: { type: DType.float32 }, use_locking: { b: false }, use_nesterov: { b: false } },
    );
    return;
  }
  tf.tidy(() => {
    const m = moment1.add(gradient.sub(moment1).mul(1 - beta1));
    const v = moment2.add(
      gradient
        .square()
        .sub(moment2)
        .mul(1 - beta2),
    );
    const one = tf.scalar(1);
    const rate = learningRate.mul(one.sub(beta2Power).sqrt()).div(one.sub(beta1Power));
    variable.assign(variable.sub(m.mul(rate).div(v.sqrt().add(epsilon))));
    moment1.assign(m);
    moment2.assign(v);
  });
}
