import type { Tensor, Tensor4D } from '@tensorflow/tfjs';
import { activeRecorder } from '../graph/recorder';
import { attrs, DType, nativeBackend } from '../native';
import { tf, weightGradients } from '../tensorflow';

/**
 * 2-D convolution with `same` padding: `x` `[n, h, w, inputs]`, `filter` `[k, k, inputs, outputs]`, float32.
 *
 * The gradient of the weights comes from this library's own op (lib/native/weight-gradient.h) where the processor has
 * what it needs: there it takes half of TensorFlow's time. Elsewhere, and for strides, even kernels, inputs that are
 * not multiples of 8 and outputs that are not multiples of 16, it is TensorFlow's.
 *
 * @param stride in both directions; default 1
 */
export function conv2d(x: Tensor4D, filter: Tensor4D, stride = 1): Tensor4D {
  if (stride !== 1 || !hasOwnGradient(filter)) return tf.conv2d(x, filter, stride, 'same');
  const size = filter.shape[0];
  const forward = tf.customGrad((input, weights, save) => {
    (save as (tensors: Tensor[]) => void)([input as Tensor, weights as Tensor]);
    return {
      value: tf.conv2d(input as Tensor4D, weights as Tensor4D, 1, 'same'),
      gradFunc: (dy: Tensor, saved: Tensor[]) => [
        tf.conv2dTranspose(dy as Tensor4D, saved[1] as Tensor4D, x.shape, 1, 'same'),
        weightGradient(saved[0] as Tensor4D, dy as Tensor4D, size),
      ],
    };
  });
  return forward(x, filter);
}

function hasOwnGradient({ shape: [height, width, inputs, outputs] }: Tensor4D): boolean {
  return (
    weightGradients[activeRecorder()?.precision ?? 'float32'] &&
    height === width &&
    height % 2 === 1 &&
    inputs % 8 === 0 &&
    outputs % 16 === 0
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
