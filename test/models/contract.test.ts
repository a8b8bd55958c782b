import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Rank, Tensor4D } from '@tensorflow/tfjs';
import { isNative, tf } from 'unetlab/backend';
import { createLoss } from 'unetlab/losses';
import {
  architectures,
  createModel,
  forwardSeed,
  headBiasFor,
  type ArchitectureName,
  type ModelConfig,
  type Norm,
} from 'unetlab/models';
import { trainingConfig, TrainingSteps, type TrainingConfig } from 'unetlab/training';
import type { Batch } from 'unetlab/types';

const small: Partial<ModelConfig> = { depth: 2, baseFilters: 4, dropout: 0.2 };
const names = Object.keys(architectures) as ArchitectureName[];

/** Two bright squares on grey noise, the same each time. */
function batchOf(n: number, size: number, channels: 1 | 3 = 1): Batch {
  const masks = Float32Array.from({ length: n * size * size }, (_, i) => {
    const [x, y] = [i % size, Math.floor(i / size) % size];
    return Number(x > 2 && x < 7 && y > 3 && y < 9);
  });
  const images = Float32Array.from({ length: n * size * size * channels }, (_, i) => {
    const noise = Math.abs(Math.sin(i * 12.9898) * 43758.5453) % 1;
    return 0.7 * masks[Math.floor(i / channels)]! + 0.3 * noise;
  });
  return {
    ids: Array.from({ length: n }, (_, i) => `image${i}`),
    images,
    masks,
    shape: [n, size, size, channels],
  };
}

/** Losses of `count` steps on one batch. */
function losses(
  name: ArchitectureName,
  model: Partial<ModelConfig>,
  config: Partial<TrainingConfig>,
  count: number,
): number[] {
  const network = createModel(name, model);
  const steps = new TrainingSteps(network, createLoss('combined'), trainingConfig(config));
  const batch = batchOf(2, 16);
  const result = Array.from({ length: count }, (_, i) => {
    const numbers = {
      learningRate: config.learningRate ?? 3e-3,
      update: i + 1,
      batch: i + 1,
      lossWeights: [0.7, 0.3],
      accumulated: 1,
    };
    return steps.step(batch, numbers).loss;
  });
  steps.dispose();
  network.dispose();
  return result;
}

for (const name of names)
  describe(name, () => {
    it('gives logits of the image size, for odd sizes and RGB too', () => {
      const model = createModel(name, { ...small, channels: 3 });
      const x = tf.zeros<Rank.R4>([2, 19, 26, 3]);
      const [logits] = model.forward(x, { training: false });
      assert.deepEqual(logits.shape, [2, 19, 26, 1]);
      assert.ok(logits.dataSync().every(Number.isFinite));
      assert.throws(
        () => model.forward(tf.zeros<Rank.R4>([1, 8, 8, 1]), { training: false }),
        /of 3 channels, these have 1/,
      );
      model.dispose();
    });

    it('learns one batch', () => {
      const path = losses(name, { ...small, headBias: -3 }, {}, 40);
      assert.ok(path.at(-1)! < 0.75 * path[0]!, `${path[0]} to ${path.at(-1)}`);
    });

    it('computes the same compiled as eagerly, over 20 steps', { skip: !isNative }, () => {
      for (const norm of ['batch', 'group', 'none'] as const satisfies Norm[]) {
        // The published learning rate: at larger ones rounding alone grows past the tolerance in 20 steps.
        const config = { learningRate: 1e-4 };
        const compiled = losses(name, { ...small, norm }, { ...config, mode: 'compiled' }, 20);
        const eager = losses(name, { ...small, norm }, { ...config, mode: 'eager' }, 20);
        compiled.forEach((loss, i) => {
          assert.ok(
            Math.abs(loss - eager[i]!) <= 1e-5 * eager[i]!,
            `${norm}, step ${i + 1}: ${loss} and ${eager[i]}`,
          );
        });
      }
    });

    it('has logits for each level under deep supervision', () => {
      const model = createModel(name, { ...small, deepSupervision: true });
      const levels = model.forward(tf.zeros<Rank.R4>([1, 16, 16, 1]), {
        training: true,
        seed: forwardSeed(1, 1),
      });
      assert.deepEqual(
        levels.map(({ shape }) => shape[1]),
        [16, 8],
      );
      model.dispose();
    });

    it('starts the same for the same seed, and saves and restores equal', () => {
      const [first, twin, other] = [1, 1, 2].map((seed) => createModel(name, { ...small, seed }));
      const x: Tensor4D = tf.randomUniform([1, 16, 16, 1], 0, 1, 'float32', 3);
      const predict = (model: typeof first): number[] => Array.from(model!.predict(x).dataSync());
      assert.deepEqual(predict(first), predict(twin));
      assert.notDeepEqual(predict(first), predict(other));
      other!.parameters.restore(first!.parameters.values());
      assert.deepEqual(predict(first), predict(other));
      assert.throws(() => {
        first!.parameters.restore(new Map());
      }, /no value for parameter/);
      for (const model of [first, twin, other]) model!.dispose();
    });

    it('leaks no tensor', () => {
      const before = tf.memory().numTensors;
      losses(name, small, {}, 3);
      assert.equal(tf.memory().numTensors, before);
    });
  });

describe('createModel', () => {
  it('names what it does not know', () => {
    assert.throws(
      () => createModel('vnet' as ArchitectureName),
      /unknown architecture vnet; there are unet, attention-unet/,
    );
    assert.throws(
      () => createModel('unet', { depth: 9 }),
      /invalid depth: 9; allowed: an integer from 1 to 6/,
    );
  });

  it('starts its head where it is told, else at the foreground share, once', () => {
    const of = (headBias: number | null, deepSupervision = false) =>
      createModel('unet', { ...small, headBias, deepSupervision });
    const bias = (model: ReturnType<typeof of>): number[] =>
      [...model.parameters.values()]
        .filter(([name]) => /^head\d*\/bias$/.test(name))
        .map(([, values]) => Math.round(values[0]! * 1e4) / 1e4);
    const [free, fixed] = [of(null, true), of(-3)];
    assert.deepEqual([bias(free), free.headStart], [[0, 0], null]);
    free.startHead(0.78);
    assert.deepEqual(bias(free), [1.2657, 1.2657]);
    assert.ok(Math.abs(free.headStart! - Math.log(0.78 / 0.22)) < 1e-9);
    free.startHead(0.04);
    assert.deepEqual(bias(free), [1.2657, 1.2657]);
    fixed.startHead(0.78);
    assert.deepEqual([bias(fixed), fixed.headStart], [[-3], -3]);
    const restored = of(null);
    restored.parameters.restore(fixed.parameters.values());
    restored.startHead(0.5);
    assert.deepEqual([bias(restored), restored.headStart], [[-3], null]);
    for (const model of [free, fixed, restored]) model.dispose();
    assert.ok(Math.abs(headBiasFor(0) + headBiasFor(1)) < 1e-9);
    assert.ok(Math.abs(headBiasFor(0) + Math.log(99)) < 1e-9);
    assert.throws(() => headBiasFor(NaN), /invalid foreground share: NaN; allowed: \[0, 1\]/);
    assert.throws(
      () => createModel('unet', { headBias: NaN }),
      /invalid headBias: NaN; allowed: a number, or null/,
    );
  });

  it('has the parameters of the published network', () => {
    const model = createModel('unet', { depth: 4, baseFilters: 16 });
    assert.equal(model.parameters.count, 1_942_289);
    model.dispose();
  });
});
