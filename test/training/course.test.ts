import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Scalar } from '@tensorflow/tfjs';
import { augmenter } from 'unetlab/data';
import { Random } from 'unetlab/random';
import {
  evaluate,
  train,
  type TrainingConfig,
  type TrainingLoss,
  type TrainingResult,
  type TrainingTask,
} from 'unetlab/training';
import type { Sample, TrainingProgress } from 'unetlab/types';
import { oneWeight, pictures, splitOf, square, type OneWeight } from './one-weight';

const images = [
  [1, 2, 3, 4],
  [2, 0, 1, 1],
  [1, 1, 0, 2],
  [3, 1, 1, 0],
  [0, 1, 2, 2],
];
const masks = [
  [0, 1, 1, 0],
  [1, 1, 0, 1],
  [0, 1, 0, 1],
  [1, 0, 0, 0],
  [0, 0, 1, 1],
];
const five = pictures(images, masks);
/** Foreground where the image is above 0: any w > 0 predicts the first whole, and one pixel too many of the second. */
const held = pictures(
  [
    [1, 1, -1, -1],
    [1, 1, 1, -1],
    [-1, -2, 0.5, -1],
  ],
  [
    [1, 1, 0, 0],
    [1, 1, 0, 0],
    [0, 0, 0, 0],
  ],
).map((sample, i) => ({ ...sample, id: `h${i}`, group: `h${i}` }));

const meanSquare = (w: number, samples: readonly Sample[]): number =>
  samples.reduce(
    (sum, { image, mask }) => sum + image.reduce((s, v, i) => s + (w * v - mask[i]!) ** 2, 0) / image.length,
    0,
  ) / samples.length;

function task(
  config: Partial<TrainingConfig> = {},
  more: Partial<TrainingTask> = {},
  start = 0.5,
): TrainingTask & { model: OneWeight } {
  return {
    loss: square,
    split: splitOf(five, held),
    onNotice: () => undefined,
    ...more,
    model: oneWeight(start),
    config: { epochs: 3, batchSize: 2, mode: 'eager', ...config },
  };
}

const near = (got: number | undefined, want: number, tolerance = 1e-5): void => {
  assert.ok(Math.abs(got! - want) <= tolerance * Math.max(1, Math.abs(want)), `got ${got}, want ${want}`);
};

