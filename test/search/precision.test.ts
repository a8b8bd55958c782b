import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { preferredPrecision } from 'unetlab/backend';
import { beadTiles, writeSamples } from 'unetlab/data';
import { recipes } from 'unetlab/recipes';
import { prepareSearch, readSpace } from 'unetlab/search';

const root = mkdtempSync(join(tmpdir(), 'unetlab-precision-'));
after(() => {
  rmSync(root, { recursive: true, force: true });
});
const images = join(root, 'images');
let count = 0;

async function precisionOf(filters: string, more: { set?: string[]; base?: string } = {}): Promise<unknown> {
  const { base = 'published-256', set = [] } = more;
  const space = readSpace(
    [
      'name: p',
      'method: grid',
      'metric: { name: best_val_jaccard, goal: maximize }',
      `base: ${base}`,
      'folds: { of: 2, only: [0] }',
      'parameters:',
      '  lr: { values: [1e-3, 1e-4] }',
      filters,
    ].join('\n'),
    'p.yaml',
  );
  const { manifest } = await prepareSearch({
    space,
    data: images,
    set,
    out: join(root, String((count += 1))),
  });
  return manifest.recipe.config.precision;
}

describe('the precision of a search', () => {
  before(async () => {
    await writeSamples(images, beadTiles({ scenes: 4, perScene: 1, seed: 3 }));
  });

  it('is one for all trials, and suits the narrowest network that the space allows', async () => {
    const narrow = preferredPrecision(8);
    assert.equal(await precisionOf(''), preferredPrecision(recipes['published-256'].model.baseFilters));
    assert.equal(await precisionOf('  base_filters: { value: 8 }'), narrow);
    assert.equal(await precisionOf('  base_filters: { values: [32, 8, 16] }'), narrow);
    assert.equal(await precisionOf('', { set: ['model.baseFilters=8'] }), narrow);
    assert.equal(await precisionOf('', { base: 'plan', set: ['model.baseFilters=8'] }), narrow);
  });

  it('is the one that somebody named', async () => {
    for (const precision of ['float32', 'bfloat16'])
      assert.equal(await precisionOf('', { set: [`config.precision=${precision}`] }), precision);
  });
});
