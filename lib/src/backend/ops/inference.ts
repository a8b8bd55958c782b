import type { Tensor, Tensor1D, Tensor3D, Tensor4D } from '@tensorflow/tfjs';
import { attrs, DType, nativeBackend } from '../native';
import { hasOwnOp, tf, type OwnOp, type Precision } from '../tensorflow';

const type = () => attrs.type('T', DType.float32);
const RELU = 1;
const POOL = 2;

/** Whether this library's op for prediction is there in a precision; what it takes is a multiple of 16 channels. */
export const hasInferenceOp = (
  op: Extract<OwnOp, 'UnetlabFusedConv3x3' | 'UnetlabStem' | 'UnetlabUpConv' | 'UnetlabProject'>,
  precision: Precision,
): boolean => hasOwnOp(op, precision);

/** Weights `[3, 3, i, o]` as {@link fusedConv3x3} takes them: in the basis of Winograd's F(4 × 4, 3 × 3). */
export function winogradWeights(weights: Tensor4D): Tensor1D {
  return nativeBackend().executeSingleOutput('UnetlabWinogradWeights', [type()], [weights]) as Tensor1D;
}

/**
 * 3 × 3 convolution with `same` padding, bias and, where asked, ReLU and the maxima of 2 × 2 pixels, in one op without a
 * gradient. It takes four times fewer products than the sum, in the program's precision, and rounds about twice as much in
 * float32.
 *
 * @param parts what is joined along the channels, `[n, h, w, a multiple of 16]` each
 * @param basis of {@link winogradWeights}
 * @param bias `[o]`
 */
export function fusedConv3x3(
  parts: readonly Tensor4D[],
  basis: Tensor1D,
  bias: Tensor1D,
  { relu, pool }: { readonly relu: boolean; readonly pool: boolean },
): { readonly y: Tensor4D; readonly pooled: Tensor4D | null } {
  const settings = [
    type(),
    attrs.int('N', parts.length),
    attrs.int('flags', (relu ? RELU : 0) + (pool ? POOL : 0)),
  ];
  const [y, pooled] = nativeBackend().executeMultipleOutputs(
    'UnetlabFusedConv3x3',
    settings,
    [...parts, basis, bias],
    2,
  ) as [Tensor4D, Tensor4D];
  return { y, pooled: pool ? pooled : null };
}

/** 3 × 3 convolution of a picture `[n, h, w, few channels]`, which stays in float32, with bias and ReLU. */
export function stemConv3x3(
  picture: Tensor4D,
  weights: Tensor4D,
  bias: Tensor1D,
  { relu }: { readonly relu: boolean },
): Tensor4D {
  const settings = [type(), attrs.int('flags', relu ? RELU : 0)];
  // The last input has the element type that the result shall have.
  return nativeBackend().executeSingleOutput('UnetlabStem', settings, [
    picture,
    weights,
    bias,
    tf.scalar(0),
  ]) as Tensor4D;
}

/**
 * 2 × 2 transposed convolution with stride 2 and bias.
 *
 * @param packed of {@link packedUpWeights}
 */
export function upConv(x: Tensor4D, packed: Tensor3D, bias: Tensor1D): Tensor4D {
  return nativeBackend().executeSingleOutput('UnetlabUpConv', [type()], [x, packed, bias]) as Tensor4D;
}

/** Weights `[2, 2, o, i]` of a transposed convolution as {@link upConv} takes them: `[4 o / 16, i, 16]`. */
export function packedUpWeights(weights: Tensor4D): Tensor3D {
  const [, , outputs, inputs] = weights.shape;
  return tf.tidy(() => tf.transpose(weights.reshape([outputs / 4, 16, inputs]), [0, 2, 1])) as Tensor3D;
}

/** 1 × 1 convolution to one channel with bias, `[n, h, w, c]` to `[n, h, w, 1]`, in float32. */
export function project(x: Tensor4D, weights: Tensor1D, bias: Tensor1D): Tensor4D {
  return nativeBackend().executeSingleOutput('UnetlabProject', [type()], [
    x,
    weights,
    bias,
  ] as Tensor[]) as Tensor4D;
}
