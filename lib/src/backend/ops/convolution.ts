import type { Tensor, Tensor4D } from '@tensorflow/tfjs';
import { attrs, DType, nativeBackend } from '../native';
import { tf } from '../tensorflow';
import { canCallOwnOp } from './own-op';

/**
 * 2-D convolution with `same` padding: `x` `[n, h, w, inputs]`, `filter` `[k, k, inputs, outputs]`, float32.
 *
 * Where the processor has what they need, this library's own ops do the work that TensorFlow's are slow at
 * (lib/native): the gradient of the weights, and all three convolutions of a 3 × 3 kernel by Winograd's F(4 × 4, 3 × 3),
 * which takes four times fewer products. In a bfloat16 program, results are sums of float32 products, gradients of
 * bfloat16's. Strides, even kernels and numbers of channels that they do not take are left to TensorFlow.
 *
 * @param stride in both directions; default 1
 */
export function conv2d(x: Tensor4D, filter: Tensor4D, stride = 1): Tensor4D {
  const [height, width, inputs, outputs] = filter.shape;
  if (
    stride !== 1 ||
    height !== width ||
    height % 2 === 0 ||
    inputs % 8 !== 0 ||
    outputs % 16 !== 0 ||
    !canCallOwnOp('UnetlabConvWeightGradient')
  )
    return tf.conv2d(x, filter, stride, 'same');

  const winograd = height === 3 && canCallOwnOp('UnetlabConv3x3') && paysOff(x);
  const forward = tf.customGrad((input, weights, save) => {
    const [x, filter] = [input as Tensor4D, weights as Tensor4D];
    (save as (tensors: Tensor[]) => void)([x, filter]);
    return {
      value: winograd ? conv3x3(x, filter, false) : tf.conv2d(x, filter, 1, 'same'),
      gradFunc: (dy: Tensor, [x, filter]: Tensor[]) => [
        winograd
          ? conv3x3(dy as Tensor4D, filter as Tensor4D, true)
          : tf.conv2dTranspose(dy as Tensor4D, filter as Tensor4D, (x as Tensor4D).shape, 1, 'same'),
        weightGradient(x as Tensor4D, dy as Tensor4D, height),
      ],
    };
  });
  return forward(x, filter) as Tensor4D;
}

/** Whether the products that Winograd's method saves are more than its changes of basis cost (measured). */
function paysOff({ shape: [n, h, w, inputs] }: Tensor4D): boolean {
  return inputs % 16 === 0 && Math.min(h, w) >= 4 && n * h * w >= 512;
}

/** A 3 × 3 convolution or, transposed, the gradient of its input from that of its result. */
function conv3x3(x: Tensor4D, filter: Tensor4D, transposed: boolean): Tensor {
  return nativeBackend().executeSingleOutput(
    'UnetlabConv3x3',
    [attrs.type('T', DType.float32), attrs.int('transposed', transposed ? 1 : 0)],
    [x, filter],
  );
}

/** The gradient of the weights `[size, size, inputs, outputs]`, from `x` and the gradient of the convolution's result. */
function weightGradient(x: Tensor4D, dy: Tensor4D, size: number): Tensor {
  return nativeBackend().executeSingleOutput(
    'UnetlabConvWeightGradient',
    [attrs.type('T', DType.float32), attrs.int('size', size)],
    [x, dy],
  );
}
