import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { objectScores } from 'unetlab/metrics';

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

  it('reads probabilities, and refuses a missing prediction', () => {
    const unsure = Float32Array.from(squares([[20, 20]]), (value) => 0.6 * value);
    assert.equal(objectScores([of(squares([[20, 20]]))], [unsure]).f1, 1);
    assert.equal(objectScores([of(squares([[20, 20]]))], [unsure], { threshold: 0.7 }).f1, 0);
    assert.throws(() => objectScores([of(squares([]))], []), /1 images, but 0 predictions/);
  });
});
