import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findPeaks, numberedObjects, objectScores } from 'unetlab/metrics';

/** A mask of squares of 4 × 4 pixels with these upper left corners. */
function squares(corners: readonly (readonly [number, number])[], side = 64): Uint8Array {
  const mask = new Uint8Array(side * side);
  for (const [x, y] of corners)
    for (let row = y; row < y + 4; row += 1) mask.fill(1, row * side + x, row * side + x + 4);
  return mask;
}
const of = (mask: Uint8Array): { mask: Uint8Array; height: number; width: number } => ({
  mask,
  height: 64,
  width: 64,
});

describe('objectScores', () => {
  it('counts pairs, misses and inventions over all images', () => {
    const truths = [of(squares([[2, 2], [20, 20], [40, 10]])), of(squares([[8, 8]]))]; // prettier-ignore
    const predictions = [squares([[2, 2], [21, 20]]), squares([[8, 8], [50, 50]])]; // prettier-ignore
    const { truth, predicted, matched, f1, countError, images } = objectScores(truths, predictions, {
      radius: 1,
    });
    assert.deepEqual([truth, predicted, matched], [4, 4, 3]);
    assert.equal(f1, 0.75);
    assert.equal(countError, 0);
    assert.deepEqual(images[0]!.missed, [1]);
    assert.deepEqual(images[1]!.spurious, [1]);
  });

  it('takes the radius from the width, and forgives a boundary', () => {
    const shifted = objectScores([of(squares([[20, 20]]))], [squares([[21, 20]])]);
    assert.equal(shifted.matched, 0, '3 px at 512² are 0.375 px at 64²');
    assert.equal(shifted.tolerantJaccard, 1);
    const strict = objectScores([of(squares([[20, 20]]))], [squares([[21, 20]])], { tolerance: 0 });
    assert.equal(strict.tolerantJaccard, 12 / 20);
  });

  it('leaves images without objects out of the mean and reports what was claimed on them', () => {
    const scores = objectScores(
      [of(squares([[20, 20]])), of(squares([]))],
      [squares([[20, 20]]), squares([[8, 8], [50, 50]])], // prettier-ignore
    );
    assert.equal(scores.tolerantJaccard, 1);
    assert.deepEqual(
      [scores.scored, scores.imagesWithoutForeground, scores.falsePositiveObjects, scores.predicted],
      [1, 1, 2, 3],
    );
    const none = objectScores([of(squares([]))], [squares([[8, 8]])]);
    assert.ok(Number.isNaN(none.tolerantJaccard) && Number.isNaN(none.f1) && none.falsePositiveObjects === 1);
  });

  it('counts objects that lie mostly in pixels to be ignored neither way', () => {
    const ignore = new Uint8Array(64 * 64);
    for (let row = 0; row < 64; row += 1) ignore.fill(1, row * 64 + 32, (row + 1) * 64);
    const truth = { ...of(squares([[8, 8]])), ignore };
    const claimed = squares([[8, 8], [40, 40], [29, 50]]); // prettier-ignore
    const { truth: objects, predicted, matched, tolerantJaccard } = objectScores([truth], [claimed]);
    assert.deepEqual(
      [objects, predicted, matched],
      [1, 2, 1],
      'that at 29 has three of four columns counted',
    );
    assert.ok(tolerantJaccard < 1);
    const within = objectScores([truth], [squares([[8, 8], [40, 40]])]); // prettier-ignore
    assert.deepEqual([within.predicted, within.f1, within.tolerantJaccard], [1, 1, 1]);
  });

  it('takes the objects of masks that number them', () => {
    const mask = squares([[8, 8], [12, 8], [40, 40]]); // prettier-ignore
    const instances = Uint32Array.from(mask, (value, i) =>
      value === 0 ? 0 : i % 64 < 12 ? 70_000 : i % 64 < 20 ? 5 : 9,
    );
    const ignore = Uint8Array.from(instances, (number) => Number(number === 9));
    const truth = { mask: mask.map((v, i) => (ignore[i] ? 0 : v)), height: 64, width: 64, instances, ignore };
    assert.equal(objectScores([truth], [mask]).truth, 2);
    assert.equal(objectScores([{ ...truth, ignore: new Uint8Array(64 * 64) }], [mask]).truth, 3);
    assert.deepEqual(numberedObjects(instances, 64, ignore), [
      { x: 13.5, y: 9.5, area: 16 },
      { x: 9.5, y: 9.5, area: 16 },
    ]);
  });

  it('reads probabilities, and refuses a missing prediction', () => {
    const unsure = Float32Array.from(squares([[20, 20]]), (value) => 0.6 * value);
    assert.equal(objectScores([of(squares([[20, 20]]))], [unsure]).f1, 1);
    assert.equal(objectScores([of(squares([[20, 20]]))], [unsure], { peaks: { minimum: 0.7 } }).f1, 0);
    assert.equal(objectScores([of(squares([[20, 20]]))], [unsure], { threshold: 0.7 }).tolerantJaccard, 0);
    assert.throws(() => objectScores([of(squares([]))], []), /1 images, but 0 predictions/);
  });
});

describe('findPeaks', () => {
  const size = 512;
  const discs = (centres: readonly (readonly [number, number])[], radius: number): Uint8Array =>
    Uint8Array.from({ length: size * size }, (_, i) =>
      Number(centres.some(([x, y]) => Math.hypot((i % size) - x, Math.floor(i / size) - y) <= radius)),
    );

  it('keeps a centre for each of two discs that touch, and none for a speck', () => {
    const mask = discs([[100, 100], [107, 100], [300.4, 200.2]], 3.8); // prettier-ignore
    mask[50 * size + 50] = 1;
    const found = findPeaks(mask, size, size);
    assert.equal(found.length, 3);
    const expected = [[100, 100], [107, 100], [300.4, 200.2]]; // prettier-ignore
    for (const [i, [x, y]] of expected.entries()) {
      const { x: foundX, y: foundY } = found[i]!;
      assert.ok(Math.hypot(foundX - x!, foundY - y!) < 0.8, `${foundX}, ${foundY} for ${x!}, ${y!}`);
    }
  });

  it('refuses settings that find nothing', () => {
    assert.throws(() => findPeaks(new Uint8Array(16), 4, 4, { sigma: 0 }), /invalid sigma; not above 0: 0/);
    assert.throws(() => findPeaks(new Uint8Array(16), 4, 4, { distance: 0.5 }), /invalid distance/);
    assert.throws(() => findPeaks(new Uint8Array(15), 4, 4));
  });
});
