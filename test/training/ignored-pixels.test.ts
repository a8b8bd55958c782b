import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { packBatch, splitByGroup, syntheticMicrobeads } from 'unetlab/data';
import { createLoss, type LossName } from 'unetlab/losses';
import { createModel } from 'unetlab/models';
import {
  evaluate,
  foregroundShare,
  runRecord,
  train,
  trainingConfig,
  TrainingSteps,
  type TrainingConfig,
} from 'unetlab/training';
import type { Sample } from 'unetlab/types';
import { smallTask } from './small-task';

const size = 32;
const samples = syntheticMicrobeads({ count: 12, size, seed: 5 });
/** The right half is ignored; `claim` puts something there, which must not matter. */
const halves = (claim: 0 | 1): Sample[] =>
  samples.map((sample) => {
    const ignore = sample.mask.map((_, i) => Number(i % size >= size / 2));
    return { ...sample, ignore, mask: sample.mask.map((value, i) => (ignore[i] === 1 ? claim : value)) };
  });

function steps(claim: 0 | 1, name: LossName, config: Partial<TrainingConfig>, deep = false): number[] {
  const model = createModel('unet', { depth: 2, baseFilters: 4, deepSupervision: deep });
  const loss = createLoss(name);
  const run = new TrainingSteps(model, loss, trainingConfig(config));
  const batch = packBatch(halves(claim).slice(0, 3));
  const results = Array.from({ length: 4 }, (_, i) =>
    run.step(batch, {
      learningRate: 3e-3,
      update: i + 1,
      batch: i + 1,
      lossWeights: loss.weights,
      accumulated: 1,
    }),
  );
  const { sums, loss: last } = run.evaluate(batch, loss.weights);
  run.dispose();
  model.dispose();
  return [
    ...results.map(({ loss: value }) => value),
    last,
    ...sums.flatMap((image) => Object.values(image as unknown as Record<string, number>)),
  ];
}

describe('a training with pixels to be ignored', () => {
  it('sees nothing of what a mask says there, compiled as eagerly, on every level of the network', () => {
    const got = steps(0, 'dice-boundary', {}, true);
    assert.deepEqual(steps(1, 'dice-boundary', {}, true), got);
    steps(0, 'dice-boundary', { mode: 'eager' }, true).forEach((value, i) => {
      assert.ok(
        Math.abs(value - got[i]!) <= 1e-4 * Math.max(1, Math.abs(value)),
        `${i}: ${value}, ${got[i]}`,
      );
    });
  });

  for (const [name, config] of [
    ['combined', { adaptiveWeights: true }],
    ['focal-tversky', {}],
    ['bce', {}],
  ] as const)
    it(`sees nothing of what a mask says there with ${name}`, () => {
      const eager = { ...config, mode: 'eager' } as const;
      assert.deepEqual(steps(1, name, eager), steps(0, name, eager));
    });

  it('scores the other pixels alone, and starts at their share', async () => {
    const split = splitByGroup(halves(1), { validation: 0.3, seed: 1 });
    const task = { ...smallTask({ epochs: 2, scales: [0.5, 1], mode: 'eager' }), split };
    const result = await train(task);
    const twin = await train({
      ...smallTask({ epochs: 2, scales: [0.5, 1], mode: 'eager' }),
      split: splitByGroup(halves(0), { validation: 0.3, seed: 1 }),
    });
    assert.deepEqual(result.history.valLoss, twin.history.valLoss);
    assert.deepEqual(result.history.valJaccard, twin.history.valJaccard);
    const { images } = await evaluate(task.model, task.loss, split.validation, { batchSize: 4 });
    assert.ok(images.every(({ pixels }) => pixels === (size * size) / 2));
    const share = foregroundShare(split.train);
    assert.ok(share < 0.3, `${share}`);
    const record = runRecord({ name: 'x', model: task.model, loss: task.loss, result });
    assert.ok(Math.abs(Number(record.config.head_bias) - Math.log(share / (1 - share))) < 1e-6);
  });
});

describe('images without foreground', () => {
  const empty = (sample: Sample): Sample => ({ ...sample, mask: new Uint8Array(size * size) });
  const groups = [
    ...new Set(splitByGroup(samples, { validation: 0.3, seed: 1 }).validation.map(({ group }) => group)),
  ];
  const task = (config: Partial<TrainingConfig>, change: (sample: Sample, index: number) => Sample) => ({
    ...smallTask({ mode: 'eager', ...config }, { model: { depth: 1, baseFilters: 2 } }),
    split: splitByGroup(samples.map(change), { validation: 0.3, seed: 1 }),
  });

  it('are left out of the mean over validation images, and are counted', async () => {
    let left = 1;
    const one = task({ epochs: 2 }, (sample) =>
      groups.includes(sample.group) && left-- > 0 ? empty(sample) : sample,
    );
    const { history } = await train(one);
    const all = one.split.validation.length;
    assert.deepEqual(history.valScored, [all - 1, all - 1]);
    assert.ok(history.valFalsePositivePixels.every((pixels) => pixels >= 0));
    const { scores, images } = await evaluate(one.model, one.loss, one.split.validation);
    assert.deepEqual([scores.images, scores.scored, scores.imagesWithoutForeground], [all, all - 1, 1]);
    assert.equal(scores.falsePositivePixels, images.find(({ truth }) => truth === 0)!.predicted);
  });

  it('leave no score where they are all: nothing stops early, the last weights are kept, and it is said', async () => {
    const lines: string[] = [];
    const none = task({ epochs: 4, earlyStopping: { patience: 1 } }, (sample) =>
      groups.includes(sample.group) ? empty(sample) : sample,
    );
    const seen: (number | null)[] = [];
    const result = await train({
      ...none,
      onNotice: (line) => lines.push(line),
      onProgress: ({ validationJaccard }) => seen.push(validationJaccard),
    });
    assert.equal(result.stopped, 'epochs');
    assert.ok(
      Number.isNaN(result.best) && result.bestEpoch === 0 && result.history.valJaccard.every(Number.isNaN),
    );
    assert.ok(seen.every((value) => value === null));
    assert.match(lines.join(), /no validation image \(of \d\) has foreground: there is no score/);
    const { summary, notices } = runRecord({ name: 'x', model: none.model, loss: none.loss, result });
    assert.deepEqual([summary.best_val_jaccard, summary.val_images_scored], [NaN, 0]);
    assert.deepEqual(notices, lines);
  });

  it('alone are nothing to train on', async () => {
    await assert.rejects(
      train(task({}, empty)),
      /no pixel of the \d training images is foreground; there is nothing/,
    );
    const ignored = (sample: Sample): Sample => ({ ...sample, ignore: new Uint8Array(size * size).fill(1) });
    await assert.rejects(train(task({}, ignored)), /training images counts: all are to be ignored/);
  });
});
