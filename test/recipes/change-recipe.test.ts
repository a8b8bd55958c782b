import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { changeRecipe, changeRecipeBy, recipes, type Recipe } from 'unetlab/recipes';

const best: Recipe = recipes.best;

describe('changeRecipe', () => {
  it('changes one field by its path, from text or as itself, and leaves the rest', () => {
    const changed = changeRecipe(best, 'config.learningRate', '5e-4');
    assert.equal(changed.config.learningRate, 5e-4);
    assert.deepEqual({ ...changed, config: { ...changed.config, learningRate: 2e-3 } }, best);
    assert.equal(changeRecipe(best, 'augment.elastic', true).augment.elastic, true);
    assert.equal(changeRecipe(best, 'model.channels', '3').model.channels, 3);
    assert.equal(changeRecipe(best, 'size', 'native').size, 'native');
    assert.equal(changeRecipe(best, 'config.ema', 'null').config.ema, null);
  });

  it('makes the part that a field belongs to where the recipe has none', () => {
    assert.deepEqual(changeRecipe(best, 'patch.perImage', '3').patch, { side: 256, perImage: 3 });
    assert.deepEqual(changeRecipe(best, 'config.earlyStopping.patience', '7').config.earlyStopping, {
      patience: 7,
    });
    assert.deepEqual(changeRecipe(best, 'predict.tiles.size', '256').predict, {
      symmetries: true,
      tiles: { size: 256 },
    });
  });

  it('names near fields for an unknown one', () => {
    assert.throws(
      () => changeRecipe(best, 'config.learningrate', 1),
      /no field config.learningrate; is it config.learningRate/,
    );
  });

  it('names what is allowed for a bad value', () => {
    for (const [path, value, message] of [
      ['config.epochs', '2.5', /config.epochs cannot be 2.5; allowed: whole numbers from 1 to 100000/],
      ['config.epochs', '', /config.epochs cannot be empty/],
      ['loss', 'dicee', /loss cannot be dicee; allowed: dice, focal, combined/],
      ['augment.flips', 'yes', /augment.flips cannot be yes; allowed: true, false/],
      ['size', 'big', /size cannot be big; allowed: whole numbers from 16 to 16384, or native/],
      ['model.channels', '2', /model.channels cannot be 2; allowed: 1, 3/],
    ] as const)
      assert.throws(() => changeRecipe(best, path, value), message);
  });

  it('changes the fields that --set names, in order, and says how one is written', () => {
    const { config } = changeRecipeBy(recipes.best, [
      'config.epochs=3',
      ' config.batchSize = 2',
      'config.epochs=5',
    ]);
    assert.deepEqual([config.epochs, config.batchSize], [5, 2]);
    assert.deepEqual(changeRecipeBy(recipes.best, []), recipes.best);
    for (const text of ['config.epochs', '=3'])
      assert.throws(
        () => changeRecipeBy(recipes.best, [text]),
        new RegExp(`^Error: --set ${text}: write it as --set config.learningRate=0.001$`),
      );
  });
});
