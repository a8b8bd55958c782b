import type { Tensor, Tensor1D } from '@tensorflow/tfjs';
import { activeRecorder } from '../graph/recorder';
import { attrs, DType, nativeBackend } from '../native';
import { isNative, tf } from '../tensorflow';

/**
 * Uniform numbers in [0, 1), determined by the seed alone: the same eagerly, in a graph and after a resume.
 *
 * @param shape of the result
 * @param seed two integers, `[2]` int32
 */
export function statelessUniform(shape: readonly number[], seed: Tensor1D): Tensor {
  if (isNative) {
    const types = [
      attrs.type('dtype', DType.float32),
      attrs.type('T', DType.int32),
      attrs.type('Tseed', DType.int32),
    ];
    return nativeBackend().executeSingleOutput('StatelessRandomUniform', types, [
      tf.tensor1d([...shape], 'int32'),
      seed,
    ]);
  }
  if (activeRecorder()) throw new Error('only the native library records');
  const [high, low] = seed.dataSync();
  return tf.randomUniform([...shape], 0, 1, 'float32', (high ?? 0) * 65537 + (low ?? 0));
}

/**
 * Dropout (Srivastava and others, 2014): zeroes each element with probability `rate` and scales the rest by
 * 1 / (1 − rate). The mask is drawn in the graph.
 *
 * @param rate in [0, 1)
 * @param seed two integers, `[2]` int32; another seed, another mask
 */
export function dropout<T extends Tensor>(x: T, rate: number, seed: Tensor1D): T {
  if (!(rate >= 0 && rate < 1)) throw new RangeError(`invalid dropout rate; not in [0, 1): ${rate}`);
  if (rate === 0) return x;
  const kept = tf.greaterEqual(statelessUniform(x.shape, seed), rate);
  return tf.mul(x, tf.mul(tf.cast(kept, 'float32'), 1 / (1 - rate)));
}