describe('an epoch', () => {
  it('reports means over images, whatever the batches: by hand', async () => {
    const { history } = await train(task({ learningRate: 1e-9, epochs: 2 }));
    near(history.loss[0], meanSquare(0.5, five));
    near(history.valLoss[1], meanSquare(0.5, held));
    assert.deepEqual(history.epoch, [1, 2]);
    assert.deepEqual(history.valScored, [2, 2]);
    near(history.valJaccard[0], (1 + 2 / 3) / 2);
    near(history.valDice[0], (1 + 4 / 5) / 2);
    near(history.valPrecision[0], 4 / 6); // of all pixels together
    near(history.valRecall[0], 1);
    assert.deepEqual(history.valFalsePositivePixels, [1, 1]);
    const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));
    const all = held.flatMap(({ image, mask }) =>
      Array.from(image, (v, i) => [sigmoid(v / 2), mask[i]!] as const),
    );
    const sum = (of: (p: number, y: number) => number): number => all.reduce((s, [p, y]) => s + of(p, y), 0);
    const hit = sum((p, y) => p * y);
    near(history.valJaccardSoft[0], (hit + 1) / (4 + sum((p) => p) - hit + 1)); // of all pixels together
  });

  it('has the soft Jaccard of each batch’s pixels, a mean over images of batches with foreground', async () => {
    const empty = { ...five[0]!, id: 'empty', mask: new Uint8Array(4) };
    const split = splitOf([five[1]!, empty], held);
    const { history } = await train(task({ learningRate: 1e-9, epochs: 1, batchSize: 1 }, { split }));
    const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));
    const p = [2, 0, 1, 1].map((v) => sigmoid(0.5 * v));
    const hit = p[0]! + p[1]! + p[3]!;
    near(history.jaccard[0], (hit + 1) / (3 + p.reduce((a, b) => a + b) - hit + 1));
  });

  it('updates after so many batches as are accumulated, and at its end', async () => {
    for (const [accumulate, updates] of [
      [1, 3],
      [2, 2],
      [3, 1],
      [4, 1],
    ] as const) {
      const result = await train(task({ accumulate, epochs: 2 }));
      assert.equal(result.updates, 2 * updates, `${accumulate}`);
    }
    const one = task({ epochs: 1, batchSize: 2, accumulate: 3, learningRate: 0.1, clipNorm: null });
    await train(one);
    near(one.model.weight(), 0.4, 1e-4); // Adam's first step is as long as its rate
  });

  it('takes the images in an order of its own, that the seed alone decides', async () => {
    const orders = async (seed: number): Promise<string[]> => {
      const ids: string[] = [];
      const augment = (sample: Sample): Sample => {
        ids.push(sample.id);
        return sample;
      };
      await train(task({ seed, epochs: 2 }, { augment }));
      return [ids.slice(0, 5).join(' '), ids.slice(5).join(' ')];
    };
    const [first, second] = await orders(1);
    assert.notEqual(first, second);
    assert.deepEqual(await orders(1), [first, second]);
    assert.notDeepEqual(await orders(2), [first, second]);
    assert.deepEqual([...first!.split(' ')].sort(), ['p0', 'p1', 'p2', 'p3', 'p4']);
  });

  it('draws a scale for each batch, that the seed alone decides', async () => {
    const scaled = task({ scales: [0.5, 1, 2], epochs: 2, seed: 5 });
    await train(scaled);
    const want = [1, 2].flatMap((epoch) => {
      const random = new Random(5 * 7_000_003 + epoch);
      return [2, 2, 1].map((n) => {
        const side = 2 * [0.5, 1, 2][random.int(3)]!;
        return `${n} ${side} ${side}`;
      });
    });
    assert.deepEqual(scaled.model.seen, want);
    assert.ok(new Set(want).size > 2);
    const single = task({ scales: [2], epochs: 1 });
    await train(single);
    assert.deepEqual(single.model.seen, ['2 4 4', '2 4 4', '1 4 4']);
  });

  it('sees nothing of pixels to be ignored, at any scale', async () => {
    const ignore = (claim: number) => (sample: Sample) => ({
      ...sample,
      ignore: Uint8Array.from([0, 1, 0, 0]),
      mask: sample.mask.map((y, i) => (i === 1 ? claim : y)),
    });
    const counted: TrainingLoss = {
      ...square,
      terms: [
        {
          ...square.terms[0]!,
          value: ({ truth, logits, counted: counts }) =>
            logits.sub(truth).square().mul(counts!).sum<Scalar>().div(counts!.sum()),
        },
      ],
    };
    const histories = [0, 1].map(async (claim) => {
      const split = splitOf(five.map(ignore(claim)), held.map(ignore(claim)));
      const all = task({ scales: [1, 2], epochs: 2, learningRate: 1e-9 }, { split, loss: counted });
      const { seconds: _, ...columns } = (await train(all)).history;
      return columns;
    });
    const [one, other] = await Promise.all(histories);
    assert.deepEqual(one, other);
    const without = (w: number, samples: readonly Sample[]): number =>
      samples.reduce(
        (sum, { image, mask }) =>
          sum + [0, 2, 3].reduce((s, i) => s + (w * image[i]! - mask[i]!) ** 2, 0) / 3,
        0,
      ) / samples.length;
    near(one!.valLoss[0], without(0.5, held));
    assert.deepEqual(one!.valScored, [2, 2]);
  });

  it('says where it stands after each step, and what time is left', async () => {
    const said: TrainingProgress[] = [];
    let seconds = 100;
    const clock = (): number => seconds;
    const onProgress = (progress: TrainingProgress): void => {
      said.push(progress);
      seconds += 2;
    };
    const { history, seconds: took } = await train(
      task({ epochs: 2, learningRate: 1e-9 }, { clock, onProgress }),
    );
    assert.deepEqual(
      said.map(({ epoch, epochs, step, steps }) => [epoch, epochs, step, steps]),
      [1, 2].flatMap((epoch) => [1, 2, 3].map((step) => [epoch, 2, step, 3])),
    );
    assert.deepEqual(
      said.map(({ elapsedSeconds }) => elapsedSeconds),
      [0, 2, 4, 6, 8, 10],
    );
    assert.deepEqual(
      said.map(({ remainingSeconds }) => remainingSeconds),
      [null, null, 4, 3, 8 / 5, 0].map((value, i) => (i === 3 ? (6 / 4) * 2 : value)),
    );
    assert.deepEqual(
      said.map(({ validationJaccard }) => validationJaccard === null),
      [true, true, true, false, false, false],
    );
    near(said[5]!.validationJaccard!, 5 / 6);
    near(said[2]!.loss, history.loss[0]!);
    near(said[2]!.jaccard, history.jaccard[0]!);
    assert.deepEqual(history.seconds, [6, 6]);
    assert.equal(took, 12);
  });
});

