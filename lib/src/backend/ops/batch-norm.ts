import type { Tensor, Tensor1D, Tensor4D } from '@tensorflow/tfjs';
import { attrs, DType, nativeBackend, type OpAttr } from '../native';
import { isNative, tf } from '../tensorflow';
import { canCallOwnOp } from './own-op';
import { relu } from './relu';

/** A normalised batch and the statistics that normalised it. */
export interface BatchNormResult {
  /** Shape of the input. */
  readonly y: Tensor4D;
  /** Mean of each channel over the batch, `[c]`. No gradient flows through it. */
  readonly mean: Tensor1D;
  /** Biased variance of each channel over the batch, `[c]`. No gradient flows through it. */
  readonly variance: Tensor1D;
}

/**
 * Batch normalisation in training (Ioffe and Szegedy, 2015): each channel is shifted and scaled to mean 0 and variance
 * 1 over batch, height and width, then to `offset` and `scale`.
 *
 * @param x `[n, h, w, c]`
 * @param scale γ, `[c]`
 * @param offset β, `[c]`
 * @param epsilon added to the variance; at least 1.001e-5, which the fused op demands
 */
export function batchNormTraining(
  x: Tensor4D,
  scale: Tensor1D,
  offset: Tensor1D,
  epsilon: number,
): BatchNormResult {
  if (!isNative) return plainBatchNorm(x, scale, offset, epsilon);
  const settings = fusedAttrs(epsilon, true);
  return fused(x, scale, offset, settings, (input, gamma, _, { y, reserve }) => ({
    value: y,
    save: [input, gamma, ...reserve],
    gradFunc: (dy, saved) =>
      nativeBackend()
        .executeMultipleOutputs('FusedBatchNormGradV3', settings, [dy, ...saved], 5)
        .slice(0, 3),
  }));
}

/**
 * max(batch normalisation, 0) in training, as {@link batchNormTraining}. Where the library's own op is there, the
 * gradient goes over the data twice rather than three times, without a tensor in between.
 */
export function batchNormReluTraining(
  x: Tensor4D,
  scale: Tensor1D,
  offset: Tensor1D,
  epsilon: number,
): BatchNormResult {
  if (!canCallOwnOp('UnetlabBatchNormReluGrad') || x.shape[3] % 16 !== 0) {
    const result = batchNormTraining(x, scale, offset, epsilon);
    return { ...result, y: relu(result.y) };
  }
  const own = [attrs.type('T', DType.float32), attrs.float('epsilon', epsilon)];
  return fused(x, scale, offset, fusedAttrs(epsilon, true), (input, gamma, beta, { y, reserve }) => ({
    value: tf.relu(y),
    save: [input, gamma, beta, reserve[0]!, reserve[1]!],
    gradFunc: (dy, saved) =>
      nativeBackend().executeMultipleOutputs('UnetlabBatchNormReluGrad', own, [dy, ...saved], 3),
  }));
}

function plainBatchNorm(x: Tensor4D, scale: Tensor1D, offset: Tensor1D, epsilon: number): BatchNormResult {
  const { mean, variance } = tf.moments(x, [0, 1, 2]);
  const y = tf.batchNorm4d(x, mean as Tensor1D, variance as Tensor1D, offset, scale, epsilon);
  return { y, mean: mean as Tensor1D, variance: variance as Tensor1D };
}

/** What becomes of the fused op's results: the value, and its gradient from what is saved. */
type Finish = (
  x: Tensor,
  scale: Tensor,
  offset: Tensor,
  results: { readonly y: Tensor; readonly reserve: readonly Tensor[] },
) => {
  readonly value: Tensor;
  readonly save: Tensor[];
  readonly gradFunc: (dy: Tensor, saved: Tensor[]) => Tensor[];
};

function fused(
  x: Tensor4D,
  scale: Tensor1D,
  offset: Tensor1D,
  settings: OpAttr[],
  finish: Finish,
): BatchNormResult {
  const empty = tf.tensor1d([]);
  const kept: Tensor[] = [];
  const forward = tf.customGrad((input, gamma, beta, save) => {
    const [x, scale, offset] = [input as Tensor, gamma as Tensor, beta as Tensor];
    const inputs = [x, scale, offset, empty, empty];
    const [y, mean, variance, ...reserve] = nativeBackend().executeMultipleOutputs(
      'FusedBatchNormV3',
      settings,
      inputs,
      6,
    );
    kept.push(tf.keep(mean!), tf.keep(variance!));
    const { value, save: saved, gradFunc } = finish(x, scale, offset, { y: y!, reserve });
    (save as (tensors: Tensor[]) => void)(saved);
    return { value, gradFunc };
  });
  const y = forward(x, scale, offset) as Tensor4D;
  const [mean, unbiased] = kept.map((tensor) => {
    const tracked = tensor.clone(); // belongs to the caller's tidy again
    tensor.dispose();
    return tracked;
  });
  const count = x.size / x.shape[3];
  return { y, mean: mean as Tensor1D, variance: tf.mul(unbiased!, (count - 1) / count) };
}

/**
 * Batch normalisation with given statistics, as at prediction.
 *
 * @param x `[n, h, w, c]`; the others `[c]`
 */
export function batchNormInference(
  x: Tensor4D,
  scale: Tensor1D,
  offset: Tensor1D,
  mean: Tensor1D,
  variance: Tensor1D,
  epsilon: number,
): Tensor4D {
  if (!isNative) return tf.batchNorm4d(x, mean, variance, offset, scale, epsilon);
  const forward = tf.customGrad((input) => ({
    value: nativeBackend().executeMultipleOutputs(
      'FusedBatchNormV3',
      fusedAttrs(epsilon, false),
      [input as Tensor, scale, offset, mean, variance],
      6,
    )[0]!,
    gradFunc: (dy: Tensor) => tf.mul(dy, tf.div(scale, tf.sqrt(tf.add(variance, epsilon)))),
  }));
  return forward(x) as Tensor4D;
}

function fusedAttrs(epsilon: number, training: boolean) {
  return [
    attrs.type('T', DType.float32),
    attrs.type('U', DType.float32),
    attrs.float('epsilon', epsilon),
    attrs.string('data_format', 'NHWC'),
    attrs.bool('is_training', training),
  ];
}
