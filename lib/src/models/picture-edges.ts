import type { Tensor4D } from '@tensorflow/tfjs';
import { tf } from '../backend';

/** Intensities in [0, 1] to about [−1, 1], which is where the initial weights expect them. */
export function centre(x: Tensor4D): Tensor4D {
  return x.mul(2).sub(1);
}

/** Mirrored at the lower and right edge to a multiple of a length. */
export function mirrorTo(x: Tensor4D, multiple: number): Tensor4D {
  const [, height, width] = x.shape;
  const down = (multiple - (height % multiple)) % multiple;
  const right = (multiple - (width % multiple)) % multiple;
  if (down === 0 && right === 0) return x;
  return tf.mirrorPad(
    x,
    [
      [0, 0],
      [0, down],
      [0, right],
      [0, 0],
    ],
    'symmetric',
  );
}
