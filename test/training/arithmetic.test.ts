import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { tf } from 'unetlab/backend';
import { packBatch } from 'unetlab/data';
import { trainingConfig, TrainingSteps, type TrainingConfig, type TrainingLoss } from 'unetlab/training';
import { oneWeight, pictures, square } from './one-weight';

const x = [1, 2, 3, 4];
const y = [0, 1, 1, 0];
const batch = packBatch(pictures([x], [y]));
const other = packBatch(pictures([[2, 0, 1, 1]], [[1, 1, 0, 1]]));
/** ∂/∂w of the mean of (w x − y)². */
const slope = (w: number, { images, masks }: typeof batch): number =>
  images.reduce((sum, v, i) => sum + 2 * (w * v - masks[i]!) * v, 0) / images.length;

const near = (got: number, want: number, tolerance = 2e-6): void => {
  assert.ok(Math.abs(got - want) <= tolerance * Math.max(1, Math.abs(want)), `got ${got}, want ${want}`);
};

/** Adam as Kingma and Ba write it, in double precision, with what may happen before and after. */
function byHand(
  config: TrainingConfig,
  gradients: (w: number) => number,
  rates: readonly number[],
  decay = true,
): { w: number; average: number } {
  const { beta1, beta2, epsilon } = config.adam;
  let [w, m, v, average] = [0.5, 0, 0, 0.5];
  rates.forEach((rate, i) => {
    let g = gradients(w);
    if (decay) g += 2 * config.l2 * w;
    if (config.clipNorm !== null && Math.abs(g) > config.clipNorm) g = Math.sign(g) * config.clipNorm;
    m = beta1 * m + (1 - beta1) * g;
    v = beta2 * v + (1 - beta2) * g * g;
    const step = (rate * Math.sqrt(1 - beta2 ** (i + 1))) / (1 - beta1 ** (i + 1));
    const shrink = decay ? rate * config.weightDecay * w : 0;
    w = w - (step * m) / (Math.sqrt(v) + epsilon) - shrink;
    if (config.ema !== null) average = config.ema * average + (1 - config.ema) * w;
  });
  return { w, average };
}

const rates = [0.1, 0.1, 0.05, 0.02, 0.02];
const numbers = (i: number, accumulated = 1, lossWeights: readonly number[] = [1]) => ({
  learningRate: rates[i]!,
  update: i + 1,
  batch: i + 1,
  lossWeights,
  accumulated,
});

