import type { Tensor, Tensor1D } from '@tensorflow/tfjs';
import { attrs, dtypeCode, nativeBackend } from '../native';
import { isNative, tf } from '../tensorflow';

/** x + bias along the last axis; `x` `[…, c]`, `bias` `[c]`. One fused op each way where the library is native. */
export function biasAdd<T extends Tensor>(x: T, bias: Tensor1D): T {
  if (!isNative) return tf.add(x, bias);
  const type = [attrs.type('T', dtypeCode(x.dtype)), attrs.string('data_format', 'NHWC')];
  const forward = tf.customGrad((input, b) => ({
    value: nativeBackend().executeSingleOutput('BiasAdd', type, [input as Tensor, b as Tensor]),
    gradFunc: (dy: Tensor) => [dy, nativeBackend().executeSingleOutput('BiasAddGrad', type, [dy])],
  }));
  return forward(x, bias) as T;
}
