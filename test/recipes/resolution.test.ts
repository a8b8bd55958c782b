import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { evenContrast, resizeSample, syntheticMicrobeads } from 'unetlab/data';
import {
  prepareRecipe,
  recipes,
  resolutionEvidence,
  resolutionLadder,
  rungId,
  runRung,
  type Recipe,
  type Rung,
} from 'unetlab/recipes';
import { RunStore } from 'unetlab/runs';
import type { Sample } from 'unetlab/types';

const rung = (name: string): Rung => resolutionLadder.find((one) => one.name === name)!;

describe('recipes', () => {
  it('make what they say, with changes', () => {
    const { model, loss, config } = prepareRecipe(recipes.best, { seed: 3, epochs: 2 });
    assert.equal(loss.name, 'dice-bce');
    assert.equal(model.config.baseFilters, 16);
    assert.equal(model.config.seed, 3);
    assert.deepEqual([config.seed, config.epochs, config.batchSize], [3, 2, 4]);
    model.dispose();
  });

  it('bring images to their size, and to one contrast where they say so', () => {
    const [sample] = syntheticMicrobeads({ count: 1, size: 64, seed: 1 });
    const prepared = (recipe: Recipe): Sample => {
      const { model, prepare } = prepareRecipe({ ...recipe, size: 32 });
      model.dispose();
      return prepare(sample!);
    };
    const resized = resizeSample(sample!, 32);
    assert.deepEqual(prepared(recipes['published-512']), resized);
    assert.deepEqual(prepared(recipes.best), evenContrast(resized));
  });

  it('hold the published settings', () => {
    const { 'published-256': small, 'published-512': large } = recipes;
    assert.deepEqual(
      [small, large].map(({ size, loss, model, config }) => [
        size,
        loss,
        config.batchSize,
        config.learningRate,
        model.dropout,
      ]),
      [
        [256, 'dice', 32, 1e-4, 0.3],
        [512, 'combined', 4, 2e-4, 0.3],
      ],
    );
  });
});

describe('resolutionLadder', () => {
  it('changes one thing at a time', () => {
    const base = rung('published-512');
    const plain = ({ recipe, split, labels }: Rung): Record<string, unknown> => {
      const { model, config, ...rest } = recipe;
      return { ...rest, ...model, ...config, split, labels };
    };
    for (const one of resolutionLadder) {
      if (/^(published|best)/.test(one.name)) continue;
      const [a, b] = [plain(base), plain(one)];
      const different = [...new Set([...Object.keys(a), ...Object.keys(b)])].filter(
        (key) => JSON.stringify(a[key]) !== JSON.stringify(b[key]),
      );
      assert.equal(different.length, 1, `${one.name}: ${different.join(', ')}`);
    }
  });

  it('trains a rung and scores each held-out tile against both kinds of masks', async () => {
    const given = syntheticMicrobeads({ count: 8, size: 64, seed: 2 });
    const audited = given.slice(1);
    const small = { ...recipes.best, size: 32, model: { ...recipes.best.model, baseFilters: 4, depth: 2 } };
    const options = { given, audited, epochs: 1, folds: 2, fold: 1 };
    const one: Rung = { ...rung('slides'), recipe: small, labels: 'given' };
    const { id, config, summary } = await runRung(one, options);
    assert.equal(id, 'slides-e1-s1-f1');
    assert.equal(rungId(one, options), id);
    assert.deepEqual([config.size, config.split, config.labels, config.fold], [32, 'slide', 'given', 1]);
    const tiles = summary.tiles as string[];
    assert.ok(tiles.length > 0 && tiles.every((tile) => given.some((sample) => sample.id === tile)));
    for (const column of ['slides', 'jaccard_given', 'jaccard_audited', 'beads', 'found', 'matched'])
      assert.equal((summary[column] as unknown[]).length, tiles.length, column);
    const missing = tiles.indexOf(given[0]!.id);
    if (missing >= 0) assert.ok(Number.isNaN((summary.jaccard_audited as number[])[missing]));
    assert.ok(Number(summary.best_val_jaccard_soft) > 0);
  });
});

describe('the recorded experiment', () => {
  const records = new RunStore(join(process.cwd(), 'data/resolution/runs.jsonl')).read();

  it('holds every rung, and the recipe called best on every fold', () => {
    const names = new Set(records.map(({ name }) => name));
    assert.deepEqual(
      resolutionLadder.filter(({ name }) => !names.has(name)).map(({ name }) => name),
      [],
    );
    for (const [name, seed, folds] of [
      ['best-256', 1, [0, 1, 2, 3]],
      ['best-512', 1, [0, 1, 2, 3]],
      ['best-512', 2, [0, 1, 2, 3]],
      ['best-512-as-photographed', 1, [3]],
    ] as const) {
      const held = records
        .filter((run) => run.name === name && run.config.seed === seed)
        .filter(({ config }) => config.epochs === recipes.best.config.epochs)
        .map(({ config }) => config.fold);
      assert.deepEqual(held.sort(), folds, name);
    }
  });

  it('becomes evidence, pair by pair', () => {
    const { comparisons } = resolutionEvidence(records);
    assert.deepEqual(Object.keys(comparisons!).sort(), [
      'gradient accumulation',
      'group normalization',
      'larger receptive field',
    ]);
    for (const { baseline, treatment } of Object.values(comparisons!)) {
      assert.ok(baseline.length > 0 && baseline.length === treatment.length);
      assert.ok([...baseline, ...treatment].every((value) => value >= 0 && value <= 1));
    }
  });
});
