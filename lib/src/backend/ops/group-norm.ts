import type { Tensor, Tensor1D, Tensor2D, Tensor4D } from '@tensorflow/tfjs';
import { tf } from '../tensorflow';

/**
 * Group normalisation (Wu and He, 2018): mean 0 and variance 1 within each image and each group of neighbouring
 * channels, then `scale` and `offset` per channel. Independent of the batch, so it suits small ones.
 *
 * The gradient is written out: two sums over the pixels and one multiply-add, in place of the dozen large
 * intermediate tensors that automatic differentiation would keep.
 *
 * @param x `[n, h, w, c]`
 * @param scale γ, `[c]`
 * @param offset β, `[c]`
 * @param groups number of groups; divides `c`
 * @param epsilon added to the variance
 */
export function groupNorm(
  x: Tensor4D,
  scale: Tensor1D,
  offset: Tensor1D,
  groups: number,
  epsilon: number,
): Tensor4D {
  const [n, height, width, c] = x.shape;
  if (c % groups !== 0) throw new RangeError(`invalid groups; ${groups} does not divide ${c} channels`);
  const inGroup = (height * width * c) / groups;
  /** Sums `[n, c]` over each group, spread back to its channels. */
  const overGroups = (perChannel: Tensor): Tensor2D =>
    tf.tile(perChannel.reshape([n, groups, c / groups]).sum(2, true), [1, 1, c / groups]).reshape([n, c]);
  const wide = (perChannel: Tensor): Tensor4D => perChannel.reshape([n, 1, 1, c]);

  const forward = tf.customGrad((input, gamma, beta, save) => {
    const value = input as Tensor4D;
    const mean = overGroups(tf.sum(value, [1, 2])).div(inGroup);
    const centred = value.sub(wide(mean));
    const variance = overGroups(tf.sum(tf.square(centred), [1, 2])).div(inGroup);
    const inverse = tf.rsqrt(variance.add(epsilon)); // [n, c]
    const y = centred.mul(wide(inverse.mul(gamma as Tensor))).add(beta as Tensor);
    (save as (tensors: Tensor[]) => void)([value, gamma as Tensor, mean, inverse]);
    return {
      value: y,
      gradFunc: (dy: Tensor, saved: Tensor[]) => {
        const [inputs, factor, mu, inv] = saved as [Tensor4D, Tensor1D, Tensor2D, Tensor2D];
        const normalised = inputs.sub(wide(mu)).mul(wide(inv));
        const sumDy = tf.sum(dy, [1, 2]); // [n, c]
        const sumDyX = tf.sum(dy.mul(normalised), [1, 2]);
        const meanDy = overGroups(sumDy.mul(factor)).div(inGroup);
        const meanDyX = overGroups(sumDyX.mul(factor)).div(inGroup);
        const dx = dy
          .mul(wide(inv.mul(factor)))
          .sub(normalised.mul(wide(inv.mul(meanDyX))))
          .sub(wide(inv.mul(meanDy)));
        return [dx, sumDyX.sum(0), sumDy.sum(0)];
      },
    };
  });
  return forward(x, scale, offset) as Tensor4D;
}
