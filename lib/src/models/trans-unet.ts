import type { Tensor, Tensor3D } from '@tensorflow/tfjs';
import { tf } from '../backend';
import { encoderDecoder, type Middle } from './encoder-decoder';
import type { Layers } from './layers';
import { convBlock } from './unet';

const HEADS = 4;
const BLOCKS = 2;

/**
 * Transformer blocks (Vaswani and others, 2017; normalisation first) over the deepest features, one token a pixel, with
 * sinusoidal positions, so that any image size fits.
 */
export const transformerMiddle: Middle = (nn, x) => {
  const [n, height, width, channels] = x.shape;
  let tokens: Tensor3D = x.reshape([n, height * width, channels]);
  tokens = tokens.add(positions(height, width, channels));
  for (let i = 0; i < BLOCKS; i += 1) {
    const name = `transformer${i}`;
    tokens = tokens.add(attention(nn, `${name}/attention`, nn.layerNorm(`${name}/norm1`, tokens)));
    const hidden = tf.relu(nn.dense(`${name}/mlp1`, nn.layerNorm(`${name}/norm2`, tokens), 2 * channels));
    tokens = tokens.add(nn.dense(`${name}/mlp2`, hidden, channels));
  }
  return tokens.reshape(x.shape);
};

/** U-Net with a transformer at its bottleneck, after TransUNet (Chen and others, 2021), trained from scratch. */
export const transUnet = encoderDecoder(convBlock, undefined, transformerMiddle);

/** Multi-head self-attention, `[n, t, c]` to the same. */
function attention(nn: Layers, name: string, x: Tensor3D): Tensor3D {
  const [n, tokens, channels] = x.shape;
  const heads = channels % HEADS === 0 ? HEADS : 1;
  const size = channels / heads;
  const split = (part: string): Tensor =>
    tf.transpose(nn.dense(`${name}/${part}`, x, channels).reshape([n, tokens, heads, size]), [0, 2, 1, 3]);
  const scores = tf.matMul(split('query'), split('key'), false, true).mul(1 / Math.sqrt(size));
  const mixed = tf.matMul(tf.softmax(scores), split('value'));
  const joined: Tensor3D = tf.transpose(mixed, [0, 2, 1, 3]).reshape([n, tokens, channels]);
  return nn.dense(`${name}/out`, joined, channels);
}

/** `[1, h · w, c]`: sines and cosines of the row in the first half of the channels, of the column in the second. */
function positions(height: number, width: number, channels: number): Tensor3D {
  const values = new Float32Array(height * width * channels);
  const half = Math.ceil(channels / 2);
  for (let i = 0; i < height * width; i += 1)
    for (let c = 0; c < channels; c += 1) {
      const place = c < half ? Math.floor(i / width) : i % width;
      const k = c % half;
      const angle = place / 1000 ** ((2 * Math.floor(k / 2)) / half);
      values[i * channels + c] = 0.1 * (k % 2 === 0 ? Math.sin(angle) : Math.cos(angle));
    }
  return tf.tensor3d(values, [1, height * width, channels]);
}