describe('a step', () => {
  const cases: Record<string, Partial<TrainingConfig>> = {
    'clipped to a norm of 1': {},
    'without clipping': { clipNorm: null },
    'clipped above every gradient': { clipNorm: 1e3 },
    'with L2': { clipNorm: null, l2: 0.3 },
    'with weight decay': { clipNorm: null, weightDecay: 0.4 },
    'with other Adam': { clipNorm: null, adam: { beta1: 0.7, beta2: 0.9, epsilon: 1e-2 } },
    'with a moving average': { clipNorm: 2, ema: 0.75 },
    'with all of it': { clipNorm: 0.5, l2: 0.1, weightDecay: 0.2, ema: 0.5 },
  };
  for (const [name, given] of Object.entries(cases))
    for (const decay of [true, false])
      it(`is Adam by hand, ${name}${decay ? '' : ', of a weight that does not decay'}`, () => {
        const config = trainingConfig({ ...given, mode: 'eager' });
        const model = oneWeight(0.5, { decay });
        const steps = new TrainingSteps(model, square, config);
        rates.forEach((_, i) => steps.step(batch, numbers(i)));
        const want = byHand(config, (w) => slope(w, batch), rates, decay);
        near(model.weight(), want.w);
        assert.equal(model.parameters.values().get('frozen')![0], 7);
        if (config.ema !== null) {
          steps.swapAverages();
          near(model.weight(), want.average);
          steps.swapAverages();
          near(model.weight(), want.w);
        }
        const slots = ['w#moment1', 'w#moment2', ...(config.ema === null ? [] : ['w#average'])];
        assert.deepEqual([...steps.variables.keys()], slots);
        steps.dispose();
      });

  it('of accumulated batches takes the mean of their gradients, and begins again at nothing', () => {
    const config = trainingConfig({ accumulate: 2, clipNorm: null, mode: 'eager' });
    const model = oneWeight(0.5);
    const steps = new TrainingSteps(model, square, config);
    for (const i of [0, 1]) {
      const before = model.weight();
      steps.accumulateStep(batch, numbers(i, 1));
      assert.equal(model.weight(), before);
      steps.step(other, numbers(i, 2));
    }
    const want = byHand(config, (w) => (slope(w, batch) + slope(w, other)) / 2, rates.slice(0, 2));
    near(model.weight(), want.w);
    steps.dispose();
  });

  it('weighs its terms itself: each is multiplied by e^−s, and s is learned', () => {
    const config = trainingConfig({ adaptiveWeights: true, clipNorm: null, mode: 'eager' });
    const model = oneWeight(0.5);
    const steps = new TrainingSteps(model, square, config);
    const adaptive = (): number => steps.variables.get('loss/log-variance')!.dataSync()[0]!;
    assert.equal(adaptive(), 0);
    const { loss } = steps.step(batch, numbers(0));
    near(loss, 1.125); // the mean of 0.25, 0, 0.25 and 4
    near(adaptive(), 0.1, 1e-5); // ∂/∂s = 1 − 1.125 at s = 0: Adam's first step is as long as its rate
    near(model.weight(), 0.4, 1e-5);
    steps.step(batch, numbers(1)); // the slope of w is by e^−0.1
    let [m, v, w] = [0, 0, 0.5];
    for (const [i, factor] of [1, Math.exp(-0.1)].entries()) {
      const g = factor * slope(w, batch);
      m = 0.9 * m + 0.1 * g;
      v = 0.999 * v + 0.001 * g * g;
      w -= (0.1 * Math.sqrt(1 - 0.999 ** (i + 1)) * m) / (1 - 0.9 ** (i + 1)) / (Math.sqrt(v) + 1e-7);
    }
    near(model.weight(), w, 1e-5); // 1 − β₂ᵗ has few digits in float32
    steps.dispose();
  });

  it('lets no weight decay take from what weighs its terms', () => {
    const model = oneWeight(0.5);
    const config = trainingConfig({ adaptiveWeights: true, weightDecay: 0.5, clipNorm: null, mode: 'eager' });
    const steps = new TrainingSteps(model, square, config);
    const adaptive = steps.variables.get('loss/log-variance')!;
    adaptive.assign(tf.tensor([0.5]));
    steps.step(batch, numbers(0));
    near(adaptive.dataSync()[0]!, 0.4, 1e-5); // one step of the rate, 0.1, and no 0.1 · 0.5 · 0.5
    steps.dispose();
  });
});

describe('what a batch gives', () => {
  const two = packBatch(
    pictures(
      [
        [2, -4, 0, 6],
        [-2, 2, -2, 2],
      ],
      [
        [1, 1, 0, 0],
        [0, 1, 0, 1],
      ],
    ),
  );
  const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));

  it('is the sums of each image: a logit of 0 is foreground', () => {
    const steps = new TrainingSteps(oneWeight(0.5), square, trainingConfig({ mode: 'eager' }));
    const { loss, terms, sums } = steps.evaluate(two, [3]);
    const square2 = [0, 9, 0, 9, 1, 0, 1, 0].reduce((a, b) => a + b) / 8;
    near(terms[0]!, square2);
    near(loss, 3 * square2);
    assert.deepEqual(
      sums.map(({ truth, predicted, hit, pixels }) => [truth, predicted, hit, pixels]),
      [
        [2, 3, 1, 4],
        [2, 2, 2, 4],
      ],
    );
    near(sums[0]!.probability, sigmoid(1) + sigmoid(-2) + 0.5 + sigmoid(3));
    near(sums[0]!.product, sigmoid(1) + sigmoid(-2));
    near(sums[1]!.product, 2 * sigmoid(1));
    steps.dispose();
  });

  it('leaves out the pixels that do not count', () => {
    const steps = new TrainingSteps(oneWeight(0.5), square, trainingConfig({ mode: 'eager' }));
    const counted = Float32Array.from([1, 0, 1, 0, 1, 1, 1, 0]);
    const [first, second] = steps.evaluate({ ...two, counted }, [1]).sums;
    const { truth, predicted, hit, pixels } = first!;
    assert.deepEqual([truth, predicted, hit, pixels], [1, 2, 1, 2]);
    near(first!.probability, sigmoid(1) + 0.5);
    near(first!.product, sigmoid(1));
    assert.equal(second!.pixels, 3);
    steps.dispose();
  });

  it('is foreground with the probability of its logit', () => {
    const steps = new TrainingSteps(oneWeight(0.5), square, trainingConfig({ mode: 'eager' }));
    steps.predict(two.images, two.shape).forEach((p, i) => {
      near(p, sigmoid(0.5 * two.images[i]!));
    });
    steps.dispose();
  });
});

