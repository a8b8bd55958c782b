import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import {
  assign,
  connectedComponents,
  detectionScores,
  distanceTo,
  matchObjects,
  signedDistance,
  splitTouching,
  tolerantJaccard,
} from 'unetlab/metrics';

interface Fixtures {
  readonly masks: {
    readonly mask: string[];
    readonly areas: number[];
    readonly centres: [number, number][];
    readonly labelSum: number;
    readonly inside: number[];
    readonly outside: number[];
    readonly hMaxima: Record<string, number>;
  }[];
  readonly matchings: {
    readonly truth: [number, number][];
    readonly predicted: [number, number][];
    readonly radius: number;
    readonly pairs: number;
    readonly distance: number;
  }[];
  readonly assignments: { readonly cost: number[][]; readonly total: number }[];
  readonly tolerant: { readonly tolerance: number; readonly jaccard: number }[];
}
const fixtures = JSON.parse(
  readFileSync(join(process.cwd(), 'test/fixtures/metrics/objects.json'), 'utf8'),
) as Fixtures;
const parse = (rows: readonly string[]): { mask: Uint8Array; height: number; width: number } => ({
  mask: Uint8Array.from(rows.join(''), Number),
  height: rows.length,
  width: rows[0]!.length,
});
const points = (list: readonly (readonly [number, number])[]): { x: number; y: number }[] =>
  list.map(([x, y]) => ({ x, y }));
function near(what: string, got: number, want: number, tolerance: number): void {
  assert.ok(Math.abs(got - want) <= tolerance, `${what}: got ${got}, want ${want} ± ${tolerance}`);
}

describe('connectedComponents', () => {
  it('labels, measures and orders pieces as scipy.ndimage.label does', () => {
    for (const want of fixtures.masks) {
      const { mask, height, width } = parse(want.mask);
      const { labels, objects } = connectedComponents(mask, height, width);
      assert.deepEqual(
        objects.map((o) => o.area),
        want.areas,
      );
      objects.forEach((o, i) => {
        near('x', o.x, want.centres[i]![0], 1e-5);
        near('y', o.y, want.centres[i]![1], 1e-5);
      });
      assert.equal(
        labels.reduce((sum, label, i) => sum + label * i, 0),
        want.labelSum,
      );
    }
  });

  it('handles empty, full and wrongly sized masks', () => {
    assert.deepEqual(connectedComponents(new Uint8Array(12), 3, 4).objects, []);
    assert.deepEqual(connectedComponents(new Uint8Array(12).fill(1), 3, 4).objects, [
      { x: 1.5, y: 1, area: 12 },
    ]);
    assert.throws(
      () => connectedComponents(new Uint8Array(12), 3, 3),
      /invalid size; 12 pixels are not 3 × 3/,
    );
  });
});

describe('distances', () => {
  it('are those of scipy.ndimage.distance_transform_edt', () => {
    for (const want of fixtures.masks) {
      const { mask, height, width } = parse(want.mask);
      const outside = distanceTo(mask, height, width);
      const signed = signedDistance(mask, height, width);
      for (let i = 0; i < mask.length; i += 1) {
        near(`outside ${i}`, outside[i]!, want.outside[i]!, 1e-6);
        near(`signed ${i}`, signed[i]!, mask[i] === 1 ? 0.5 - want.inside[i]! : want.outside[i]! - 0.5, 1e-6);
      }
    }
    assert.ok(distanceTo(new Uint8Array(6), 2, 3).every((d) => d === Infinity));
    assert.ok(signedDistance(new Uint8Array(6).fill(1), 2, 3).every((d) => d === -Infinity));
  });
});

