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
 * @param parts what `x` joins along the channels; the library's ops read them in its place, if they have as many channels
 * each, so that a compiled step need not join them. Default: `x` alone
 */
export function conv2d(
  x: Tensor4D,
  filter: Tensor4D,
  stride = 1,
  parts: readonly Tensor4D[] = [x],
): Tensor4D {
  const [height, width, inputs, outputs] = filter.shape;
  const takes = height === width && height % 2 === 1 && inputs % 8 === 0 && outputs % 16 === 0;
  if (stride !== 1 || !takes || !canCallOwnOp('UnetlabConvWeightGradient'))
    return tf.conv2d(x, filter, stride, 'same');
  if (height === 3 && canCallOwnOp('UnetlabConv3x3') && paysOff(x))
    return winograd(inPlace(parts) ? parts : [x], filter);

  const forward = tf.customGrad((input, weights, save) => {
    const [x, filter] = [input as Tensor4D, weights as Tensor4D];
    (save as (tensors: Tensor[]) => void)([x, filter]);
    return {
      value: tf.conv2d(x, filter, 1, 'same'),
      gradFunc: (dy: Tensor, [x, filter]: Tensor[]) => [
        tf.conv2dTranspose(dy as Tensor4D, filter as Tensor4D, (x as Tensor4D).shape, 1, 'same'),
        weightGradient([x as Tensor4D], dy as Tensor4D, height),
      ],
    };
  });
  return forward(x, filter);
}

/** Whether the library's ops read the parts where they are. */
function inPlace(parts: readonly Tensor4D[]): boolean {
  const channels = parts[0]!.shape[3];
  return channels % 16 === 0 && parts.every(({ shape }) => shape[3] === channels);
}

/** Whether the products that Winograd's method saves are more than its changes of basis cost (measured). */
function paysOff({ shape: [n, h, w, inputs] }: Tensor4D): boolean {
  return inputs % 16 === 0 && Math.min(h, w) >= 4 && n * h * w >= 512;
}

/** The 3 × 3 convolution of the joined parts. */
function winograd(parts: readonly Tensor4D[], filter: Tensor4D): Tensor4D {
  const forward = tf.customGrad((...given) => {
    const save = given.pop() as (tensors: Tensor[]) => void;
    const tensors = given as Tensor4D[];
    save(tensors);
    return {
      value: conv3x3(tensors.slice(0, -1), tensors.at(-1)!, false, 1)[0]!,
      gradFunc: (dy: Tensor, saved: Tensor[]) => {
        const parts = saved.slice(0, -1) as Tensor4D[];
        const inputs = conv3x3([dy as Tensor4D], saved.at(-1) as Tensor4D, true, parts.length);
        return [...inputs, weightGradient(parts, dy as Tensor4D, 3)];
      },
    };
  });
  return forward(...parts, filter) as Tensor4D;
}

/** A 3 × 3 convolution or, transposed, the gradients of its `results` inputs from that of its result. */
function conv3x3(
  parts: readonly Tensor4D[],
  filter: Tensor4D,
  transposed: boolean,
  results: number,
): Tensor[] {
  const settings = [
    attrs.type('T', DType.float32),
    attrs.int('N', parts.length),
    attrs.int('M', results),
    attrs.int('transposed', transposed ? 1 : 0),
  ];
  return nativeBackend().executeMultipleOutputs('UnetlabConv3x3', settings, [...parts, filter], results);
}

/** The gradient of the weights `[size, size, inputs, outputs]`, from the inputs and the gradient of the result. */
function weightGradient(parts: readonly Tensor4D[], dy: Tensor4D, size: number): Tensor {
  const settings = [attrs.type('T', DType.float32), attrs.int('N', parts.length), attrs.int('size', size)];
  return nativeBackend().executeSingleOutput('UnetlabConvWeightGradient', settings, [...parts, dy]);
}
