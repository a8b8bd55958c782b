import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { freshWatch, isExhausted, scheduledRate, trainingConfig, watchScore } from 'unetlab/training';

interface Fixture {
  readonly scores: readonly number[];
  readonly cases: readonly {
    readonly factor: number;
    readonly patience: number;
    readonly minimum: number;
    readonly base: number;
    readonly stopAfter: number;
    readonly rates: readonly number[];
    readonly epochs: number;
    readonly bestEpoch: number;
  }[];
}
const fixture = JSON.parse(readFileSync('test/fixtures/training/schedules.json', 'utf8')) as Fixture;

describe('plateau and early stopping', () => {
  for (const expected of fixture.cases)
    it(`follow Keras with patience ${expected.patience} and ${expected.stopAfter}`, () => {
      const config = trainingConfig({
        learningRate: expected.base,
        reduceOnPlateau: {
          factor: expected.factor,
          patience: expected.patience,
          minLearningRate: expected.minimum,
        },
        earlyStopping: { patience: expected.stopAfter },
      });
      let watch = freshWatch;
      const rates: number[] = [];
      for (const [i, score] of fixture.scores.entries()) {
        rates.push(config.learningRate * watch.factor);
        watch = watchScore(watch, i + 1, score, config);
        if (isExhausted(watch, i + 1, config)) break;
      }
      assert.equal(rates.length, expected.epochs);
      assert.equal(watch.bestEpoch, expected.bestEpoch);
      rates.forEach((rate, i) => {
        assert.ok(
          Math.abs(rate - expected.rates[i]!) < 1e-6 * expected.base,
          `epoch ${i + 1}: ${rate}, ${expected.rates[i]}`,
        );
      });
    });

  it('take a NaN score for no improvement', () => {
    const config = trainingConfig({ earlyStopping: { patience: 2 } });
    let watch = watchScore(freshWatch, 1, 0.5, config);
    watch = watchScore(watch, 2, NaN, config);
    watch = watchScore(watch, 3, NaN, config);
    assert.equal(watch.bestEpoch, 1);
    assert.equal(isExhausted(watch, 3, config), true);
  });
});

describe('a training without a score', () => {
  it('neither stops early nor lowers its rate', () => {
    const reduceOnPlateau = { factor: 0.5, patience: 1, minLearningRate: 0 };
    const config = trainingConfig({ earlyStopping: { patience: 2 }, reduceOnPlateau });
    let watch = freshWatch;
    for (let epoch = 1; epoch <= 9; epoch += 1) {
      watch = watchScore(watch, epoch, NaN, config);
      assert.equal(isExhausted(watch, epoch, config), false);
    }
    assert.deepEqual(watch, freshWatch);
  });
});

describe('the cosine schedule', () => {
  it('warms up from 0 and falls to its final share', () => {
    const cosine = { kind: 'cosine', warmupEpochs: 2, final: 0.1 } as const;
    const at = (epochs: number): number => scheduledRate(1, cosine, epochs, 12);
    assert.deepEqual([at(0), at(1), at(2)], [0, 0.5, 1]);
    assert.ok(Math.abs(at(7) - 0.55) < 1e-12 && Math.abs(at(12) - 0.1) < 1e-12);
  });
});

describe('trainingConfig', () => {
  it('names what is wrong and what is allowed', () => {
    assert.throws(() => trainingConfig({ batchSize: 0 }), /invalid batchSize: 0; allowed: an integer from 1/);
    assert.throws(() => trainingConfig({ learningRate: -1 }), /invalid learningRate: -1; allowed: \(0, 10\)/);
    assert.throws(() => trainingConfig({ ema: 1 }), /invalid ema: 1; allowed: \(0, 1\) or null/);
    const reduceOnPlateau = { factor: 2, patience: 5, minLearningRate: 0 };
    assert.throws(() => trainingConfig({ reduceOnPlateau }), /invalid reduceOnPlateau.factor: 2/);
  });
});

describe('early stopping with a warm-up', () => {
  const stopped = (scores: readonly number[], warmup: boolean): number => {
    const config = trainingConfig({ earlyStopping: { patience: 3, warmup } });
    let watch = freshWatch;
    for (const [i, score] of scores.entries()) {
      watch = watchScore(watch, i + 1, score, config, score > 0);
      if (isExhausted(watch, i + 1, config)) return i + 1;
    }
    return 0;
  };
  const late = [0, 0, 0, 0, 0, 0, 0.1, 0.2, 0.1, 0.1, 0.1, 0.1];
  it('waits for the first drawn object', () => {
    assert.equal(stopped(late, false), 4);
    assert.equal(stopped(late, true), 11);
  });
  it('waits to the end for a network that never draws', () => {
    assert.equal(stopped([0, 0, 0, 0, 0, 0, 0, 0], true), 0);
  });
  it('counts from the first drawn object where the monitored score rose before', () => {
    const config = trainingConfig({
      earlyStopping: { patience: 3, warmup: true },
      monitor: 'valJaccardSoft',
    });
    let watch = freshWatch;
    const ends = [0.3, 0.2, 0.2, 0.2, 0.2, 0.2, 0.2, 0.2].map((score, i) => {
      watch = watchScore(watch, i + 1, score, config, i + 1 >= 4);
      return isExhausted(watch, i + 1, config);
    });
    assert.equal(ends.indexOf(true) + 1, 7);
  });
  it('changes nothing where something is drawn from the start', () => {
    const scores = [0.1, 0.2, 0.1, 0.1, 0.1];
    assert.equal(stopped(scores, true), stopped(scores, false));
  });
});
