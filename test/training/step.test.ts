import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isNative, tf } from 'unetlab/backend';
import { packBatch, syntheticMicrobeads } from 'unetlab/data';
import { createLoss, losses, type LossName } from 'unetlab/losses';
import { createModel } from 'unetlab/models';
import { trainingConfig, TrainingSteps, type TrainingConfig } from 'unetlab/training';

const [first, second] = [1, 2].map((seed) => packBatch(syntheticMicrobeads({ count: 2, size: 32, seed })));
const skip = !isNative && 'native TensorFlow is not built';

function start(config: Partial<TrainingConfig>, loss: LossName = 'dice-bce') {
  const model = createModel('unet', { depth: 2, baseFilters: 4, dropout: 0.2 });
  const chosen = createLoss(loss);
  const steps = new TrainingSteps(model, chosen, trainingConfig(config));
  let update = 0;
  return {
    steps,
    /** Loss of one more step. */
    next: (batch = first!, learningRate = 1e-4, accumulated = 1): number => {
      update += 1;
      return steps.step(batch, {
        learningRate,
        update,
        batch: update,
        lossWeights: chosen.weights,
        accumulated,
      }).loss;
    },
    end: () => {
      steps.dispose();
      model.dispose();
    },
  };
}

/** Twenty steps over two batches. */
function path(config: Partial<TrainingConfig>, loss?: LossName): number[] {
  const { next, end } = start(config, loss);
  const values = Array.from({ length: 20 }, (_, i) => next(i % 2 === 0 ? first : second));
  end();
  return values;
}

function assertSame(config: Partial<TrainingConfig>, loss?: LossName): void {
  const compiled = path({ ...config, mode: 'compiled' }, loss);
  path({ ...config, mode: 'eager' }, loss).forEach((want, i) => {
    const got = compiled[i]!;
    assert.ok(
      Math.abs(got - want) <= 1e-5 * Math.max(1e-3, Math.abs(want)),
      `step ${i + 1}: ${got}, eagerly ${want}`,
    );
  });
}

describe('a compiled step', { skip }, () => {
  for (const loss of Object.keys(losses) as LossName[])
    it(`computes what the eager one does with ${loss}`, () => {
      assertSame({}, loss);
    });

  const options: Record<string, Partial<TrainingConfig>> = {
    'no clipping': { clipNorm: null },
    L2: { l2: 1e-3 },
    'weight decay': { weightDecay: 0.01 },
    'moving average': { ema: 0.9 },
    'adaptive weights': { adaptiveWeights: true },
    'other Adam': { adam: { beta1: 0.8, beta2: 0.99, epsilon: 1e-5 } },
  };
  for (const [name, config] of Object.entries(options))
    it(`computes what the eager one does with ${name}`, () => {
      assertSame(config);
    });

  it('takes batch, learning rate and dropout mask as inputs, not as constants', () => {
    const losses = (batches: (typeof first)[], rates: number[]): number[] => {
      const { next, end } = start({});
      const values = batches.map((batch, i) => next(batch, rates[i]));
      end();
      return values;
    };
    const plain = losses([first, first, first], [1e-3, 1e-3, 1e-3]);
    assert.notEqual(
      losses([first, second, first], [1e-3, 1e-3, 1e-3])[1],
      plain[1],
      'another batch, another loss',
    );
    assert.notEqual(
      losses([first, first, first], [1e-3, 1e-1, 1e-3])[2],
      plain[2],
      'another rate, other weights',
    );
    const still = losses([first, first], [1e-30, 1e-30]);
    assert.notEqual(still[0], still[1], 'the same weights and batch, another mask');
  });

  it('keeps its memory over 500 steps', () => {
    const { next, end } = start({});
    for (let i = 0; i < 100; i += 1) next();
    const before = { tensors: tf.memory().numTensors, rss: process.memoryUsage().rss };
    for (let i = 0; i < 400; i += 1) next();
    assert.equal(tf.memory().numTensors, before.tensors);
    const grown = (process.memoryUsage().rss - before.rss) / 2 ** 20;
    assert.ok(grown < 60, `grew by ${grown.toFixed(0)} MB`);
    end();
  });

  it('learns in bfloat16 as in float32, to that precision', () => {
    const [full, half] = (['float32', 'bfloat16'] as const).map((precision) => path({ precision }));
    full!.forEach((want, i) => {
      assert.ok(Math.abs(half![i]! - want) < 0.02 * want, `step ${i + 1}: ${half![i]}, ${want}`);
    });
    assert.notDeepEqual(half, full);
  });
});
