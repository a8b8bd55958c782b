import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import type { Tensor, Tensor4D } from '@tensorflow/tfjs';
import { conv2d, describeBackend, Program, tf, type Precision } from 'unetlab/backend';
import { Random } from 'unetlab/random';
import { typical } from './typical';

interface Case {
  readonly x: [number, number, number, number];
  readonly size: number;
  readonly outputs: number;
}
/** Every way the kernel is cut: odd and even sizes, one pixel, part blocks of channels, several slabs and ranges of rows. */
const cases: readonly Case[] = [
  { x: [2, 7, 9, 8], size: 3, outputs: 16 },
  { x: [1, 5, 5, 24], size: 3, outputs: 48 },
  { x: [2, 1, 1, 8], size: 3, outputs: 32 },
  { x: [3, 13, 6, 72], size: 3, outputs: 144 },
  { x: [2, 7, 9, 8], size: 1, outputs: 16 },
  { x: [2, 16, 16, 64], size: 1, outputs: 256 },
  { x: [1, 6, 7, 16], size: 5, outputs: 32 },
  { x: [1, 2, 1100, 8], size: 3, outputs: 16 },
  { x: [2, 40, 66, 8], size: 3, outputs: 32 },
  { x: [1, 512, 3, 64], size: 3, outputs: 32 },
];
/** What Winograd's method takes: whole tiles and parts of them, part blocks of channels, several ranges and slabs. */
const winograd: readonly Case[] = [
  { x: [2, 40, 66, 16], size: 3, outputs: 16 },
  { x: [2, 17, 19, 32], size: 3, outputs: 48 },
  { x: [3, 13, 18, 48], size: 3, outputs: 112 },
  { x: [1, 130, 4, 16], size: 3, outputs: 32 },
  { x: [2, 16, 16, 256], size: 3, outputs: 32 },
  { x: [1, 66, 98, 80], size: 3, outputs: 160 },
];

/** Small whole numbers: exact in bfloat16, and their products' sums exact in float32. */
function whole(shape: [number, number, number, number], random: Random): Tensor4D {
  const size = shape.reduce((a, b) => a * b);
  return tf.tensor4d(
    Float32Array.from({ length: size }, () => random.int(9) - 4),
    shape,
  );
}

type Convolution = (x: Tensor4D, w: Tensor4D, stride?: number) => Tensor4D;

/** Result and gradients of a convolution, as a compiled program computes them. */
function gradients(convolution: Convolution, precision: Precision, x: Tensor4D, w: Tensor4D, dy: Tensor4D) {
  const program = new Program({ variables: [], precision });
  const step = program.define('gradients', (inputs: { x: Tensor4D; w: Tensor4D; dy: Tensor4D }) => {
    // the logits' gradient is dy, as long as the loss is their product's sum
    const [dx, dw] = tf.grads((a, b) => tf.sum(tf.mul(convolution(a as Tensor4D, b as Tensor4D), inputs.dy)))(
      [inputs.x, inputs.w],
    );
    return { y: convolution(inputs.x, inputs.w), dx: dx!, dw: dw! };
  });
  const { y, dx, dw } = step({ x, w, dy });
  const result = {
    shape: dw.shape,
    y: [...y.dataSync()],
    dx: [...dx.dataSync()],
    dw: [...dw.dataSync()],
  };
  tf.dispose([y, dx, dw]);
  program.dispose();
  return result;
}

const { ownOps } = describeBackend({ measure: false });
const skipped = (precision: Precision): string | false =>
  ownOps[precision].includes('UnetlabConvWeightGradient') ? false : 'this processor has no kernel of ours';
function skippedWithoutAvx2(): string | false {
  const { kind } = describeBackend({ measure: false });
  const flags = existsSync('/proc/cpuinfo') ? readFileSync('/proc/cpuinfo', 'utf8') : '';
  const has = ['avx2', 'fma'].every((flag) => new RegExp(`\\b${flag}\\b`).test(flags));
  return kind === 'cpu' && has ? false : 'no native TensorFlow on a processor with AVX2';
}
const stock: Convolution = (x, w, stride = 1) => tf.conv2d(x, w, stride, 'same');

/** A case's gradients by conv2d, twice, and by TensorFlow in float32, of the same small whole numbers. */
function both({ x: shape, size, outputs }: Case, precision: Precision, random: Random) {
  const [n, h, width, inputs] = shape;
  const [x, w, dy] = [
    whole(shape, random),
    whole([size, size, inputs, outputs], random),
    whole([n, h, width, outputs], random),
  ];
  const [got, again] = [gradients(conv2d, precision, x, w, dy), gradients(conv2d, precision, x, w, dy)];
  const expected = gradients(stock, 'float32', x, w, dy);
  tf.dispose([x, w, dy]);
  return { got, again, expected };
}