describe('the course of a training', () => {
  it('follows its schedule step by step', async () => {
    const schedule = { kind: 'cosine', warmupEpochs: 2, final: 0.2 } as const;
    const { history } = await train(task({ epochs: 4, learningRate: 0.01, schedule }));
    [0.005, 0.01, 0.01 * (0.2 + 0.8 / 2), 0.002].forEach((rate, i) => {
      near(history.learningRate[i], rate, 1e-9);
    });
  });

  /** Only w > 0 scores; each epoch moves w by −0.2. */
  const falling: TrainingLoss = {
    name: 'falling',
    weights: [1],
    terms: [{ name: 'falling', options: {}, value: ({ logits }) => logits.mean() }],
  };
  const fall = (config: Partial<TrainingConfig>): ReturnType<typeof task> =>
    task({ batchSize: 5, learningRate: 0.2, ...config }, { loss: falling }, 0.5);

  it('ends with the best epoch’s weights, or with the last’s', async () => {
    const best = fall({ epochs: 5 });
    const result = await train(best);
    assert.deepEqual([result.bestEpoch, result.stopped], [1, 'epochs']);
    near(result.best, 5 / 6);
    near(best.model.weight(), 0.3, 1e-4);
    near(result.history.valJaccard[4], 0);
    const last = fall({ epochs: 5, restoreBest: false });
    await train(last);
    near(last.model.weight(), -0.5, 1e-4);
  });

  it('stops early, and lowers its rate where the score stays', async () => {
    const early = await train(fall({ epochs: 9, earlyStopping: { patience: 3 } }));
    assert.deepEqual([early.stopped, early.history.epoch.length], ['early stopping', 4]);
    const reduceOnPlateau = { factor: 0.5, patience: 2, minLearningRate: 0 };
    const { history } = await train(fall({ epochs: 6, reduceOnPlateau }));
    assert.deepEqual(history.learningRate, [0.2, 0.2, 0.2, 0.1, 0.1, 0.05]);
  });

  it('looks at the score that it is told', async () => {
    for (const [monitor, column] of [
      ['valDice', 'valDice'],
      ['valJaccardSoft', 'valJaccardSoft'],
    ] as const) {
      const { best, bestEpoch, history } = await train(fall({ epochs: 2, monitor }));
      assert.equal(best, history[column][bestEpoch - 1]);
    }
    const dice = await train(fall({ epochs: 1, monitor: 'valDice' }));
    near(dice.best, 0.9);
  });

  it('validates with the average of the weights, keeps it, and trains on without it', async () => {
    const averaged = fall({ epochs: 2, ema: 0.5, restoreBest: false });
    const { history } = await train(averaged);
    near(averaged.model.weight(), 0.1, 1e-4);
    near(history.valLoss[0], 0.4 * meanOf(held), 1e-4); // 0.5 and 0.3
    near(history.valLoss[1], 0.25 * meanOf(held), 1e-4); // 0.4 and 0.1
    const kept = fall({ epochs: 2, ema: 0.5 });
    await train(kept);
    near(kept.model.weight(), 0.4, 1e-4);
  });

  it('takes other weights of its terms from an epoch on', async () => {
    const lossWeights = [
      { fromEpoch: 2, weights: [3] },
      { fromEpoch: 4, weights: [5] },
    ];
    const { history } = await train(task({ epochs: 4, learningRate: 1e-9, lossWeights }));
    const whole = meanSquare(0.5, five);
    [1, 3, 3, 5].forEach((factor, i) => {
      near(history.loss[i], factor * whole);
      near(history.valLoss[i], factor * meanSquare(0.5, held));
    });
    await assert.rejects(
      train(task({ lossWeights: [{ fromEpoch: 1, weights: [1, 2] }] })),
      /lossWeights from epoch 1 has 2 weights, the loss square 1 terms/,
    );
  });

  it('stops where it is interrupted, with the epochs that were finished', async () => {
    const controller = new AbortController();
    const begun = task({ learningRate: 0.1 }, { signal: controller.signal });
    let after = NaN;
    const onProgress = ({ epoch, step }: TrainingProgress): void => {
      if (epoch === 1 && step === 3) after = begun.model.weight();
      if (epoch === 2 && step === 2) controller.abort();
    };
    const result = await train({ ...begun, config: { ...begun.config, restoreBest: false }, onProgress });
    assert.deepEqual([result.stopped, result.history.epoch], ['interrupted', [1]]);
    assert.equal(begun.model.weight(), after);
    const atTheEnd = new AbortController();
    const last = await train({
      ...task({ epochs: 1 }),
      signal: atTheEnd.signal,
      onProgress: ({ step }) => {
        if (step === 3) atTheEnd.abort();
      },
    });
    assert.deepEqual([last.stopped, last.history.epoch, last.bestEpoch], ['interrupted', [], 0]);
    assert.ok(Number.isNaN(last.best));
  });

  it('stops at a loss that is not finite, and names the batch', async () => {
    const samples = five.map((sample, i) =>
      i === 3 ? { ...sample, image: sample.image.map(() => Infinity) } : sample,
    );
    const bad = task({ epochs: 2, batchSize: 1 }, { split: splitOf(samples, held) });
    const result = await train(bad);
    assert.equal(result.stopped, 'loss not finite');
    assert.match(
      result.detail!,
      /^epoch 1, batch [1-5] \(p3\): loss (Infinity|NaN); the weights are those before this epoch$/,
    );
    assert.equal(bad.model.weight(), 0.5);
    assert.deepEqual(result.history.epoch, []);
  });

  it('goes on with half the batch where memory does not suffice, and else fails as it failed', async () => {
    const hungry = (most: number, message: string): TrainingLoss => ({
      ...square,
      terms: [
        {
          ...square.terms[0]!,
          value: (inputs) => {
            if (inputs.truth.shape[0] > most) throw new Error(message);
            return square.terms[0]!.value(inputs);
          },
        },
      ],
    });
    const said: string[] = [];
    const said4 = await train({
      ...task({ batchSize: 5 }, { loss: hungry(2, 'OOM when allocating tensor\nof shape') }),
      onNotice: (line) => said.push(line),
    });
    assert.deepEqual(said, [
      'out of memory with batches of 5: going on with 3, 2 of them an update (OOM when allocating tensor)',
      'out of memory with batches of 3: going on with 2, 4 of them an update (OOM when allocating tensor)',
    ]);
    assert.deepEqual(said4.notices, said);
    assert.deepEqual(
      [said4.config.batchSize, said4.config.accumulate, said4.history.epoch.length],
      [2, 4, 3],
    );
    await assert.rejects(train(task({}, { loss: hungry(0, 'std::bad_alloc') })), /OutOfMemory|bad_alloc/);
    await assert.rejects(train(task({}, { loss: hungry(0, 'something else') })), /^Error: something else$/);
  });
});

