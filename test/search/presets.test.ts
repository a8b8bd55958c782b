import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { recipes, type Recipe } from 'unetlab/recipes';
import { gridOf, plannedTrials, readSpace, type SearchSpace } from 'unetlab/search';

const names = ['bayes-classic', 'grid-36', 'recommended', 'search-15'];
const sizes = [undefined, 'smoke', 'teach', 'full'];

function preset(name: string, size?: string): { space: SearchSpace; notices: string[] } {
  const notices: string[] = [];
  const file = join('spaces', `${name}.yaml`);
  const space = readSpace(readFileSync(file, 'utf8'), file, {
    ...(size !== undefined && { size }),
    onNotice: (line) => notices.push(line),
  });
  return { space, notices };
}

const levels = (space: SearchSpace, path: string): unknown => {
  const distribution = space.parameters.find((parameter) => parameter.path === path)?.distribution;
  return distribution?.kind === 'categorical' ? distribution.values : distribution;
};

describe('the presets', () => {
  it('are all tested', () => {
    assert.deepEqual(
      readdirSync('spaces')
        .sort()
        .map((file) => file.replace('.yaml', '')),
      names,
    );
  });

  for (const name of names)
    it(`${name} is read at every size, without a word, for any images`, () => {
      for (const size of sizes) {
        const { space, notices } = preset(name, size);
        assert.deepEqual(notices, []);
        assert.equal(space.name, name);
        assert.equal(space.data, null);
        const base: Recipe = recipes[space.base as keyof typeof recipes];
        const [first] =
          space.method === 'grid' ? plannedTrials(space, base, gridOf(space).slice(0, 1)) : [undefined];
        if (first) assert.equal(first.recipe.config.earlyStopping?.warmup, true);
      }
    });

  it('grid-36 crosses 4 learning rates, 3 batch sizes and 3 architectures', () => {
    for (const size of sizes) {
      const { space } = preset('grid-36', size);
      assert.equal(gridOf(space).length, 36);
      assert.deepEqual(levels(space, 'config.learningRate'), [1e-4, 5e-4, 1e-3, 5e-3]);
      assert.deepEqual(levels(space, 'config.batchSize'), [8, 16, 32]);
      assert.deepEqual(levels(space, 'architecture'), ['unet', 'attention-unet', 'attention-resunet']);
    }
    const [trial] = plannedTrials(
      preset('grid-36').space,
      recipes['published-256'],
      gridOf(preset('grid-36').space),
    );
    const { config } = trial!.recipe;
    assert.equal(config.epochs, 30);
    assert.equal(config.clipNorm, 1);
    assert.deepEqual(config.reduceOnPlateau, { factor: 0.5, patience: 5, minLearningRate: 1e-6 });
    assert.deepEqual(config.earlyStopping, { patience: 10, warmup: true });
    assert.equal(trial!.recipe.loss, 'dice-bce');
  });

  it('search-15 crosses loss, learning rate, batch size and dropout', () => {
    const { space } = preset('search-15');
    assert.deepEqual(levels(space, 'loss'), ['dice', 'focal', 'combined']);
    assert.deepEqual(levels(space, 'config.learningRate'), [1e-3, 2e-3, 4e-3]);
    assert.deepEqual(levels(space, 'config.batchSize'), [4, 8]);
    assert.deepEqual(levels(space, 'model.dropout'), [0, 0.1, 0.3]);
    assert.equal(gridOf(space).length, 54);
  });

  it('bayes-classic has the ranges of the published sweep', () => {
    const { space } = preset('bayes-classic');
    assert.equal(space.method, 'bayes');
    assert.deepEqual(space.objective, { metric: 'best_val_dice', goal: 'maximize' });
    assert.deepEqual(levels(space, 'config.batchSize'), [4, 8, 16]);
    assert.deepEqual(levels(space, 'config.learningRate'), { kind: 'uniform', low: 0.0001, high: 0.01 });
    assert.deepEqual(levels(space, 'model.dropout'), { kind: 'uniform', low: 0.1, high: 0.5 });
    assert.deepEqual(levels(space, 'config.l2'), { kind: 'uniform', low: 0.00001, high: 0.001 });
    assert.deepEqual(levels(space, 'config.epochs'), { kind: 'constant', value: 40 });
    assert.deepEqual(levels(space, 'size'), { kind: 'constant', value: 256 });
    assert.equal(preset('bayes-classic', 'teach').space.prune?.kind, 'hyperband');
  });

  it('recommended has what the published analysis recommends', () => {
    const { space } = preset('recommended', 'full');
    assert.deepEqual(levels(space, 'config.learningRate'), [1e-5, 2e-5, 5e-5]);
    assert.deepEqual(levels(space, 'config.accumulate'), [4, 8]);
    assert.deepEqual(levels(space, 'model.depth'), [5, 6]);
    assert.deepEqual(levels(space, 'model.norm'), { kind: 'constant', value: 'group' });
    assert.deepEqual(levels(space, 'config.earlyStopping.patience'), { kind: 'constant', value: 40 });
  });
});
