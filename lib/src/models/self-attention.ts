import type { Tensor, Tensor3D } from '@tensorflow/tfjs';
import { tf } from '../backend';
import { positionWaves } from './layer-set';

/** Scaled dot-product attention in `heads` parts of the channels; all `[n, t, c]`. */
export function multiHeadAttention(query: Tensor3D, key: Tensor3D, value: Tensor3D, heads: number): Tensor3D {
  const [n, tokens, channels] = query.shape;
  const size = channels / heads;
  const split = (part: Tensor3D): Tensor =>
    tf.transpose(part.reshape([n, tokens, heads, size]), [0, 2, 1, 3]);
  const scores = tf.matMul(split(query), split(key), false, true).mul(1 / Math.sqrt(size));
  const mixed = tf.matMul(tf.softmax(scores), split(value));
  return tf.transpose(mixed, [0, 2, 1, 3]).reshape([n, tokens, channels]);
}

/** The places of all pixels, `[1, h · w, c]`, by {@link positionWaves}. */
export function positions(height: number, width: number, channels: number): Tensor3D {
  const values = new Float32Array(height * width * channels);
  const waves = positionWaves(channels);
  for (let i = 0; i < height * width; i += 1)
    waves.forEach(({ of, frequency, wave }, c) => {
      const angle = (of === 'row' ? Math.floor(i / width) : i % width) * frequency;
      values[i * channels + c] = 0.1 * (wave === 'sin' ? Math.sin(angle) : Math.cos(angle));
    });
  return tf.tensor3d(values, [1, height * width, channels]);
}
