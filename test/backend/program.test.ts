import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Scalar, Tensor, Tensor1D, Tensor4D, Variable } from '@tensorflow/tfjs';
import { applyAdam, assign, dropout, isNative, Program, statelessUniform, tf } from 'unetlab/backend';

type Inputs = Record<string, Tensor>;
const numbers = (tensor: Tensor): number[] => Array.from(tensor.dataSync());
const near = (got: readonly number[], want: readonly number[], tolerance = 1e-6): void => {
  assert.equal(got.length, want.length);
  want.forEach((value, i) => {
    assert.ok(
      Math.abs(got[i]! - value) <= tolerance * Math.max(1, Math.abs(value)),
      `[${i}] got ${got[i]}, want ${value}`,
    );
  });
};

/** Runs `fn` once eagerly and once as a graph and compares all outputs. */
function compare(fn: (inputs: Inputs) => Inputs, inputs: Inputs): void {
  const eager = fn(inputs);
  const program = new Program({ variables: [], mode: 'compiled', onNotice: (line) => assert.fail(line) });
  const compiled = program.define('f', fn)(inputs);
  for (const [name, tensor] of Object.entries(eager)) {
    assert.deepEqual(compiled[name]!.shape, tensor.shape, name);
    assert.equal(compiled[name]!.dtype, tensor.dtype, name);
    near(numbers(compiled[name]!), numbers(tensor));
  }
  program.dispose();
}

