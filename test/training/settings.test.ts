import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  isExhausted,
  receptiveField,
  scheduledRate,
  trainingConfig,
  watchScore,
  type TrainingConfig,
} from 'unetlab/training';

describe('a configuration', () => {
  const plateau = (change: object) => ({
    reduceOnPlateau: { factor: 0.5, patience: 1, minLearningRate: 0, ...change },
  });
  const table: readonly (readonly [
    name: string,
    good: Partial<TrainingConfig>[],
    bad: Partial<TrainingConfig>[],
  ])[] = [
    [
      'epochs',
      [{ epochs: 1 }, { epochs: 900 }],
      [{ epochs: 0 }, { epochs: 1.5 }, { epochs: NaN }, { epochs: -2 }],
    ],
    ['batchSize', [{ batchSize: 1 }], [{ batchSize: 0 }, { batchSize: 2.5 }]],
    ['accumulate', [{ accumulate: 1 }], [{ accumulate: 0 }, { accumulate: 1.5 }]],
    [
      'learningRate',
      [{ learningRate: 1e-12 }, { learningRate: 9.99 }],
      [{ learningRate: 0 }, { learningRate: 10 }, { learningRate: NaN }],
    ],
    ['l2', [{ l2: 0 }, { l2: 1 }], [{ l2: -1e-9 }, { l2: NaN }]],
    ['weightDecay', [{ weightDecay: 0 }, { weightDecay: 1 }], [{ weightDecay: -1e-9 }]],
    ['clipNorm', [{ clipNorm: null }, { clipNorm: 1e-9 }], [{ clipNorm: 0 }, { clipNorm: -1 }]],
    ['ema', [{ ema: null }, { ema: 0.001 }, { ema: 0.999 }], [{ ema: 0 }, { ema: 1 }, { ema: -0.5 }]],
    [
      'scales',
      [{ scales: [4] }, { scales: [0.1, 1] }],
      [{ scales: [0] }, { scales: [1, 4.1] }, { scales: [] }],
    ],
    [
      'earlyStopping.patience',
      [{ earlyStopping: null }, { earlyStopping: { patience: 1 } }],
      [{ earlyStopping: { patience: 0 } }, { earlyStopping: { patience: 1.5 } }],
    ],
    [
      'reduceOnPlateau.factor',
      [{ reduceOnPlateau: null }, plateau({}), plateau({ factor: 0.99 })],
      [plateau({ factor: 0 }), plateau({ factor: 1 })],
    ],
    ['reduceOnPlateau.patience', [], [plateau({ patience: 0 })]],
    [
      'reduceOnPlateau.minLearningRate',
      [plateau({ minLearningRate: 1e-9 })],
      [plateau({ minLearningRate: -1 })],
    ],
  ];
  for (const [name, good, bad] of table)
    it(`takes a ${name} that makes sense, and names one that does not`, () => {
      for (const given of good) assert.deepEqual(trainingConfig(given), { ...trainingConfig({}), ...given });
      for (const given of bad)
        assert.throws(
          () => trainingConfig(given),
          new RegExp(`^RangeError: invalid ${name}: .*(; allowed: |; give at least one)`),
          JSON.stringify(given),
        );
    });

  it('is the published recipe where nothing is said', () => {
    assert.deepEqual(trainingConfig({}), {
      epochs: 30,
      batchSize: 8,
      accumulate: 1,
      learningRate: 0.001,
      adam: { beta1: 0.9, beta2: 0.999, epsilon: 1e-7 },
      clipNorm: 1,
      l2: 0,
      weightDecay: 0,
      schedule: { kind: 'constant' },
      reduceOnPlateau: null,
      earlyStopping: null,
      monitor: 'valJaccard',
      restoreBest: true,
      ema: null,
      lossWeights: [],
      adaptiveWeights: false,
      scales: [1],
      precision: 'float32',
      mode: 'compiled',
      seed: 1,
    });
  });
});

describe('rates and waiting', () => {
  it('warm up and fall as told, and stay at the end beyond it', () => {
    const at = (epochs: number, warmupEpochs = 4, total = 10): number =>
      scheduledRate(0.5, { kind: 'cosine', warmupEpochs, final: 0.2 }, epochs, total);
    assert.equal(at(1), 0.125);
    assert.equal(at(4), 0.5);
    assert.ok(Math.abs(at(7) - 0.3) < 1e-12);
    assert.ok(Math.abs(at(5.5) - 0.5 * (0.2 + 0.8 * (1 + Math.SQRT1_2) * 0.5)) < 1e-12);
    assert.ok(Math.abs(at(10) - 0.1) < 1e-12 && Math.abs(at(13) - 0.1) < 1e-12);
    assert.equal(at(0, 0), 0.5);
    assert.equal(at(2, 4, 4), 0.25, 'a warm-up as long as the training');
    assert.ok(Math.abs(at(4, 4, 4) - 0.5) < 1e-12);
    assert.equal(scheduledRate(0.5, { kind: 'constant' }, 3, 10), 0.5);
  });

  it('begin anew after each better score, and an equal score is none', () => {
    const config = trainingConfig({
      learningRate: 0.1,
      reduceOnPlateau: { factor: 0.5, patience: 2, minLearningRate: 0.03 },
      earlyStopping: { patience: 3 },
    });
    const scores = [0.5, 0.5, 0.4, 0.6, 0.1, 0.1, 0.1, 0.1];
    let watch = { best: -Infinity, bestEpoch: 0, waited: 0, factor: 1 };
    const seen = scores.map((score, i) => {
      watch = watchScore(watch, i + 1, score, config);
      return [watch.bestEpoch, watch.waited, watch.factor, isExhausted(watch, i + 1, config)];
    });
    assert.deepEqual(
      seen,
      [
        [1, 0, 1, false],
        [1, 1, 1, false],
        [1, 0, 0.5, false],
        [4, 0, 0.5, false],
        [4, 1, 0.5, false],
        [4, 0, 0.3, false],
        [4, 1, 0.3, true],
        [4, 0, 0.3, true],
      ].map((row) => row.map((value) => (value === 0.3 ? 0.03 / 0.1 : value))),
    );
    assert.equal(isExhausted(watch, 99, trainingConfig({})), false);
  });
});

describe('a network’s reach', () => {
  it('is what counting convolutions and poolings gives', () => {
    // one level: 3 × 3 twice (5), pooled (6), twice at half the size (6 + 4 · 2), twice at full size again (+ 4)
    assert.deepEqual([0, 1, 2, 3, 4].map(receptiveField), [5, 18, 44, 96, 200]);
  });
});
