import type { Tensor } from '@tensorflow/tfjs';
import { attrs, dtypeCode, nativeBackend } from '../native';
import { isNative, tf } from '../tensorflow';

/**
 * max(x, 0), any shape. Natively the gradient is one fused op; TensorFlow.js's own is built from four.
 */
export function relu<T extends Tensor>(x: T): T {
  if (!isNative) return tf.relu(x);
  const forward = tf.customGrad((input, save) => {
    const y = tf.relu(input as Tensor);
    (save as (tensors: Tensor[]) => void)([y]);
    return {
      value: y,
      gradFunc: (dy: Tensor, saved: Tensor[]) =>
        nativeBackend().executeSingleOutput(
          'ReluGrad',
          [attrs.type('T', dtypeCode(dy.dtype))],
          [dy, saved[0]!],
        ),
    };
  });
  return forward(x) as T;
}
