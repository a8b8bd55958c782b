import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { foldsByGroup, splitByGroup, type Split } from 'unetlab/data';
import { Random } from 'unetlab/random';
import type { Sample } from 'unetlab/types';

/** Samples without pixels, `sizes[i]` of group i. */
const samplesOf = (sizes: readonly number[]): Sample[] =>
  sizes.flatMap((size, g) =>
    Array.from({ length: size }, (_, i) => ({
      id: `${g}-${i}`,
      group: `slide ${g}`,
      height: 0,
      width: 0,
      channels: 1 as const,
      image: new Float32Array(0),
      mask: new Uint8Array(0),
    })),
  );
const groups = (samples: readonly Sample[]): Set<string> => new Set(samples.map((s) => s.group));
const all = ({ train, validation, test }: Split): string[] =>
  [...train, ...validation, ...test].map((s) => s.id);

function assertNoLeak(split: Split): void {
  const [a, b, c] = [groups(split.train), groups(split.validation), groups(split.test)];
  for (const g of a) assert.ok(!b.has(g) && !c.has(g), `${g} leaks`);
  for (const g of b) assert.ok(!c.has(g), `${g} leaks`);
}

describe('splitByGroup', () => {
  it('never puts a group on two sides and loses no sample', () => {
    const random = new Random(3);
    for (let trial = 0; trial < 200; trial += 1) {
      const sizes = Array.from({ length: 3 + random.int(8) }, () => 1 + random.int(9));
      const samples = samplesOf(sizes);
      const split = splitByGroup(samples, { validation: random.between(0.05, 0.5), test: 0.2, seed: trial });
      assertNoLeak(split);
      assert.deepEqual(all(split).sort(), samples.map((s) => s.id).sort());
      assert.ok(split.train.length > 0 && split.validation.length > 0 && split.test.length > 0);
    }
  });

  it('comes as close to the share as whole groups allow', () => {
    // The real slides: 7, 10, 7, 4, 7, 3, 7 and 14 tiles. A quarter of 59 is 14.75.
    const samples = samplesOf([7, 10, 7, 4, 7, 3, 7, 14]);
    for (let seed = 0; seed < 20; seed += 1) {
      assert.ok(Math.abs(splitByGroup(samples, { validation: 0.25, seed }).validation.length - 14.75) < 1);
      const split = splitByGroup(samples, { validation: 0.2, test: 0.2, seed });
      assert.ok(
        Math.abs(split.test.length - 11.8) < 1 && Math.abs(split.validation.length - 11.8) < 1.9,
        split.summary,
      );
    }
  });

  it('is decided by the seed, and every group gets its turn', () => {
    const samples = samplesOf([4, 4, 4, 4, 4, 4]);
    const chosen = (seed: number): string =>
      [...groups(splitByGroup(samples, { validation: 1 / 6, seed }).validation)].join();
    assert.equal(chosen(5), chosen(5));
    assert.equal(new Set(Array.from({ length: 60 }, (_, seed) => chosen(seed))).size, 6);
  });

  it('says in one line why it cannot divide', () => {
    assert.throws(
      () => splitByGroup(samplesOf([5]), { validation: 0.5 }),
      /^Error: too few groups for train and validation: 2 needed, 1 found \(slide 0\); -p group='…' sets another rule/,
    );
    assert.throws(() => splitByGroup(samplesOf([5, 5]), { validation: 0.3, test: 0.3 }), /3 needed, 2 found/);
    assert.throws(() => splitByGroup([], { validation: 0.3 }), /0 found \(none\)/);
    assert.throws(() => splitByGroup(samplesOf([1, 1]), { validation: 1 }), /not in \(0, 1\): 1/);
    assert.throws(
      () => splitByGroup(samplesOf([1, 1, 1]), { validation: 0.6, test: 0.4 }),
      /invalid test share/,
    );
    const twice = [...samplesOf([1, 1]), ...samplesOf([1])];
    assert.throws(() => splitByGroup(twice, { validation: 0.5 }), /two samples are called 0-0/);
  });

  it('cannot be made by hand', () => {
    // @ts-expect-error a Split comes from splitByGroup or foldsByGroup only
    const forged: Split = { train: [], validation: [], test: [], summary: '' };
    assert.ok(forged);
  });
});

describe('foldsByGroup', () => {
  it('holds every group out exactly once, in folds as equal as those slides allow', () => {
    const samples = samplesOf([7, 10, 7, 4, 7, 3, 7, 14]);
    const folds = foldsByGroup(samples, { folds: 4, seed: 2 });
    for (const fold of folds) assertNoLeak(fold);
    assert.deepEqual(
      folds.flatMap((f) => f.validation.map((s) => s.id)).sort(),
      samples.map((s) => s.id).sort(),
    );
    for (const fold of folds)
      assert.ok(fold.validation.length >= 14 && fold.validation.length <= 17, fold.summary);
    const single = foldsByGroup(samples, { folds: 'leave-one-out' });
    assert.equal(single.length, 8);
    for (const fold of single) assert.equal(groups(fold.validation).size, 1);
  });

  it('keeps the held-out groups for test where validation is taken from the rest', () => {
    const folds = foldsByGroup(samplesOf([4, 4, 4, 4, 4]), { folds: 5, validation: 0.2 });
    for (const fold of folds) {
      assertNoLeak(fold);
      assert.deepEqual(
        [fold.train.length, fold.validation.length, fold.test.length],
        [12, 4, 4],
        fold.summary,
      );
    }
  });

  it('refuses what it cannot fold', () => {
    assert.throws(
      () => foldsByGroup(samplesOf([1, 1]), { folds: 3 }),
      /too few groups for 3 folds: 3 needed, 2 found/,
    );
    assert.throws(() => foldsByGroup(samplesOf([1, 1]), { folds: 1 }), /invalid folds/);
    assert.throws(() => foldsByGroup(samplesOf([1]), { folds: 'leave-one-out' }), /2 needed, 1 found/);
  });
});
