import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import {
  edgeDistance,
  fourRings,
  gradientProfile,
  influenceByRing,
  ringsOf,
  threeRings,
  updateShares,
} from 'unetlab/analysis';

const { cases } = JSON.parse(readFileSync('test/fixtures/analysis/influence.json', 'utf8')) as {
  cases: { name: string; height: number; width: number; mask: number[]; distance: number[] }[];
};

describe('distance to the edge', () => {
  for (const { name, height, width, mask, distance } of cases)
    it(`is as in scipy: ${name}`, () => {
      edgeDistance(mask, height, width).forEach((got, i) => {
        assert.ok(Math.abs(got - distance[i]!) < 1e-5, `pixel ${i}: got ${got}, want ${distance[i]}`);
      });
    });

  it('is infinite where there is no edge', () => {
    assert.deepEqual([...edgeDistance([0, 0, 0, 0], 2, 2)], [Infinity, Infinity, Infinity, Infinity]);
    assert.deepEqual([...edgeDistance([1, 1], 1, 2)], [-Infinity, -Infinity]);
    assert.throws(() => edgeDistance([0, 1], 2, 2), /a mask of 2 × 2 needs 4 values; got 2/);
  });
});

describe('rings', () => {
  it('cover every distance once, infinite ones too', () => {
    const distances = [-Infinity, -3.5, -1, -0.5, 0.5, 1, 3.9, 4, 100, Infinity];
    assert.deepEqual(
      Array.from(ringsOf(distances, threeRings), (i) => threeRings[i]!.name[0]).join(''),
      'IIEEEBBBBB',
    );
    assert.deepEqual(
      Array.from(ringsOf(distances, fourRings), (i) => fourRings[i]!.name[0]).join(''),
      'IIEEENNFFF',
    );
    assert.throws(() => ringsOf([NaN], threeRings), /distance NaN is in no ring; there are Background \[1/);
  });

  it('divide a gradient: shares, weights relative to the strongest ring, amplification', () => {
    const rows = influenceByRing(
      [1, -1, 1, -1, 4, 0, 8, -4],
      [0, 0, 0, 0, 1, 1, 2, 2],
      [{ name: 'a' }, { name: 'b' }, { name: 'c' }, { name: 'none' }],
    );
    assert.deepEqual(
      rows.map(({ pixels }) => pixels),
      [4, 2, 2, 0],
    );
    assert.deepEqual(
      rows.map(({ influence }) => influence),
      [0.2, 0.2, 0.6, 0],
    );
    assert.deepEqual(
      rows.map(({ weight }) => weight),
      [1 / 6, 1 / 3, 1, 0],
    );
    assert.equal(rows[2]!.amplification, 0.6 / 0.25);
    assert.ok(Number.isNaN(rows[3]!.amplification));
    assert.throws(() => influenceByRing([1], [0, 0], threeRings), /differ in length: 1 and 2/);
  });

  it('give no influence where nothing pulls', () => {
    const rows = influenceByRing([0, 0], [0, 1], threeRings);
    assert.deepEqual(
      rows.map(({ influence, weight }) => [influence, weight]),
      [
        [0, 0],
        [0, 0],
        [0, 0],
      ],
    );
  });
});

describe('gradient profile', () => {
  it('averages by distance and counts what lies beyond the bins', () => {
    const profile = gradientProfile([2, -4, 6, 8], [-0.5, -0.5, 1.5, 50], { from: -1, to: 2 });
    assert.deepEqual(profile.distance, [-0.5, 0.5, 1.5]);
    assert.deepEqual(profile.pixels, [2, 0, 1]);
    assert.deepEqual(profile.mean, [3, NaN, 6]);
    assert.deepEqual(profile.influence, [0.3, 0, 0.3]);
    assert.throws(() => gradientProfile([], [], { from: 2, to: 1 }), /invalid bins/);
  });
});

describe('shares of the update', () => {
  // parts as plain vectors: term A through classes 1 and 2, then term B
  const parts = [
    [3, 0],
    [1, 4],
    [0, 2],
    [-1, 0],
  ];
  const products = parts.map((a) => parts.map((b) => a[0]! * b[0]! + a[1]! * b[1]!));
  const terms = [
    { name: 'A', weight: 1 },
    { name: 'B', weight: 0.5 },
  ];
  const { norm, terms: byTerm, classes, cosine } = updateShares(products, terms, ['one', 'two']);
  // A = (4, 4), half of B = (−0.5, 1), whole (3.5, 5); class one (3, 1), class two (0.5, 4)
  const close = (got: number, want: number): void => {
    assert.ok(Math.abs(got - want) < 1e-12, `got ${got}, want ${want}`);
  };

  it('are projections on the whole gradient, which add up to 1', () => {
    close(norm ** 2, 3.5 ** 2 + 25);
    close(byTerm[0]!.share, 34 / 37.25);
    close(byTerm[1]!.share, 3.25 / 37.25);
    close(classes[0]!.share, 15.5 / 37.25);
    close(classes[1]!.share, 21.75 / 37.25);
  });

  it('come with lengths and the angle between the terms', () => {
    close(byTerm[0]!.norm, Math.sqrt(32));
    close(byTerm[1]!.norm, Math.sqrt(1.25));
    close(classes[1]!.norm, Math.sqrt(16.25));
    close(cosine, 2 / Math.sqrt(32 * 1.25));
  });

  it('need as many products as parts', () => {
    assert.throws(() => updateShares(products, terms, ['one']), /2 terms × 1 classes need 2 × 2/);
  });
});
