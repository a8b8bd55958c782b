import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { syntheticCells } from 'unetlab/data';
import { changeRecipe, crossValidate, type CrossValidation, type Recipe } from 'unetlab/recipes';

const root = mkdtempSync(join(tmpdir(), 'folds-'));
after(() => {
  rmSync(root, { recursive: true, force: true });
});

const samples = syntheticCells({ count: 6, seed: 4, wells: 3, height: 64, width: 64, radius: 7 });
const recipe: Recipe = {
  size: 'native',
  architecture: 'unet',
  model: { baseFilters: 4, depth: 2 },
  loss: 'dice-bce',
  augment: { flips: true },
  config: { epochs: 2, batchSize: 2, restoreBest: false },
};
const task = (change: Partial<CrossValidation> = {}): CrossValidation => ({
  name: 'cells',
  recipe,
  samples,
  folds: 3,
  data: {
    name: 'cells',
    hash: 'h',
    masks: 'masks: numbered objects',
    intensity: { ranges: { uint8: { low: 0, high: 255 } }, text: 'images: 8-bit', notices: [] },
  },
  folder: join(mkdtempSync(join(root, 'folds-')), 'run'),
  ...change,
});

describe('crossValidate', () => {
  it('holds every group out once, and trains no finished fold again', async () => {
    const one = task();
    const { records, stopped } = await crossValidate(one);
    assert.equal(stopped, 'finished');
    const held = records.flatMap(({ summary }) => summary.images as string[]);
    assert.deepEqual([...held].sort(), samples.map(({ id }) => id).sort());
    const known: boolean[] = [];
    await crossValidate(one, { onFold: (_fold, _record, before) => known.push(before) });
    assert.deepEqual(known, [true, true, true]);
  });

  it('returns what is finished when it is interrupted, and goes on from there', async () => {
    const one = task();
    const control = new AbortController();
    const part = await crossValidate(one, {
      signal: control.signal,
      onProgress: ({ fold, epoch }) => {
        if (fold === 1 && epoch === 2) control.abort();
      },
    });
    assert.deepEqual([part.stopped, part.records.length], ['interrupted', 1]);
    const rest = await crossValidate(one);
    assert.deepEqual([rest.stopped, rest.records.length], ['finished', 3]);
  });

  it('refuses a folder of other trainings, naming what differs', async () => {
    const one = task({ folds: 3 });
    await crossValidate(one, { only: [0] });
    const other = { ...one, recipe: changeRecipe(recipe, 'config.learningRate', 5e-4) };
    await assert.rejects(
      crossValidate(other),
      /holds another training \(config.learningRate nothing there, 0.0005 here\); name a new folder with --out/,
    );
    await assert.rejects(crossValidate({ ...one, seed: 2 }), /seed 1 there, 2 here/);
    await assert.rejects(
      crossValidate({ ...one, data: { ...one.data, hash: 'x' } }),
      /data.hash "h" there, "x" here/,
    );
  });

  it('says which folds there are, and where a folder cannot be made', async () => {
    await assert.rejects(crossValidate(task(), { only: [3] }), /there is no fold 3; there are 0 to 2/);
    const file = join(root, 'file');
    writeFileSync(file, '');
    await assert.rejects(crossValidate(task({ folder: join(file, 'run') })), /cannot be written to/);
  });
});