describe('conv2d', () => {
  it('has its own ops where the processor has AVX2', { skip: skippedWithoutAvx2() }, () => {
    assert.equal(skipped('float32'), false, 'see .setup/own-addon.log');
  });

  for (const precision of ['float32', 'bfloat16'] as const)
    it(
      `is TensorFlow's, to the bit where sums are exact, in ${precision}`,
      { skip: skipped(precision) },
      () => {
        const random = new Random(1);
        for (const { x: shape, size, outputs } of cases) {
          const { got, expected } = both({ x: shape, size, outputs }, precision, random);
          assert.deepEqual(got.shape, [size, size, shape[3], outputs]);
          assert.deepEqual(got.dw, expected.dw, JSON.stringify({ shape, size, outputs }));
          if (precision === 'float32') {
            assert.deepEqual(got.y, expected.y, JSON.stringify({ shape, size, outputs }));
            assert.deepEqual(got.dx, expected.dx, JSON.stringify({ shape, size, outputs }));
          }
        }
      },
    );

  // Root mean square difference from exact sums of the same numbers, as a share of theirs. In float32 some roundings; in
  // bfloat16 that of the result, and for gradients those of the factors, to eight digits each.
  const bounds = {
    float32: { y: 3e-6, dx: 3e-6, dw: 3e-6 },
    bfloat16: { y: 0.0025, dx: 0.015, dw: 0.015 },
  } as const;
  for (const precision of ['float32', 'bfloat16'] as const)
    it(`is TensorFlow's by Winograd's method, in ${precision}`, { skip: skipped(precision) }, () => {
      const random = new Random(5);
      for (const one of winograd) {
        const { got, expected, again } = both(one, precision, random);
        for (const name of ['y', 'dx', 'dw'] as const) {
          const error = typical(got[name], expected[name]);
          assert.ok(error > 0, `${name} did not come by Winograd's method`);
          assert.ok(error < bounds[precision][name], `${JSON.stringify(one.x)} ${name}: ${error}`);
        }
        assert.deepEqual(again, got);
      }
    });

  it('rounds about as TensorFlow does, and the same twice', { skip: skipped('float32') }, () => {
    const random = new Random(2);
    const draw = (shape: [number, number, number, number]): Tensor4D =>
      tf.tensor4d(
        Float32Array.from({ length: shape.reduce((a, b) => a * b) }, () => random.normal()),
        shape,
      );
    const [x, w, dy] = [draw([2, 96, 96, 32]), draw([3, 3, 32, 32]), draw([2, 96, 96, 32])];
    const got = gradients(conv2d, 'float32', x, w, dy);
    const expected = gradients(stock, 'float32', x, w, dy);
    for (const [name, terms] of [
      ['y', 9 * 32],
      ['dx', 9 * 32],
      ['dw', 2 * 96 * 96],
    ] as const) {
      const worst = got[name].reduce(
        (most, value, i) => Math.max(most, Math.abs(value - expected[name][i]!)),
        0,
      );
      assert.ok(worst < 1e-5 * Math.sqrt(terms), `${name}: ${worst}`);
    }
    assert.deepEqual(gradients(conv2d, 'float32', x, w, dy), got);
    tf.dispose([x, w, dy]);
  });

  for (const precision of ['float32', 'bfloat16'] as const)
    it(`of parts is that of their join, to the bit, in ${precision}`, { skip: skipped(precision) }, () => {
      const random = new Random(4);
      for (const channels of [
        [16, 16],
        [32, 32, 32],
        [144, 144], // more than a block of the weights' gradient takes
        [16, 32],
        [8, 8],
      ]) {
        const inputs = channels.reduce((sum, part) => sum + part);
        const x = channels.map((part) => whole([2, 17, 22, part], random));
        const [w, dy] = [whole([3, 3, inputs, 32], random), whole([2, 17, 22, 32], random)];
        const results = [false, true].map((join) => {
          const program = new Program({ variables: [], precision });
          const step = program.define('step', ({ w, dy, ...parts }: Record<string, Tensor>) => {
            const convolution = (...tensors: Tensor[]): Tensor => {
              const [w, ...x] = tensors as Tensor4D[];
              return conv2d(tf.concat(x, 3), w!, 1, join ? undefined : x);
            };
            const given = [w!, ...Object.values(parts)];
            const gradients = tf.grads((...tensors) => tf.sum(tf.mul(convolution(...tensors), dy!)))(given);
            return { y: convolution(...given), ...Object.fromEntries(gradients.map((g, i) => [`g${i}`, g])) };
          });
          const found = step({ w, dy, ...Object.fromEntries(x.map((part, i) => [`x${i}`, part])) });
          const values = Object.fromEntries(
            Object.entries(found).map(([name, tensor]) => [name, [...tensor.dataSync()]]),
          );
          tf.dispose(found);
          program.dispose();
          return values;
        });
        assert.equal(Object.keys(results[0]!).length, 2 + channels.length);
        assert.deepEqual(results[0], results[1], channels.join(', '));
        tf.dispose([...x, w, dy]);
      }
    });

  it('leaves other shapes, strides and kernels to TensorFlow', () => {
    const random = new Random(3);
    for (const [shape, filter, stride] of [
      [[1, 6, 6, 3], [3, 3, 3, 16], 1],
      [[1, 6, 6, 8], [3, 3, 8, 4], 1],
      [[1, 6, 6, 8], [2, 2, 8, 16], 1],
      [[1, 6, 6, 8], [3, 3, 8, 16], 2],
    ] as const) {
      const [x, w] = [whole([...shape], random), whole([...filter], random)];
      const dw = (convolution: Convolution) =>
        tf.tidy(() =>
          tf
            .grad((b) => tf.sum(convolution(x, b as Tensor4D, stride)))(w)
            .dataSync(),
        );
      assert.deepEqual(dw(conv2d), dw(stock));
      tf.dispose([x, w]);
    }
  });
});
