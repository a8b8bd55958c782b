import assert from 'node:assert/strict';
import { describe as suite, it } from 'node:test';
import { detectableShare, importance, scaleOf, treeShares, type Feature, type Tree } from 'unetlab/analysis';
import { Random } from 'unetlab/random';
import { close, fixture } from './close';

interface SklearnTree {
  feature: number[];
  threshold: number[];
  left: number[];
  right: number[];
  value: number[];
}
interface Fixture {
  detectable: number;
  trees: {
    tree: SklearnTree;
    variance: number;
    main: number[];
    pairs: { a: number; b: number; variance: number }[];
  }[];
  study: {
    rows: { lr: number[]; dropout: number[]; l2: number[]; loss: string[]; y: number[] };
    importances: Record<string, number>;
  };
  friedman: { x: number[][]; y: number[]; oob_r2: number; coarse: number[]; importances: number[] };
}

const want = fixture<Fixture>('importance.json');

/** A scikit-learn tree on [0, 1]³ as one of ours: thresholds become bin borders, right children follow left ones. */
function binned(tree: SklearnTree): { tree: Tree; measures: Float64Array[] } {
  const borders = [0, 1, 2].map((f) =>
    tree.threshold.filter((_, node) => tree.feature[node] === f).sort((a, b) => a - b),
  );
  const measures = borders.map((cuts) =>
    Float64Array.from([...cuts, 1], (cut, i) => cut - (i === 0 ? 0 : cuts[i - 1]!)),
  );
  const order = [0];
  const left: number[] = [];
  for (const node of order) {
    left.push(order.length);
    if (tree.feature[node]! >= 0) order.push(tree.left[node]!, tree.right[node]!);
  }
  return {
    measures,
    tree: {
      feature: Int16Array.from(order, (node) => Math.max(-1, tree.feature[node]!)),
      leftBins: Uint32Array.from(order, (node) => {
        const f = tree.feature[node]!;
        return f < 0 ? 0 : 2 ** (borders[f]!.indexOf(tree.threshold[node]!) + 1) - 1;
      }),
      leftChild: Int32Array.from(left),
      value: Float64Array.from(order, (node) => tree.value[node]!),
    },
  };
}

suite('functional analysis of variance', () => {
  want.trees.forEach((c, i) => {
    it(`gives Optuna's variances on scikit-learn's tree ${i}`, () => {
      const { tree, measures } = binned(c.tree);
      const pairs = c.pairs.map(({ a, b }): [number, number] => [a, b]);
      const got = treeShares(tree, measures, pairs);
      close(got.variance, c.variance, 'variance', 1e-9);
      c.main.forEach((variance, f) => {
        close(got.main[f], variance / c.variance, `feature ${f}`, 1e-9);
      });
      c.pairs.forEach(({ a, b, variance }, k) => {
        const interaction = (variance - c.main[a]! - c.main[b]!) / c.variance;
        close(got.pairs[k], interaction, `pair ${a}, ${b}`, 1e-8);
      });
    });
  });

  it('has no shares in a tree that is one leaf', () => {
    const leaf: Tree = {
      feature: Int16Array.of(-1),
      leftBins: Uint32Array.of(0),
      leftChild: Int32Array.of(0),
      value: Float64Array.of(3),
    };
    assert.deepEqual([...treeShares(leaf, [Float64Array.of(0.5, 0.5)]).main], [0]);
  });
});

