import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { syntheticCells } from 'unetlab/data';
import { compareStarts, crossValidate, startCurves, type Recipe } from 'unetlab/recipes';

const root = mkdtempSync(join(tmpdir(), 'starts-'));
after(() => {
  rmSync(root, { recursive: true, force: true });
});
const recipe: Recipe = {
  size: 'native',
  architecture: 'unet',
  model: { baseFilters: 4, depth: 2 },
  loss: 'dice-bce',
  augment: {},
  config: { epochs: 12, batchSize: 2, learningRate: 0.01 },
};
const cells = (seed: number) =>
  syntheticCells({ count: 6, seed, wells: 3, height: 64, width: 64, radius: 7 });
const data = {
  name: 'cells',
  hash: 'h',
  masks: 'masks: numbered objects',
  intensity: { ranges: { uint8: { low: 0, high: 255 } }, text: 'images: 8-bit', notices: [] },
};

describe('compareStarts', () => {
  it('begins near the network where it starts from it, in steps a tenth as long, and trains nothing twice', async () => {
    const first = await crossValidate(
      { name: 'first', recipe, samples: cells(4), folds: 3, data, folder: join(root, 'first') },
      { only: [0] },
    );
    const short: Recipe = { ...recipe, config: { ...recipe.config, epochs: 1 } };
    const task = {
      name: 'other',
      recipe: short,
      samples: cells(9),
      folds: 3,
      data: { ...data, hash: 'other' },
      folder: join(root, 'other'),
      from: join(first.folders[0]!, 'network.safetensors'),
    };
    const starts = await compareStarts(task);
    const { asItIs, scratch, transferred } = starts;
    const score = Number(transferred!.summary.test_jaccard);
    assert.ok(asItIs > 0.5, `as it is ${asItIs}`);
    assert.ok(score > asItIs - 0.1, `${score} after an epoch, ${asItIs} before`);
    assert.ok(Number(scratch!.summary.test_jaccard) < asItIs);
    assert.equal(scratch!.config.learning_rate, 0.01);
    assert.equal(transferred!.config.learning_rate, 0.001);
    assert.deepEqual([starts.trainingImages, starts.heldOutImages], [4, 2]);
    assert.deepEqual(
      startCurves(starts).map(({ name }) => name),
      ['from the network', 'from chance'],
    );
    let steps = 0;
    await compareStarts(task, { onProgress: () => (steps += 1) });
    assert.equal(steps, 0);
    await compareStarts({ ...task, seed: 2 });
    assert.equal(readdirSync(join(root, 'other')).length, 2);
  });

  it('draws no curve of what there is not', () => {
    assert.deepEqual(startCurves(null), []);
  });
});