describe('a training that cannot be', () => {
  const refused = (train_: readonly Sample[], validation: readonly Sample[], want: RegExp): Promise<void> =>
    assert.rejects(train(task({}, { split: splitOf(train_, validation) })), want);
  it('is refused before it begins, in one line', async () => {
    const wide = { ...five[1]!, width: 4, height: 1 };
    const tall = {
      ...five[1]!,
      width: 2,
      height: 4,
      mask: new Uint8Array(8).fill(1),
      image: new Float32Array(8),
    };
    const rgb = { ...five[1]!, channels: 3 as const };
    await refused([], held, /no training images: the split left that side empty/);
    await refused(five, [], /no validation images: the split left that side empty/);
    await refused(
      [five[0]!, wide],
      held,
      /training images differ in size: p0 is 2 × 2 × 1, p1 1 × 4 × 1; load them with one size/,
    );
    await refused([five[0]!, tall], held, /p1 4 × 2 × 1/);
    await refused([five[0]!, rgb], held, /p1 2 × 2 × 3/);
    await refused(five, [held[0]!, tall], /validation images differ in size/);
    const none = five.map((sample) => ({ ...sample, mask: new Uint8Array(4) }));
    await refused(none, held, /no pixel of the 5 training images is foreground/);
    const ignored = five.map((sample) => ({ ...sample, ignore: new Uint8Array(4).fill(1) }));
    await refused(ignored, held, /no pixel of the 5 training images counts: all are to be ignored/);
  });

  it('unless patches of one size are cut from images of several', async () => {
    const side = (n: number, id: string): Sample => ({
      ...five[0]!,
      id,
      group: id,
      height: n,
      width: n,
      image: new Float32Array(n * n).fill(0.5),
      mask: new Uint8Array(n * n).fill(1),
    });
    const augment = augmenter({ patch: { side: 16, perImage: 3 } });
    const cut = task(
      { epochs: 1, batchSize: 4 },
      { augment, split: splitOf([side(16, 'a'), side(20, 'b')], held) },
    );
    await train(cut);
    assert.deepEqual(cut.model.seen, ['4 16 16', '2 16 16']);
    await assert.rejects(
      train(task({}, { augment, split: splitOf([side(16, 'a')], [side(16, 'c'), side(20, 'd')]) })),
      /validation images differ in size/,
    );
  });
});

