import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { foldsByGroup, syntheticCells } from 'unetlab/data';
import { compareScores, trainedOn, type ScoredImageOf } from 'unetlab/recipes';

const one = (image: string, group: string, jaccard: number): ScoredImageOf => ({
  image,
  group,
  jaccard,
  objects: { truth: 4, found: 5, matched: 3 },
});

describe('compareScores', () => {
  const a = [
    one('x', 'A', 0.5),
    one('y', 'A', 0.7),
    one('z', 'B', 0.4),
    one('e', 'B', NaN),
    one('only', 'B', 0.1),
  ];
  const b = [one('z', 'B', 0.8), one('x', 'A', 0.6), one('y', 'A', 0.6), one('e', 'B', NaN)];
  const result = compareScores(a, b);

  it('pairs by image, whatever the order, and gives each group the same weight', () => {
    assert.deepEqual(
      result.images.map(({ image }) => image),
      ['z', 'x', 'y'],
    );
    const [, inB] = result.groups;
    assert.ok(Math.abs(inB!.difference - 0.4) < 1e-12);
    assert.ok(Math.abs(result.overGroups.difference - 0.2) < 1e-12);
    assert.ok(Math.abs(result.overImages.difference - 0.4 / 3) < 1e-12);
    assert.deepEqual(result.wins, { a: 1, b: 2, equal: 0 });
  });

  it('names images that it leaves out, with the reason', () => {
    assert.deepEqual(result.leftOut.map(({ image }) => image).sort(), ['e', 'only']);
    assert.match(result.leftOut.find(({ image }) => image === 'e')!.reason, /no foreground/);
  });

  it('counts objects of the images that both predicted', () => {
    assert.deepEqual([result.objects.a.truth, result.objects.b.found], [16, 20]);
    assert.ok(Math.abs(result.objects.a.f1 - 24 / 36) < 1e-12);
  });

  it('says what so few groups can show at best, and finds a difference that all groups share', () => {
    assert.equal(result.overGroups.smallestP, 0.5);
    const groups = Array.from({ length: 8 }, (_, i) => `g${i}`);
    const first = groups.map((group, i) => one(`i${i}`, group, 0.5 + 0.01 * i));
    const second = groups.map((group, i) => one(`i${i}`, group, 0.6 + 0.011 * i));
    const clear = compareScores(first, second).overGroups;
    assert.equal(clear.p, 2 / 256);
    assert.ok(clear.interval!.low > 0.09 && clear.interval!.high < 0.12);
    const same = compareScores(first, first).overGroups;
    assert.deepEqual([same.difference, same.p, same.reason], [0, null, 'no pair differs']);
  });

  it('refuses images that have no score of both', () => {
    assert.throws(
      () => compareScores([one('x', 'A', 0.5)], [one('y', 'A', 0.5)]),
      /no image has a score of both/,
    );
  });
});

describe('trainedOn', () => {
  const samples = syntheticCells({ count: 6, wells: 3, height: 32, width: 32, radius: 4 });
  const file = (fold: { index: number; of: number } | null, hash = 'h') => ({
    data: { name: 'cells', hash, images: 4, groups: 2 },
    origin: { recipe: null, seed: 1, fold, created: '2025-01-01T00:00:00Z' },
  });

  it('finds the images of a fold again', () => {
    const said = trainedOn(file({ index: 1, of: 3 }), samples, 'h');
    const { train } = foldsByGroup(samples, { folds: 3 })[1]!;
    assert.deepEqual(said, { known: true, images: train.map(({ id }) => id).sort() });
    assert.ok(said.images.length === 4);
  });

  it('takes a network without a fold to have seen all, and says where it cannot know', () => {
    const all = trainedOn(file(null), samples, 'h');
    assert.ok(all.known && all.images.length === 6);
    const other = trainedOn(file({ index: 0, of: 3 }), samples, 'other');
    assert.ok(!other.known && other.reason.includes('does not say'));
  });
});