describe('a compiled function', { skip: !isNative && 'native TensorFlow is not built' }, () => {
  const x = tf.tensor4d(
    Array.from({ length: 2 * 6 * 5 * 4 }, (_, i) => Math.sin(i * 1.7)),
    [2, 6, 5, 4],
  );

  it('gives what eager execution gives, op by op', () => {
    const w = tf.tensor4d(
      Array.from({ length: 3 * 3 * 4 * 2 }, (_, i) => Math.cos(i)),
      [3, 3, 4, 2],
    );
    compare(
      ({ x, w }) => {
        const image = x as Tensor4D;
        const kernel = w as Tensor4D;
        return {
          same: tf.conv2d(image, kernel, 1, 'same'),
          strided: tf.conv2d(image, kernel, 2, 'valid'),
          up: tf.conv2dTranspose(
            tf.conv2d(image, kernel, 1, 'same'),
            tf.ones([2, 2, 3, 2]),
            [2, 12, 10, 3],
            2,
            'same',
          ),
          depthwise: tf.depthwiseConv2d(image, tf.ones([3, 3, 4, 1]), 1, 'same'),
          maxPool: tf.maxPool(image, 2, 2, 'same'),
          avgPool: tf.avgPool(image, 3, 1, 'valid'),
          concat: tf.concat([image, image], 3),
          split: tf.split(image, [1, 3], 3)[1]!,
          slice: tf.slice(image, [0, 1, 0, 2], [1, -1, 3, 1]),
          reshape: tf.reshape(image, [2, -1]),
          transpose: tf.transpose(image, [0, 3, 1, 2]),
          stack: tf.stack([image, image], 1),
          unstack: tf.unstack(image, 3)[2]!,
          tile: tf.tile(image, [1, 2, 1, 1]),
          mirror: tf.mirrorPad(
            image,
            [
              [0, 0],
              [1, 2],
              [0, 1],
              [0, 0],
            ],
            'symmetric',
          ),
          pad: tf.pad(
            image,
            [
              [0, 0],
              [1, 2],
              [0, 1],
              [0, 0],
            ],
            0.5,
          ),
          sum: tf.sum(image, [1, 2]),
          mean: tf.mean(image, -1, true),
          max: tf.max(image, 3),
          argMax: tf.argMax(image, 3),
          softmax: tf.softmax(image),
          matMul: tf.matMul(tf.reshape(image, [2, 30, 4]), tf.reshape(image, [2, 30, 4]), true, false),
          broadcast: tf.add(tf.mul(image, tf.tensor1d([1, 2, 3, 4])), tf.scalar(2)),
          chain: tf.log(tf.add(tf.exp(tf.neg(tf.abs(image))), 1)),
          powers: tf.pow(tf.add(tf.square(image), 0.1), 0.75),
          logic: tf.where(tf.greater(image, 0), tf.sigmoid(image), tf.tanh(image)),
          flags: tf.logicalAnd(tf.less(image, 0.5), tf.logicalNot(tf.equal(image, 0))),
          cast: tf.cast(tf.greaterEqual(image, 0), 'int32'),
          nearest: tf.image.resizeNearestNeighbor(image, [12, 10]),
          bilinear: tf.image.resizeBilinear(image, [3, 9]),
          expand: tf.expandDims(image, 2),
          clip: tf.clipByValue(image, -0.2, 0.3),
        };
      },
      { x, w },
    );
  });

  it('has the same gradients', () => {
    compare(
      ({ x }) => {
        const gradient = tf.grad((input) => {
          const image = input as Tensor4D;
          const pooled = tf.maxPool(image, 2, 2, 'same');
          const resized = tf.image.resizeBilinear(pooled, [6, 5]);
          const joined = tf.concat([tf.softplus(resized), tf.relu(image)], 3);
          return tf.sum(tf.mul(tf.mean(joined, [1, 2]), tf.tensor1d([1, 2, 3, 4, 5, 6, 7, 8])));
        });
        return { gradient: gradient(x!) };
      },
      { x },
    );
  });

  it('keeps its variables between calls and gives them back', () => {
    const total = tf.variable(tf.tensor1d([0, 10]), false);
    const program = new Program({ variables: [total] });
    const add = program.define('add', ({ x }: { x: Tensor1D }) => {
      const before = tf.mul(total, 1);
      assign(total, tf.add(total, x));
      assign(total, tf.mul(total, 2));
      return { before, after: tf.mul(total, 1) };
    });
    const one = tf.tensor1d([1, 1]);
    near(numbers(add({ x: one }).after), [2, 22]);
    near(numbers(add({ x: one }).before), [2, 22]);
    near(numbers(total), [0, 10]); // the session holds the state
    program.pull();
    near(numbers(total), [6, 46]);
    total.assign(tf.tensor1d([1, 1]));
    program.push();
    near(numbers(add({ x: one }).after), [4, 4]);
    near(numbers(add({ x: tf.tensor1d([3]) }).after), [14, 14]); // another shape: a new session with the same state
    near(numbers(add({ x: one }).after), [30, 30]);
    program.dispose();
    near(numbers(total), [30, 30]);
  });

  it('takes Adam as Kingma and Ba have it, in the graph and eagerly', () => {
    const path = (mode: 'compiled' | 'eager'): number[] => {
      const [w, m, v] = [
        [1, -2],
        [0, 0],
        [0, 0],
      ].map((values) => tf.variable(tf.tensor1d(values))) as [Variable, Variable, Variable];
      const program = new Program({ variables: [w, m, v], mode });
      const step = program.define('step', ({ rate, p1, p2 }: Record<'rate' | 'p1' | 'p2', Scalar>) => {
        applyAdam({
          variable: w,
          moment1: m,
          moment2: v,
          gradient: tf.mul(w, 2),
          learningRate: rate,
          beta1Power: p1,
          beta2Power: p2,
          beta1: 0.9,
          beta2: 0.999,
          epsilon: 1e-7,
        });
        return { w: tf.mul(w, 1) };
      });
      let last: number[] = [];
      for (let t = 1; t <= 3; t += 1)
        last = numbers(
          step({ rate: tf.scalar(0.1 / t), p1: tf.scalar(0.9 ** t), p2: tf.scalar(0.999 ** t) }).w,
        );
      program.dispose();
      return last;
    };
    // By hand, in double precision.
    const want = [1, -2].map((start) => {
      let [w, m, v] = [start, 0, 0];
      for (let t = 1; t <= 3; t += 1) {
        const g = 2 * w;
        m = 0.9 * m + 0.1 * g;
        v = 0.999 * v + 0.001 * g * g;
        w -= ((0.1 / t) * Math.sqrt(1 - 0.999 ** t) * m) / (1 - 0.9 ** t) / (Math.sqrt(v) + 1e-7);
      }
      return w;
    });
    near(path('compiled'), want, 1e-5);
    near(path('eager'), want, 1e-5);
  });

  it('draws the masks that the seed says, the same eagerly', () => {
    compare(({ seed }) => ({ u: statelessUniform([3, 7], seed as Tensor1D) }), {
      seed: tf.tensor1d([5, 9], 'int32'),
    });
    const program = new Program({ variables: [] });
    const mask = program.define('mask', ({ seed }: { seed: Tensor1D }) => ({
      y: dropout(tf.ones([1000]), 0.3, seed),
    }));
    const draw = (step: number): number[] => numbers(mask({ seed: tf.tensor1d([1, step], 'int32') }).y);
    assert.deepEqual(draw(1), draw(1));
    assert.notDeepEqual(draw(1), draw(2));
    const kept = draw(3).filter((value) => value > 0);
    near([kept[0]!], [1 / 0.7]);
    assert.ok(Math.abs(kept.length / 1000 - 0.7) < 0.05);
    program.dispose();
  });

  it('refuses a tensor from outside in place of freezing it, and goes on eagerly', () => {
    const notices: string[] = [];
    const program = new Program({ variables: [], onNotice: (line) => notices.push(line) });
    const outside = tf.tensor1d([1, 2]);
    const add = program.define('add', ({ x }: { x: Tensor1D }) => ({ y: tf.add(x, outside) }));
    near(numbers(add({ x: tf.tensor1d([1, 1]) }).y), [2, 3]);
    assert.match(notices.join(), /add runs op by op.*hand it in as an input or make it a variable/);
    assert.equal(program.mode, 'eager');
  });

  it('says which op it does not know, and computes the right value all the same', () => {
    const notices: string[] = [];
    const total = tf.variable(tf.scalar(1));
    const program = new Program({ variables: [total], onNotice: (line) => notices.push(line) });
    const known = program.define('known', () => {
      assign(total, tf.add(total, 1));
      return { total: tf.mul(total, 1) };
    });
    near(numbers(known({}).total), [2]);
    const unknown = program.define('unknown', ({ x }: { x: Tensor1D }) => ({
      y: tf.mul(tf.asinh(x), total),
    }));
    near(numbers(unknown({ x: tf.tensor1d([1]) }).y), [2 * Math.asinh(1)]);
    near(numbers(known({}).total), [3]); // the state came along
    assert.match(notices.join(), /unknown runs op by op.*Asinh/);
  });

  it('refuses variables that share their data', () => {
    const one = tf.variable(tf.scalar(1));
    assert.throws(() => new Program({ variables: [one, tf.variable(one.clone())] }), /share their data/);
  });

  it('leaves no tensor behind', () => {
    const program = new Program({ variables: [] });
    const square = program.define('square', ({ x }: { x: Tensor1D }) => ({ y: tf.square(x) }));
    const input = tf.tensor1d([3]);
    tf.dispose(square({ x: input }));
    const before = tf.memory().numTensors;
    for (let i = 0; i < 50; i += 1) tf.dispose(square({ x: input }));
    assert.equal(tf.memory().numTensors, before);
    program.dispose();
  });
});
