import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { beadsOrFolder, splitByGroup } from 'unetlab/data';
import { createLoss } from 'unetlab/losses';
import { sharpened } from 'unetlab/metrics';
import { createModel } from 'unetlab/models';
import { describeNetwork, keepNetwork, loadNetwork, predictPictures } from 'unetlab/prediction';
import { forImages, recipes } from 'unetlab/recipes';
import {
  bestToWorst,
  predict,
  testHeldOut,
  trainingConfig,
  trainingSentence,
  type TrainingHistory,
} from 'unetlab/training';

describe('a network on held-out images', async () => {
  const data = await beadsOrFolder(null, { tiles: 12, size: 32, seed: 3 });
  const split = splitByGroup(data.samples, { validation: 0.3, test: 0.3 });
  const model = createModel('unet', { depth: 2, baseFilters: 4, seed: 1 });

  it('is scored against the masks, and its images are ordered', async () => {
    // exact predictions but for one image, of which nothing is found
    const maps = split.test.map(({ mask }, i) => Float32Array.from(mask, (y) => (i === 0 ? 0 : y)));
    const test = await testHeldOut(model, createLoss('dice'), split, maps);
    assert.equal(test.samples, split.test);
    assert.equal(test.objects.images.length, split.test.length);
    const [best, , worst] = bestToWorst({
      ...test,
      ranked: split.test.map(({ id, group }, i) => ({ id, slide: group, value: i })),
    });
    assert.deepEqual([best!.id, worst!.id], [split.test.at(-1)!.id, split.test[0]!.id]);
    assert.equal(worst!.prediction, maps[0]);
    assert.match(test.said, /^Jaccard: mean over/);
    assert.equal(test.summary.test_jaccard, test.scores.jaccard);
  });

  it('is kept as a file that predicts the same, and the command says where it is', () => {
    const folder = mkdtempSync(join(tmpdir(), 'kept-'));
    try {
      const network = { model, data, split, side: 32, jaccard: 0.5, seed: 1 };
      const kept = keepNetwork(join(folder, 'out', 'networks'), { name: 'small', ...network });
      assert.equal(
        kept.said,
        'use this network: npm run predict -- --model out/networks/small.safetensors --images DIR',
      );
      const loaded = loadNetwork(kept.path);
      const [found] = predictPictures(loaded, [split.test[0]!]);
      const [map] = predict(model, [split.test[0]!]);
      assert.deepEqual(
        found!.mask,
        Uint8Array.from(map!, (p) => Number(p >= 0.5)),
      );
      assert.match(describeNetwork(kept.path), /synthetic/);
      loaded.model.dispose();
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('has a training whose end is a sentence', () => {
    const history = { epoch: [1, 2], valJaccard: [0.2, 0.1] } as unknown as TrainingHistory;
    const base = { history, seconds: 61.6, best: 0.2, bestEpoch: 1, stopped: 'epochs' as const };
    const config = trainingConfig({});
    assert.equal(
      trainingSentence({ ...base, config: { ...config, restoreBest: true } }),
      'trained for 2 epochs in 62 s; best validation Jaccard 0.2000 in epoch 1',
    );
    assert.equal(
      trainingSentence({ ...base, stopped: 'interrupted', config: { ...config, restoreBest: false } }),
      'interrupted after 2 epochs in 62 s; validation Jaccard 0.1000 at the end',
    );
    assert.match(
      trainingSentence({ ...base, bestEpoch: 0, config: { ...config, restoreBest: true } }),
      /; no validation score$/,
    );
  });
});

describe('probabilities', () => {
  it('keep their mask and change how sure they are', () => {
    const map = Float32Array.of(0, 0.2, 0.5, 0.9, 1);
    const surer = sharpened(map, 4);
    assert.deepEqual(
      [...surer].map((p) => p >= 0.5),
      [...map].map((p) => p >= 0.5),
    );
    assert.ok(Math.abs(surer[1]! - 1 / (1 + 4 ** 4)) < 1e-6);
    sharpened(map, 1).forEach((p, i) => {
      assert.ok(Math.abs(p - map[i]!) < 1e-6);
    });
  });
});

describe('a recipe for some images', () => {
  it('takes their channels and objects, and evens contrast only where it did', () => {
    const look = { channels: 3, objects: 'bright' } as const;
    const best = forImages(recipes.best, look, { baseFilters: 4 });
    assert.deepEqual(
      [best.evenContrast, best.model.channels, best.model.baseFilters],
      [{ objects: 'bright' }, 3, 4],
    );
    const plain = forImages(recipes['published-512'], look);
    assert.deepEqual(plain.evenContrast, undefined);
    assert.equal(forImages({ ...recipes.best, evenContrast: false }, look).evenContrast, false);
  });
});
