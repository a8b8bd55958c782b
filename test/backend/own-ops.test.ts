import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Tensor, Tensor1D, Tensor4D } from '@tensorflow/tfjs';
import {
  batchNormReluTraining,
  batchNormTraining,
  biasAdd,
  Program,
  relu,
  tf,
  upShuffle,
  type Precision,
} from 'unetlab/backend';
import { Random } from 'unetlab/random';
import { typical } from './typical';

const random = new Random(4);
const normal = (...shape: number[]): Tensor =>
  tf.tensor(
    Float32Array.from({ length: shape.reduce((a, b) => a * b) }, () => random.normal()),
    shape,
  );

/** Results of a function and the gradients of their product with `weight`, from a compiled program. */
function compiled(
  precision: Precision,
  fn: (...inputs: Tensor[]) => Tensor,
  weight: Tensor,
  inputs: Tensor[],
): number[][] {
  const program = new Program({ variables: [], precision });
  const names = inputs.map((_, i) => `x${i}`);
  const step = program.define('step', (fed: Record<string, Tensor>) => {
    const given = names.map((name) => fed[name]!);
    const gradients = tf.grads((...x: Tensor[]) => tf.sum(tf.mul(fn(...x), fed.weight!)))(given);
    return { y: fn(...given), ...Object.fromEntries(names.map((name, i) => [name, gradients[i]!])) };
  });
  const results = step({ ...Object.fromEntries(names.map((name, i) => [name, inputs[i]!])), weight });
  const values = ['y', ...names].map((name) => [...(results as Record<string, Tensor>)[name]!.dataSync()]);
  tf.dispose(Object.values(results));
  program.dispose();
  return values;
}

/** Largest difference, as a share of the largest expected value. */
function worst(got: readonly number[], expected: readonly number[]): number {
  const scale = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return got.reduce((most, value, i) => Math.max(most, Math.abs(value - expected[i]!)), 0) / scale;
}

describe('batchNormReluTraining', () => {
  const own = (x: Tensor, scale: Tensor, offset: Tensor): Tensor =>
    batchNormReluTraining(x as Tensor4D, scale as Tensor1D, offset as Tensor1D, 1e-3).y;
  const stock = (x: Tensor, scale: Tensor, offset: Tensor): Tensor =>
    relu(batchNormTraining(x as Tensor4D, scale as Tensor1D, offset as Tensor1D, 1e-3).y);

  for (const shape of [
    [2, 13, 11, 16],
    [1, 1, 3, 48],
    [3, 64, 40, 32],
  ])
    it(`has the gradients of the two ops, [${shape.join(', ')}]`, () => {
      const channels = shape.at(-1)!;
      const inputs = [
        normal(...shape)
          .mul(3)
          .add(1),
        normal(channels),
        normal(channels),
      ];
      const weight = normal(...shape);
      const expected = compiled('float32', stock, weight, inputs);
      compiled('float32', own, weight, inputs).forEach((values, i) => {
        assert.ok(worst(values, expected[i]!) < 2e-5, `output ${i}: ${worst(values, expected[i]!)}`);
      });
      // single values at the ReLU's corner may fall on the other side
      compiled('bfloat16', own, weight, inputs).forEach((values, i) => {
        assert.ok(typical(values, expected[i]!) < 0.03, `output ${i}: ${typical(values, expected[i]!)}`);
      });
      tf.dispose([...inputs, weight]);
    });

  it('finds the moments of values far from 0', () => {
    const random = new Random(7);
    const [pixels, channels] = [2 * 37 * 29, 48];
    // as float32 has them; channel c has its mean at 100 c
    const values = Float32Array.from(
      { length: pixels * channels },
      (_, i) => 100 * (i % channels) + random.normal(),
    );
    const found = batchNormReluTraining(
      tf.tensor4d(values, [2, 37, 29, channels]),
      tf.ones([channels]),
      tf.zeros([channels]),
      1e-3,
    );
    const [mean, variance] = [found.mean.dataSync(), found.variance.dataSync()];
    for (let c = 0; c < channels; c += 1) {
      const own = values.filter((_, i) => i % channels === c);
      const exact = own.reduce((sum, value) => sum + value, 0) / pixels;
      const squares = own.reduce((sum, value) => sum + (value - exact) ** 2, 0) / pixels;
      assert.ok(Math.abs(mean[c]! - exact) <= 1e-6 * exact + 1e-6, `mean of ${c}: ${mean[c]}, ${exact}`);
      assert.ok(Math.abs(variance[c]! - squares) < 1e-4, `variance of ${c}: ${variance[c]}, ${squares}`);
    }
    tf.dispose([found.y, found.mean, found.variance]);
  });
});

describe('upShuffle', () => {
  const own = (cells: Tensor, bias: Tensor): Tensor => upShuffle(cells as Tensor4D, bias as Tensor1D);
  const stock = (cells: Tensor, bias: Tensor): Tensor => {
    const [n, height, width, channels] = (cells as Tensor4D).shape;
    const pairs = tf.transpose(cells.reshape([n * height, width, 2, channels / 2]), [0, 2, 1, 3]);
    return biasAdd(pairs.reshape([n, 2 * height, 2 * width, channels / 4]), bias as Tensor1D);
  };

  for (const [n, height, width, filters] of [
    [2, 5, 7, 16],
    [1, 1, 1, 48],
    [3, 33, 2, 8],
  ] as const)
    it(`is the transposition and the bias, [${n}, ${height}, ${width}, 4 × ${filters}]`, () => {
      const inputs = [normal(n, height, width, 4 * filters), normal(filters)];
      const weight = normal(n, 2 * height, 2 * width, filters);
      const expected = compiled('float32', stock, weight, inputs);
      const [y, dcells, dbias] = compiled('float32', own, weight, inputs);
      assert.deepEqual(y, expected[0]);
      assert.deepEqual(dcells, expected[1]);
      assert.ok(worst(dbias!, expected[2]!) < 2e-6, `${worst(dbias!, expected[2]!)}`);
      compiled('bfloat16', own, weight, inputs).forEach((values, i) => {
        assert.ok(worst(values, expected[i]!) < 0.01, `output ${i}: ${worst(values, expected[i]!)}`);
      });
      tf.dispose([...inputs, weight]);
    });
});