describe('deep supervision', () => {
  /** Hands out what the term was given, as numbers. */
  const spy = (given: Record<'truth' | 'distance' | 'counted', number[] | null>[]): TrainingLoss => ({
    name: 'spy',
    weights: [1],
    terms: [
      {
        name: 'spy',
        options: {},
        needsDistance: true,
        value: ({ truth, logits, distance, counted }) => {
          given.push({
            truth: Array.from(truth.dataSync()),
            distance: Array.from(distance!.dataSync()),
            counted: counted ? Array.from(counted.dataSync()) : null,
          });
          return logits.square().mean();
        },
      },
    ],
  });
  const mask = [1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1];
  const wide = packBatch([
    {
      id: 'p',
      group: 'g',
      height: 4,
      width: 4,
      channels: 1,
      image: Float32Array.from({ length: 16 }, (_, i) => (i % 4 < 2 ? 1 : 3)),
      mask: Uint8Array.from(mask),
    },
  ]);

  it('gives each level its own truth and distance, and half the weight of the finer one', () => {
    const given: Parameters<typeof spy>[0] = [];
    const model = oneWeight(1, { levels: 3 });
    const steps = new TrainingSteps(model, spy(given), trainingConfig({ mode: 'eager', clipNorm: null }));
    const { loss } = steps.step(wide, numbers(0));
    // 5 and 5 and, on the one pixel of the coarsest level, 4: weights 1, 1/2 and 1/4
    near(loss, (5 + 5 / 2 + 4 / 4) / 1.75);
    assert.deepEqual(given[0]!.truth, mask);
    assert.deepEqual(given[1]!.truth, [0.75, 0, 0, 0.25]);
    assert.deepEqual(given[2]!.truth, [0.25]);
    const means = (values: readonly number[], at: readonly number[]): number =>
      at.reduce((sum, i) => sum + values[i]!, 0) / at.length;
    near(given[1]!.distance![0]!, means(given[0]!.distance!, [0, 1, 4, 5]) / 2);
    near(given[1]!.distance![3]!, means(given[0]!.distance!, [10, 11, 14, 15]) / 2);
    near(given[2]!.distance![0]!, means(given[1]!.distance!, [0, 1, 2, 3]) / 2);
    assert.ok(given.every(({ counted }) => counted === null));
    steps.dispose();
  });

  it('takes means over the pixels that count', () => {
    const given: Parameters<typeof spy>[0] = [];
    const model = oneWeight(1, { levels: 2 });
    const steps = new TrainingSteps(model, spy(given), trainingConfig({ mode: 'eager' }));
    const counted = Float32Array.from({ length: 16 }, (_, i) => Number(i !== 4 && i % 4 < 3 && i < 10));
    steps.step({ ...wide, counted }, numbers(0));
    // rows 1110, 0110, 1100, 0000 count
    assert.deepEqual(given[1]!.counted, [0.75, 0.5, 0.5, 0]);
    const want = [2 / 3, 0, 0, 0];
    given[1]!.truth!.forEach((value, i) => {
      near(value, want[i]!);
    });
    steps.dispose();
  });

  it('has a distance also where a mask has no edge: the diagonal', () => {
    const given: Parameters<typeof spy>[0] = [];
    const steps = new TrainingSteps(oneWeight(1), spy(given), trainingConfig({ mode: 'eager' }));
    steps.evaluate({ ...wide, masks: new Float32Array(16) }, [1]);
    steps.evaluate({ ...wide, masks: new Float32Array(16).fill(1) }, [1]);
    given[0]!.distance!.forEach((value) => {
      near(value, Math.hypot(4, 4));
    });
    given[1]!.distance!.forEach((value) => {
      near(value, -Math.hypot(4, 4));
    });
    steps.dispose();
  });
});