suite('importance', () => {
  const random = () => new Random(11);

  it("agrees with Optuna's on a study of numbers and categories", async () => {
    const { rows, importances } = want.study;
    const features: Feature[] = (['lr', 'dropout', 'l2', 'loss'] as const).map((name) => ({
      name,
      values: rows[name],
    }));
    const got = await importance(features, rows.y, { random: random(), resamples: 40, nullResamples: 20 });
    for (const { name, fanova } of got.features)
      assert.ok(
        Math.abs(fanova.value - importances[name]!) < 0.04,
        `${name}: ${fanova.value}, Optuna ${importances[name]!}`,
      );
    assert.deepEqual(
      got.features.slice(0, 2).map(({ name }) => name),
      ['lr', 'loss'],
    );
    assert.deepEqual(
      got.features.map(({ fanova }) => fanova.rank),
      [1, 2, 3, 4],
    );
    assert.equal(got.features[0]!.fanova.firstShare, 1);
    assert.ok(
      got.features.slice(0, 2).every(({ fanova, permutation }) => fanova.detected && permutation.detected),
    );
    assert.equal(got.features.find(({ name }) => name === 'l2')!.permutation.detected, false);
    assert.ok(got.rSquared!.value > 0.9);
    assert.ok(got.rankStability! > 0.85);
  });

  it("agrees with scikit-learn's permutation importance, and finds the pair that acts together", async () => {
    const { x, y, oob_r2, importances } = want.friedman;
    const features = x.map((values, f) => ({ name: `x${f + 1}`, values }));
    const got = await importance(features, y, { random: random(), resamples: 40, nullResamples: 20 });
    assert.ok(Math.abs(got.rSquared!.value - oob_r2) < 0.06, `R² ${got.rSquared!.value}, want ${oob_r2}`);
    importances.forEach((wanted, f) => {
      const { permutation } = got.features.find(({ name }) => name === `x${f + 1}`)!;
      assert.ok(
        Math.abs(permutation.value - wanted) < 0.02 + 0.15 * wanted,
        `x${f + 1}: ${permutation.value}, want ${wanted}`,
      );
      assert.equal(permutation.detected, f < 5, `x${f + 1}`);
    });
    assert.deepEqual([got.pairs[0]!.a, got.pairs[0]!.b], ['x1', 'x2']);
    assert.ok(got.pairs[0]!.interval.low > got.pairs[1]!.value);
  });

  it("agrees with scikit-learn's where the forest is held back by large leaves", async () => {
    const { x, y, coarse } = want.friedman;
    const features = x.map((values, f) => ({ name: `x${f + 1}`, values }));
    // scikit-learn counts distinct runs in a leaf, 80 of the 63 % that are drawn; here each counts as often as drawn
    const options = { random: random(), resamples: 40, nullResamples: 5, minLeaf: Math.round(80 / 0.632) };
    const got = await importance(features, y, options);
    coarse.forEach((wanted, f) => {
      const { permutation } = got.features.find(({ name }) => name === `x${f + 1}`)!;
      assert.ok(
        Math.abs(permutation.value - wanted) < 0.02 + 0.15 * wanted,
        `x${f + 1}: ${permutation.value}, want ${wanted}`,
      );
    });
  });

  it('splits levels by their means, not by their names', async () => {
    const draw = new Random(6);
    const level = Array.from({ length: 240 }, () => draw.int(8));
    const y = level.map((l) => (l % 2) + 0.05 * draw.normal());
    const got = await importance([{ name: 'level', values: level.map((l) => `l${l}`) }], y, {
      random: random(),
      resamples: 20,
      nullResamples: 5,
      minLeaf: 80, // room for one split only
    });
    assert.ok(got.rSquared!.value > 0.9, `R² ${got.rSquared!.value}`);
  });

  it('sees an interaction without main effects', async () => {
    const draw = new Random(4);
    const a = Array.from({ length: 200 }, () => draw.int(2));
    const b = Array.from({ length: 200 }, () => draw.int(2));
    const idle = Array.from({ length: 200 }, () => draw.uniform());
    const y = a.map((value, i) => (value === b[i] ? 1 : 0) + 0.05 * draw.normal());
    const got = await importance(
      [
        { name: 'a', values: a },
        { name: 'b', values: b },
        { name: 'idle', values: idle },
      ],
      y,
      { random: random(), resamples: 30, nullResamples: 20 },
    );
    const pair = got.pairs.find(({ a: one, b: two }) => one === 'a' && two === 'b')!;
    assert.ok(pair.value > 0.5, `pair ${pair.value}`);
    assert.ok(got.features.every(({ fanova }) => fanova.value < 0.2));
  });

  it('says that the shares describe noise when nothing matters', async () => {
    const draw = new Random(9);
    const features = ['a', 'b', 'c'].map((name) => ({
      name,
      values: Array.from({ length: 60 }, () => draw.uniform()),
    }));
    const y = features[0]!.values.map(() => draw.normal());
    const got = await importance(features, y, { random: random(), resamples: 40, nullResamples: 20 });
    assert.ok(got.rSquared!.value <= 0);
    assert.match(got.notices.join(), /shares describe noise/);
    assert.ok(got.features.every(({ permutation }) => !permutation.detected));
  });

  it('repeats with the seed, leaves rows without the metric out, and takes missing values', async () => {
    const draw = new Random(5);
    const x = Array.from({ length: 80 }, (_, i) => (i % 9 === 0 ? NaN : draw.uniform()));
    const level = Array.from({ length: 80 }, (_, i) => (i % 7 === 0 ? null : i % 2 === 0 ? 'u' : 'v'));
    const y = x.map((value, i) => (i % 10 === 3 ? NaN : Number.isNaN(value) ? 2 : value));
    const run = () =>
      importance(
        [
          { name: 'x', values: x },
          { name: 'level', values: level },
          { name: 'constant', values: x.map(() => 1) },
        ],
        y,
        { random: random(), resamples: 20, nullResamples: 5 },
      );
    const got = await run();
    assert.deepEqual(await run(), got);
    assert.equal(got.n, 72);
    assert.equal(got.dropped, 8);
    assert.equal(got.features[0]!.name, 'x');
    assert.match(got.notices.join(), /constant never varies/);
  });

  it('has a reason for what cannot be said, and an error for what makes no sense', async () => {
    const options = { random: random() };
    const nine = Array.from({ length: 9 }, (_, i) => i);
    const many = Array.from({ length: 20 }, (_, i) => i);
    const feature = (values: number[]) => [{ name: 'x', values }];
    assert.match((await importance(feature(nine), nine, options)).reason!, /9 runs have the metric/);
    assert.match(
      (
        await importance(
          feature(many),
          many.map(() => 1),
          options,
        )
      ).reason!,
      /same in every run/,
    );
    assert.match((await importance(feature(many.map(() => 1)), many, options)).reason!, /no feature varies/);
    assert.match((await importance([], [], options)).reason!, /0 runs have the metric/);
    await assert.rejects(importance(feature(nine), many, options), /feature x has 9 values for 20/);
    await assert.rejects(
      importance(feature(many), many, { ...options, resamples: 3 }),
      /invalid resamples; at least 20 are needed: 3/,
    );
  });

  it('stops when asked', async () => {
    const stop = new AbortController();
    const values = Array.from({ length: 30 }, (_, i) => i);
    await assert.rejects(
      importance([{ name: 'x', values }], values, {
        random: random(),
        signal: stop.signal,
        onProgress: (done) => {
          if (done === 3) stop.abort();
        },
      }),
      /abort/,
    );
  });

  it('pools levels beyond 30 with a notice', async () => {
    const draw = new Random(2);
    const names = Array.from({ length: 100 }, (_, i) => `run-${i}`);
    const y = names.map(() => draw.normal());
    const got = await importance([{ name: 'name', values: names }], y, {
      random: random(),
      resamples: 20,
      nullResamples: 5,
    });
    assert.match(got.notices.join(), /name has 100 levels; the commonest 30 are kept/);
  });
});

suite('detection limit', () => {
  it('is the share that an F test notices with the asked power', () => {
    close(detectableShare(100), want.detectable, 'share', 1e-6);
    assert.ok(detectableShare(100, { factors: 10 })! > detectableShare(100)!);
    assert.equal(detectableShare(2), null);
    assert.throws(() => detectableShare(10, { power: 2 }), /invalid power/);
  });
});

suite('scale of a column', () => {
  it('is logarithmic only where logarithms are spread more evenly', () => {
    const draw = new Random(1);
    const even = Array.from({ length: 300 }, () => draw.between(1e-4, 1e-2));
    const logEven = Array.from({ length: 300 }, () => 10 ** draw.between(-4, -2));
    assert.equal(scaleOf(even), 'linear');
    assert.equal(scaleOf(logEven), 'log');
    assert.equal(scaleOf([1e-4, 5e-4, 1e-3, 5e-3, NaN]), 'log');
    assert.equal(scaleOf([0, 1, 100]), 'linear');
    assert.equal(scaleOf([4, 8, 16]), 'linear');
  });
});