describe('splitTouching', () => {
  it('keeps as many objects as scikit-image has h-maxima', () => {
    for (const want of fixtures.masks.slice(0, 2)) {
      const { mask, height, width } = parse(want.mask);
      for (const [depth, count] of Object.entries(want.hMaxima))
        assert.equal(
          splitTouching(mask, height, width, Number(depth)).objects.length,
          count,
          `depth ${depth}`,
        );
    }
  });

  it('parts the mask completely, and a dumbbell in its middle', () => {
    const [height, width] = [15, 30];
    const mask = Uint8Array.from({ length: height * width }, (_, i) => {
      const [y, x] = [Math.floor(i / width), i % width];
      return Math.min((x - 8) ** 2, (x - 20) ** 2) + (y - 7) ** 2 <= 42 ? 1 : 0;
    });
    assert.equal(connectedComponents(mask, height, width).objects.length, 1);
    const { labels, objects } = splitTouching(mask, height, width);
    assert.equal(objects.length, 2);
    objects.forEach((o, i) => {
      near('x', o.x, [8, 20][i]!, 0.7);
      near('y', o.y, 7, 0.1);
    });
    assert.deepEqual(
      Uint8Array.from(labels, (l) => (l > 0 ? 1 : 0)),
      mask,
    );
    assert.throws(() => splitTouching(mask, height, width, 0), /invalid depth; not above 0: 0/);
  });
});

describe('assign', () => {
  it('costs what scipy.optimize.linear_sum_assignment costs', () => {
    for (const { cost, total } of fixtures.assignments) {
      const columns = assign(cost);
      const used = columns.filter((c) => c >= 0);
      assert.equal(used.length, Math.min(cost.length, cost[0]!.length));
      assert.equal(new Set(used).size, used.length);
      near(
        'total',
        columns.reduce((sum, c, r) => sum + (c < 0 ? 0 : cost[r]![c]!), 0),
        total,
        1e-9,
      );
    }
    assert.deepEqual(assign([]), []);
  });
});

describe('matchObjects', () => {
  it('matches as many pairs, as closely, as scipy', () => {
    for (const want of fixtures.matchings) {
      const matching = matchObjects(points(want.truth), points(want.predicted), want.radius);
      assert.equal(matching.pairs.length, want.pairs);
      near(
        'distance',
        matching.pairs.reduce((sum, p) => sum + p.distance, 0),
        want.distance,
        1e-4,
      );
      assert.equal(matching.missed.length, want.truth.length - want.pairs);
      assert.equal(matching.spurious.length, want.predicted.length - want.pairs);
    }
  });

  it('prefers more pairs to closer ones', () => {
    // Greedy takes (a, q) at distance 1 and leaves b and p without partners.
    const { pairs } = matchObjects(
      points([
        [0, 0],
        [3, 0],
      ]),
      points([
        [-2.5, 0],
        [1, 0],
      ]),
      3,
    );
    assert.deepEqual(
      pairs.map(({ truth, predicted }) => [truth, predicted]),
      [
        [0, 0],
        [1, 1],
      ],
    );
    assert.throws(() => matchObjects([], [], 0), /invalid radius; not in \(0, ∞\): 0/);
  });
});

describe('detectionScores and tolerantJaccard', () => {
  it('follow from the counts, also without objects', () => {
    const matching = matchObjects(
      points([
        [0, 0],
        [10, 0],
        [20, 0],
      ]),
      points([
        [1, 0],
        [40, 0],
      ]),
      3,
    );
    assert.deepEqual(detectionScores([matching]), {
      truth: 3,
      predicted: 2,
      matched: 1,
      precision: 1 / 2,
      recall: 1 / 3,
      f1: 2 / 5,
      countError: -1 / 3,
    });
    for (const claimed of [[], points([[1, 0]])]) {
      const nothing = detectionScores([matchObjects([], claimed, 3)]);
      assert.deepEqual(
        [nothing.predicted, nothing.precision, nothing.recall, nothing.f1, nothing.countError],
        [claimed.length, NaN, NaN, NaN, NaN],
      );
    }
  });

  it('forgives a shift within the tolerance, as computed with scipy', () => {
    const { mask, height, width } = parse(fixtures.masks[1]!.mask);
    const shifted = Uint8Array.from(mask, (_, i) => {
      const [y, x] = [Math.floor(i / width), i % width];
      return mask[((y + height - 1) % height) * width + ((x + width - 1) % width)]!;
    });
    for (const { tolerance, jaccard } of fixtures.tolerant)
      near(
        `tolerance ${tolerance}`,
        tolerantJaccard(mask, shifted, height, width, tolerance),
        jaccard,
        1e-12,
      );
    const empty = new Uint8Array(mask.length);
    assert.equal(tolerantJaccard(empty, empty, height, width, 1), NaN);
    assert.equal(tolerantJaccard(mask, empty, height, width, 1), 0);
    assert.equal(tolerantJaccard(empty, mask, height, width, 1), NaN);
  });
});