describe('a training in a kernel', () => {
  it('hears the first interruption alone, in the place of those who listen, and gives them their place back', async () => {
    const heard: string[] = [];
    const listener = (): void => {
      heard.push('kernel');
    };
    process.on('SIGINT', listener);
    Object.assign(globalThis, { __tslab__: {} });
    try {
      const before = process.rawListeners('SIGINT').length;
      const interrupted = async (times: number): Promise<TrainingResult> =>
        train({
          ...task({ epochs: 5 }),
          onProgress: ({ epoch, step }) => {
            if (epoch === 2 && step === 1) for (let i = 0; i < times; i += 1) process.emit('SIGINT');
          },
        });
      const once = await interrupted(1);
      assert.deepEqual([once.stopped, once.history.epoch, heard.length], ['interrupted', [1], 0]);
      assert.equal(process.rawListeners('SIGINT').length, before);
      await interrupted(2);
      assert.deepEqual(heard, ['kernel'], 'the second reaches the kernel');
      assert.deepEqual((await train(task())).history.epoch, [1, 2, 3], 'another work is begun as ever');
      const controller = new AbortController();
      controller.abort();
      assert.deepEqual((await train({ ...task(), signal: controller.signal })).history.epoch, []);
      const during = new AbortController();
      const result = await train({
        ...task(),
        signal: during.signal,
        onProgress: ({ epoch }) => {
          if (epoch === 2) during.abort();
        },
      });
      assert.deepEqual([result.stopped, result.history.epoch], ['interrupted', [1]]);
      assert.equal(process.rawListeners('SIGINT').length, before);
    } finally {
      process.removeListener('SIGINT', listener);
      Reflect.deleteProperty(globalThis, '__tslab__');
    }
  });
});

describe('evaluate', () => {
  it('is the loss and the scores of the samples, in their order', async () => {
    const {
      loss,
      scores,
      images: sums,
    } = await evaluate(oneWeight(0.5), square, held, {
      batchSize: 2,
      mode: 'eager',
    });
    near(loss, meanSquare(0.5, held));
    near(scores.jaccard, 5 / 6);
    assert.deepEqual(
      sums.map(({ predicted, hit }) => [predicted, hit]),
      [
        [2, 2],
        [3, 2],
        [1, 0],
      ],
    );
  });
});

function meanOf(samples: readonly Sample[]): number {
  const all = samples.flatMap(({ image }) => Array.from(image));
  return all.reduce((a, b) => a + b) / all.length;
}
