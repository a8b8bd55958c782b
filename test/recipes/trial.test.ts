import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { foldsByGroup, syntheticCells } from 'unetlab/data';
import { loadNetwork, predictPictures } from 'unetlab/prediction';
import { runTrial, TrialFolder, trialMap, type Recipe, type Trial } from 'unetlab/recipes';
import { predict } from 'unetlab/training';

const samples = syntheticCells({ count: 8, seed: 4, height: 96, width: 128, radius: 8 });
const recipe: Recipe = {
  size: 'native',
  patch: { side: 64, perImage: 2 },
  architecture: 'unet',
  model: { baseFilters: 4, depth: 2 },
  loss: 'dice-bce',
  augment: { flips: true, turns: true },
  config: { epochs: 4, batchSize: 4, learningRate: 5e-3, restoreBest: false },
  predict: { tiles: { size: 64, overlap: 16 } },
};
const trial = (change: Partial<Trial> = {}): Trial => ({
  name: 'cells',
  recipe,
  split: foldsByGroup(samples, { folds: 2 })[0]!,
  fold: { index: 0, of: 2 },
  data: {
    name: 'cells',
    hash: 'h',
    masks: 'masks: numbered objects',
    intensity: { ranges: { uint8: { low: 0, high: 255 } }, text: 'images: 8-bit', notices: [] },
  },
  ...change,
});
const root = mkdtempSync(join(tmpdir(), 'trial-'));
after(() => {
  rmSync(root, { recursive: true, force: true });
});
const newFolder = (): string => mkdtempSync(join(root, 'trial-'));

describe('runTrial', () => {
  it('leaves a record with every held-out image, a network that predicts the same, and its maps', async () => {
    const folder = newFolder();
    const result = await runTrial(trial(), { folder });
    assert.ok(result.state === 'finished' && !result.known);
    const { config, summary } = result.record;
    const held = trial().split.validation;
    assert.deepEqual(
      summary.images,
      held.map(({ id }) => id),
    );
    assert.equal((summary.jaccard as number[]).length, held.length);
    assert.deepEqual(
      summary.objects_truth,
      held.map(({ objectCount }) => objectCount),
    );
    assert.deepEqual([config.size, config.patch, config.fold, config.folds], ['native', 64, 0, 2]);
    assert.ok(Number(summary.trivial_everything) > 0);
    const { model, description } = loadNetwork(join(folder, 'network.safetensors'));
    assert.match(description.scores[0]!.on, /4 held-out images of 2 groups/);
    assert.ok(description.objects);
    const [map] = predict(model, [held[0]!], { tiles: { size: 64, overlap: 16 } });
    assert.ok(map!.every((value) => value >= 0 && value <= 1));
    model.dispose();
    assert.equal(readdirSync(join(folder, 'held-out')).length, held.length);
  });

  it('keeps the width that an even contrast is measured by, one for images of several widths and every fold', async () => {
    const narrow = syntheticCells({ count: 8, seed: 5, height: 96, width: 64, radius: 8 });
    const mixed = [...samples, ...narrow.map((one) => ({ ...one, id: `narrow ${one.id}` }))];
    const even: Recipe = {
      ...recipe,
      evenContrast: { objects: 'bright' },
      config: { ...recipe.config, epochs: 1 },
    };
    for (const split of foldsByGroup(mixed, { folds: 2 })) {
      const folder = newFolder();
      // A wide image whose mask could not be judged is not trained on, and counts nevertheless.
      const left = split.train.find(({ width }) => width === 128);
      const kept = split.train.filter((one) => one !== left);
      const labels = { samples: new Map(kept.map((one) => [one.id, one])), notices: [] };
      await runTrial(trial({ split, recipe: even, labels }), { folder });
      const { model, description } = loadNetwork(join(folder, 'network.safetensors'));
      assert.deepEqual(description.preparation.evenContrast, { objects: 'bright', referenceWidth: 128 });
      assert.deepEqual(description.origin.recipe, even);
      // What the trial predicted for a held-out image is what the file predicts.
      const held = split.validation.find(({ width }) => width === 64)!;
      const [again] = predictPictures({ model, description }, [held]);
      const then = await trialMap(new TrialFolder(folder), held.id);
      assert.ok(then!.every((value, i) => Math.abs(value - again!.map[i]!) < 0.003)); // kept in 8 bits
      model.dispose();
    }
  });

  it('trains a finished trial never again', async () => {
    const folder = newFolder();
    const first = await runTrial(trial(), { folder });
    const again = await runTrial(trial(), { folder });
    assert.ok(first.state === 'finished' && again.state === 'finished' && again.known);
    assert.deepEqual(again.record, first.record);
  });

  it('goes on after an interruption and ends as if there had been none', async () => {
    const [whole, broken] = [newFolder(), newFolder()];
    const control = new AbortController();
    const stopped = await runTrial(trial(), {
      folder: broken,
      signal: control.signal,
      onProgress: ({ epoch }) => {
        if (epoch === 3) control.abort();
      },
    });
    assert.deepEqual(stopped, { state: 'interrupted', epochs: 2 });
    assert.ok(!existsSync(join(broken, 'record.json')));
    const resumed = await runTrial(trial(), { folder: broken });
    const straight = await runTrial(trial(), { folder: whole });
    assert.ok(resumed.state === 'finished' && straight.state === 'finished');
    assert.deepEqual(resumed.record.summary.jaccard, straight.record.summary.jaccard);
    assert.deepEqual(resumed.record.history!.loss, straight.record.history!.loss);
  });

  it('trains on other masks where it is told, and scores on those given', async () => {
    const { split } = trial();
    const swapped = new Map(
      split.train.slice(1).map((sample) => [sample.id, { ...sample, mask: sample.mask.map((v) => 1 - v) }]),
    );
    const notices = ['masks to train on: 3 of 4 replaced'];
    const result = await runTrial(trial({ labels: { samples: swapped, notices } }));
    assert.ok(result.state === 'finished');
    assert.ok(result.record.notices.includes(notices[0]!));
    assert.ok(Number(result.record.summary.test_jaccard) < 0.3);
  });
});
