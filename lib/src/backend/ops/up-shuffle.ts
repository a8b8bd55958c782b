import type { Tensor, Tensor1D, Tensor4D } from '@tensorflow/tfjs';
import { attrs, DType, nativeBackend } from '../native';
import { tf } from '../tensorflow';
import { biasAdd } from './bias-add';
import { canCallOwnOp } from './own-op';

/**
 * Lays out cells of 2 × 2 pixels as an image of twice the height and width and adds a bias per channel: the second half
 * of a transposed convolution with stride 2. One op each way where the library's own is there.
 *
 * @param cells `[n, h, w, 4 filters]`; the four pixels of a cell row by row
 * @param bias `[filters]`
 * @returns `[n, 2 h, 2 w, filters]`
 */
export function upShuffle(cells: Tensor4D, bias: Tensor1D): Tensor4D {
  const [n, height, width] = cells.shape;
  const filters = bias.shape[0];
  if (!canCallOwnOp('UnetlabUpShuffle') || filters % 16 !== 0) {
    const pairs = tf.transpose(cells.reshape([n * height, width, 2, 2 * filters]), [0, 2, 1, 3]);
    return biasAdd(pairs.reshape<Tensor4D>([n, 2 * height, 2 * width, filters]), bias);
  }
  const backend = nativeBackend();
  const type = [attrs.type('T', DType.float32)];
  const forward = tf.customGrad((x, b) => ({
    value: backend.executeSingleOutput('UnetlabUpShuffle', type, [x as Tensor, b as Tensor]),
    gradFunc: (dy: Tensor) => backend.executeMultipleOutputs('UnetlabUpShuffleGrad', type, [dy], 2),
  }));
  return forward(cells, bias) as Tensor4D;
}
