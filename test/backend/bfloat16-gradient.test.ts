import './whole-avx512';
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Tensor4D } from '@tensorflow/tfjs';
import { conv2d, describeBackend, Program, tf } from 'unetlab/backend';
import { Random } from 'unetlab/random';

type Shape = [number, number, number, number];
const random = new Random(5);
const normal = (shape: Shape): Tensor4D =>
  tf.tensor4d(
    Float32Array.from({ length: shape.reduce((a, b) => a * b) }, () => random.normal()),
    shape,
  );

type Convolution = (x: Tensor4D, w: Tensor4D) => Tensor4D;

/** The gradient of the weights in a program that computes in bfloat16. */
function weightGradient(convolution: Convolution, x: Tensor4D, w: Tensor4D, dy: Tensor4D): Float32Array {
  const program = new Program({ variables: [], precision: 'bfloat16' });
  const step = program.define('gradient', (given: { x: Tensor4D; w: Tensor4D; dy: Tensor4D }) => ({
    dw: tf.grad((b) => tf.sum(tf.mul(convolution(given.x, b as Tensor4D), given.dy)))(given.w),
  }));
  const { dw } = step({ x, w, dy });
  const values = dw.dataSync<'float32'>().slice();
  dw.dispose();
  program.dispose();
  return values;
}
const stock: Convolution = (x, w) => tf.conv2d(x, w, 1, 'same');
const there = describeBackend({ measure: false }).ownOps.bfloat16.includes('UnetlabConvWeightGradient');

describe('the gradient of weights in bfloat16', () => {
  // oneDNN computes the other in tiles where the processor has AMX, in vectors elsewhere.
  for (const { x: shape, size, outputs } of [
    { x: [2, 15, 16, 16], size: 3, outputs: 16 },
    { x: [1, 17, 23, 64], size: 3, outputs: 128 },
    { x: [2, 16, 16, 32], size: 1, outputs: 64 },
  ] as const)
    it(
      `is TensorFlow's of the same numbers, [${shape.join(', ')}] to ${outputs}, ${size} × ${size}`,
      { skip: there ? false : 'this processor has no AVX-512 BF16' },
      () => {
        const [n, height, width, inputs] = shape;
        const [x, w, dy] = [
          normal([...shape]),
          normal([size, size, inputs, outputs]),
          normal([n, height, width, outputs]),
        ];
        const [own, theirs] = [weightGradient(conv2d, x, w, dy), weightGradient(stock, x, w, dy)];
        tf.dispose([x, w, dy]);
        assert.equal(own.length, theirs.length);
        // Sums are float32 in both; theirs is rounded to bfloat16 at the end, half a unit in its eighth digit.
        const rounding = 1e-4 * Math.sqrt(n * height * width);
        own.forEach((value, i) => {
          const difference = Math.abs(value - theirs[i]!);
          assert.ok(difference <= Math.abs(value) / 256 + rounding, `weight ${i}: ${value}, ${theirs[i]!}`);
        });
        assert.ok(
          own.some((value, i) => value !== theirs[i]),
          'both were computed by the same kernel',
        );
      },
    );
});
