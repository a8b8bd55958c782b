import type { Tensor, Tensor1D, Tensor4D } from '@tensorflow/tfjs';
import { attrs, DType, nativeBackend } from '../native';
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
  const empty = tf.tensor1d([]);
  const count = x.size / x.shape[3];
  return normalised(x, scale, offset, (x, scale, offset) => {
    const [y, mean, unbiased, ...reserve] = nativeBackend().executeMultipleOutputs(
      'FusedBatchNormV3',
      settings,
      [x, scale, offset, empty, empty],
      6,
    );
    return {
      y: y!,
      mean: mean!,
      variance: tf.mul(unbiased!, (count - 1) / count),
      save: [x, scale, ...reserve],
      gradFunc: (dy, saved) =>
        nativeBackend()
          .executeMultipleOutputs('FusedBatchNormGradV3', settings, [dy, ...saved], 5)
          .slice(0, 3),
    };
  });
}

/**
 * max(batch normalisation, 0) in training, as {@link batchNormTraining}. Where the library's own ops are there,
 * result and gradient go over the data twice each rather than three times, without a tensor in between.
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
  return normalised(x, scale, offset, (x, scale, offset) => {
    const [y, mean, variance] = nativeBackend().executeMultipleOutputs(
      'UnetlabBatchNormRelu',
      own,
      [x, scale, offset],
      3,
    );
    return {
      y: y!,
      mean: mean!,
      variance: variance!,
      save: [x, scale, offset, mean!, variance!],
      gradFunc: (dy, saved) =>
        nativeBackend().executeMultipleOutputs('UnetlabBatchNormReluGrad', own, [dy, ...saved], 3),
    };
  });
}

function plainBatchNorm(x: Tensor4D, scale: Tensor1D, offset: Tensor1D, epsilon: number): BatchNormResult {
  const { mean, variance } = tf.moments(x, [0, 1, 2]);
  const y = tf.batchNorm4d(x, mean as Tensor1D, variance as Tensor1D, offset, scale, epsilon);
  return { y, mean: mean as Tensor1D, variance: variance as Tensor1D };
}

/** Normalises, and says what its gradient takes. */
type Normalise = (
  x: Tensor,
  scale: Tensor,
  offset: Tensor,
) => {
  readonly y: Tensor;
  readonly mean: Tensor;
  /** Biased. */
  readonly variance: Tensor;
  readonly save: Tensor[];
  /** The gradients of x, scale and offset. */
  readonly gradFunc: (dy: Tensor, saved: Tensor[]) => Tensor[];
};

function normalised(x: Tensor4D, scale: Tensor1D, offset: Tensor1D, normalise: Normalise): BatchNormResult {
  const kept: Tensor[] = [];
  const forward = tf.customGrad((x, scale, offset, save) => {
    const {
      y,
      mean,
      variance,
      save: saved,
      gradFunc,
    } = normalise(x as Tensor, scale as Tensor, offset as Tensor);
    kept.push(tf.keep(mean.clone()), tf.keep(variance.clone()));
    (save as (tensors: Tensor[]) => void)(saved);
    return { value: y, gradFunc };
  });
  const y = forward(x, scale, offset) as Tensor4D;
  const [mean, variance] = kept.map((tensor) => {
    const tracked = tensor.clone(); // belongs to the caller's tidy again
    tensor.dispose();
    return tracked;
  });
  return { y, mean: mean as Tensor1D, variance: variance as Tensor1D };
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
