import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  confidenceOfWeight,
  focusedGradient,
  focusingFactor,
  fourRings,
  gradientProfile,
  gradientSnapshot,
  influenceByRing,
  ringsOf,
  threeRings,
  updateShares,
} from 'unetlab/analysis';

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

describe('focusing', () => {
  it('takes 99 % of the loss at p_t = 0.9, but 97.1 % of the gradient', () => {
    assert.equal(focusingFactor(0.9).toFixed(12), '0.010000000000');
    const fraction = focusedGradient(0.9);
    assert.equal((100 * (1 - fraction)).toFixed(1), '97.1');
    // against finite differences of both losses by the logit
    const slope = (loss: (pt: number) => number): number => {
      const at = (z: number): number => loss(1 / (1 + Math.exp(-z)));
      const z = Math.log(9);
      return (at(z + 1e-4) - at(z - 1e-4)) / 2e-4;
    };
    const ratio = slope((pt) => -((1 - pt) ** 2) * Math.log(pt)) / slope((pt) => -Math.log(pt));
    assert.ok(Math.abs(ratio - fraction) < 1e-8);
  });

  it('leaves everything at p_t = 0 or γ = 0, nothing at p_t = 1', () => {
    assert.deepEqual([focusedGradient(0), focusedGradient(1), focusedGradient(0.7, 0)], [1, 0, 1]);
  });

  it('names the confidence that a weight stands for', () => {
    assert.deepEqual(
      [0.01, 0.1, 1].map((weight) => confidenceOfWeight(weight).toFixed(3)),
      ['0.900', '0.684', '0.000'],
    );
    assert.throws(() => confidenceOfWeight(1.5), /invalid weight/);
    assert.throws(() => focusingFactor(-0.1), /invalid p_t/);
  });
});

describe('snapshot', () => {
  const snapshot = gradientSnapshot({
    epoch: 3,
    terms: [
      { name: 'A', weight: 0.5, value: 2, byLogit: [1, -1, 0, 4] },
      { name: 'B', weight: 1, value: 3, byLogit: [1, 1, 1, -1] },
    ],
    probability: [0.25, 0.5, 0.75, 0.5],
    truth: [0, 1, 1, 0],
    distance: [2, -2, -0.5, 0.5],
    rings: threeRings,
    products: Array.from({ length: 6 }, (_, i) => Array.from({ length: 6 }, (_, j) => (i === j ? i + 1 : 0))),
  });

  it('gives each term its share of loss, pixels and update', () => {
    assert.deepEqual(
      snapshot.terms.map(({ ofLoss, ofPixels }) => [ofLoss, ofPixels]),
      [
        [0.25, 3 / 7],
        [0.75, 4 / 7],
      ],
    );
    // squared lengths: A (1 + 2 + 3) / 4, B 4 + 5 + 6
    assert.ok(Math.abs(snapshot.terms[0]!.ofUpdate - 1.5 / 16.5) < 1e-12);
    assert.ok(Math.abs(snapshot.terms[1]!.norm - Math.sqrt(15)) < 1e-12);
  });

  it('measures cross-entropy, each term and the sum by ring', () => {
    assert.deepEqual(
      snapshot.losses.map(({ name }) => name),
      ['cross-entropy', 'A', 'B', 'combined'],
    );
    // combined gradient: 1.5, 0.5, 1, 1 in rings Background, Inside, Edge, Edge
    assert.deepEqual(
      snapshot.losses[3]!.influence.map(({ influence }) => influence),
      [1.5 / 4, 0.5 / 4, 2 / 4],
    );
    assert.deepEqual(
      snapshot.losses[0]!.influence.map(({ mean }) => mean),
      [0.25, 0.5, 0.375],
    );
  });

  it('keeps how sure the prediction is, by ring and on both sides', () => {
    assert.deepEqual(snapshot.confidence, [0.75, 0.5, 0.625]);
    assert.deepEqual(snapshot.scene, { foreground: 0.5, onForeground: 0.625, onBackground: 0.375 });
  });
});
