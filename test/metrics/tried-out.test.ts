import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  detectionScores,
  findPeaks,
  matchByOverlap,
  matchObjects,
  numberedObjects,
  objectScores,
  scoredImages,
  signedDistance,
  splitTouching,
  thresholdBaseline,
  tolerantJaccard,
  trivialScores,
  withinTrivial,
  type ScoredImage,
} from 'unetlab/metrics';
import { Random } from 'unetlab/random';

/** Small random pictures, where the right answer can be had by going through everything. */
const random = new Random(20);
const some = (length: number, share: number): number[] =>
  Array.from({ length }, () => Number(random.uniform() < share));
const [width, height] = [9, 6];
const places = Array.from({ length: width * height }, (_, i) => ({ x: i % width, y: Math.floor(i / width) }));
const apart = (a: { x: number; y: number }, b: { x: number; y: number }): number =>
  Math.hypot(a.x - b.x, a.y - b.y);

describe('signedDistance', () => {
  it('is the nearest of all pixels of the other kind, those to be ignored being of none', () => {
    for (let round = 0; round < 20; round += 1) {
      const [mask, ignore] = [some(places.length, 0.3), some(places.length, 0.3)];
      const got = signedDistance(mask, height, width, ignore);
      places.forEach((here, i) => {
        const others = places.filter((_, j) => ignore[j] === 0 && mask[j] !== mask[i]);
        const nearest = Math.min(...others.map((there) => apart(here, there))) - 0.5;
        const want = ignore[i] === 1 ? 0 : mask[i] === 1 ? -nearest : nearest;
        assert.ok(got[i] === want || Math.abs(got[i]! - want) < 1e-9, `${got[i]} for ${want}`);
      });
    }
  });
});

describe('matchByOverlap', () => {
  it('pairs what shares more than the least part, and says the rest', () => {
    for (let round = 0; round < 40; round += 1) {
      const truth = Array.from({ length: 24 }, (_, i) => Math.floor(i / 6) * random.int(2) * 3);
      const predicted = truth.map((label) => (random.uniform() < 0.7 ? label : random.int(4)));
      const ignore = some(24, 0.25);
      const least = random.uniform() < 0.5 ? 0.5 : 0.75;
      const objects = (labels: readonly number[]): { label: number; counted: Set<number> }[] =>
        [...new Set(labels)]
          .filter((label) => label !== 0)
          .sort((a, b) => a - b)
          .map((label) => {
            const all = labels.flatMap((other, i) => (other === label ? [i] : []));
            return { label, all, counted: new Set(all.filter((i) => ignore[i] === 0)) };
          })
          .filter(({ all, counted }) => all.length - counted.size <= all.length / 2);
      const [ours, theirs] = [objects(truth), objects(predicted)];
      const pairs = ours.flatMap(({ counted: a }, t) =>
        theirs.flatMap(({ counted: b }, p) => {
          const both = [...a].filter((i) => b.has(i)).length;
          const overlap = both / new Set([...a, ...b]).size;
          return overlap > least ? [{ truth: t, predicted: p, distance: 1 - overlap }] : [];
        }),
      );
      const got = matchByOverlap(truth, predicted, least, ignore);
      assert.deepEqual(got.pairs, pairs);
      const without = (count: number, used: readonly number[]): number[] =>
        Array.from({ length: count }, (_, i) => i).filter((i) => !used.includes(i));
      assert.deepEqual(got.missed, without(ours.length, pairs.map((pair) => pair.truth))); // prettier-ignore
      assert.deepEqual(got.spurious, without(theirs.length, pairs.map((pair) => pair.predicted))); // prettier-ignore
    }
    assert.throws(() => matchByOverlap([1], [1], 1), /invalid overlap; not in \[0.5, 1\): 1/);
    assert.equal(matchByOverlap([0, 1], [1, 0]).pairs.length, 0);
    const { pairs } = matchByOverlap([5, 5, 2, 2], [1, 1, 3, 3]); // by number, not by place
    assert.deepEqual(pairs.map((pair) => [pair.truth, pair.predicted]), [[0, 1], [1, 0]]); // prettier-ignore
  });
});

describe('matchObjects', () => {
  it('tells pairs in the order of the true objects, wherever their neighbours are', () => {
    const at = (...xs: readonly number[]): { x: number; y: number }[] => xs.map((x) => ({ x, y: 0 }));
    const { pairs, missed, spurious } = matchObjects(at(0, 50, 2, 90, -8), at(51, 1.5, -0.5, -5), 3);
    assert.deepEqual(pairs, [
      { truth: 0, predicted: 2, distance: 0.5 },
      { truth: 1, predicted: 0, distance: 1 },
      { truth: 2, predicted: 1, distance: 0.5 },
      { truth: 4, predicted: 3, distance: 3 },
    ]);
    assert.deepEqual([missed, spurious], [[3], []]);
    for (const radius of [-1, NaN, Infinity])
      assert.throws(() => matchObjects([], [], radius), /invalid radius; not in \(0, ∞\)/);
  });

  it('finds the largest matching that any order of taking pairs finds', () => {
    for (let round = 0; round < 30; round += 1) {
      const [truth, predicted] = [4, 3].map((n) =>
        Array.from({ length: n }, () => ({ x: random.between(-6, 6), y: random.between(-6, 6) })),
      ) as [{ x: number; y: number }[], { x: number; y: number }[]];
      const best = (t: number, used: readonly number[]): { pairs: number; sum: number } => {
        if (t === truth.length) return { pairs: 0, sum: 0 };
        let most = best(t + 1, used);
        predicted.forEach((point, p) => {
          const distance = apart(truth[t]!, point);
          if (used.includes(p) || distance > 4) return;
          const rest = best(t + 1, [...used, p]);
          const here = { pairs: rest.pairs + 1, sum: rest.sum + distance };
          if (here.pairs > most.pairs || (here.pairs === most.pairs && here.sum < most.sum)) most = here;
        });
        return most;
      };
      const want = best(0, []);
      const { pairs } = matchObjects(truth, predicted, 4);
      assert.equal(pairs.length, want.pairs);
      assert.ok(Math.abs(pairs.reduce((sum, { distance }) => sum + distance, 0) - want.sum) < 1e-9);
    }
  });
});

describe('splitTouching', () => {
  it('numbers its pieces in reading order and measures them', () => {
    for (let round = 0; round < 10; round += 1) {
      const mask = some(places.length, 0.6);
      const { labels, objects } = splitTouching(mask, height, width);
      const order = [...new Set(labels)].filter((label) => label > 0);
      assert.deepEqual(order, objects.map((_, i) => i + 1)); // prettier-ignore
      objects.forEach(({ x, y, area }, i) => {
        const own = places.filter((_, at) => labels[at] === i + 1);
        const mean = (values: number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
        assert.deepEqual([x, y, area], [mean(own.map((p) => p.x)), mean(own.map((p) => p.y)), own.length]);
      });
    }
  });
});

describe('findPeaks', () => {
  const options = { sigma: 0.5, distance: 1.5, minimum: 0.05 };
  const map = (...lit: readonly (readonly [number, number, number?])[]): Float64Array => {
    const pixels = new Float64Array(width * height);
    for (const [x, y, value = 1] of lit) pixels[y * width + x] = value;
    return pixels;
  };
  const found = (pixels: Float64Array, more = {}): { x: number; y: number }[] =>
    findPeaks(pixels, height, width, { ...options, ...more });
  const near = (got: { x: number; y: number }[], want: readonly (readonly [number, number])[]): void => {
    assert.equal(got.length, want.length, JSON.stringify(got));
    want.forEach(([x, y], i) => {
      assert.ok(Math.abs(got[i]!.x - x) < 1e-5 && Math.abs(got[i]!.y - y) < 1e-5, JSON.stringify(got[i]));
    });
  };
  // Weights of the smoothing at distances 0, 1 and 2 for a deviation of ½.
  const [w0, w1, w2] = [1, Math.exp(-2), Math.exp(-8)];
  const vertex = (a: number, b: number, c: number): number => (0.5 * (a - c)) / (a - 2 * b + c);

  it('finds a lit pixel wherever it is, corners and edges too', () => {
    for (const { x, y } of places) near(found(map([x, y])), [[x, y]]);
  });

  it('takes what is smoothed to the minimum or above', () => {
    const top = (w0 / (w0 + 2 * w1 + 2 * w2)) ** 2;
    assert.equal(found(map([4, 3]), { minimum: top + 1e-4 }).length, 0);
    assert.equal(found(map([4, 3]), { minimum: top - 1e-4 }).length, 1);
  });

  it('puts a peak where the parabola through its neighbours is highest', () => {
    const shift = vertex(w1 + 0.5 * w2, w0 + 0.5 * w1, w1 + 0.5 * w0);
    near(found(map([4, 3], [5, 3, 0.5])), [[4 + shift, 3]]);
    near(found(map([4, 3], [3, 3, 0.5])), [[4 - shift, 3]]);
    near(found(map([4, 3], [4, 4, 0.5])), [[4, 3 + shift]]);
    near(found(map([4, 3], [4, 2, 0.5])), [[4, 3 - shift]]);
    near(found(map([4, 3], [5, 3])), [[4.5, 3]]);
    near(found(map([4, 3], [4, 4])), [[4, 3.5]]);
  });

  it('keeps one of two within the distance, both beyond', () => {
    const pulled = vertex(w1, w0 + 0.9 * w2, w1 + 0.9 * w1);
    near(found(map([2, 3], [4, 3, 0.9]), { distance: 2 }), [[2 + pulled, 3]]);
    assert.equal(found(map([2, 3], [4, 3, 0.9]), { distance: 1.9 }).length, 2);
    assert.equal(found(map([2, 2], [3, 4, 0.9]), { distance: 2.2 }).length, 2);
    assert.equal(found(map([2, 2], [3, 4, 0.9]), { distance: 2.3 }).length, 1);
    assert.equal(
      found(map([8, 2], [0, 3, 0.9]), { distance: 3 }).length,
      2,
      'ends of two rows are far apart',
    );
  });
});

describe('objects in pixels to be ignored', () => {
  const peaks = { sigma: 0.4, distance: 1, minimum: 0.1 };

  it('count by the pixels within the radius of their centre that lie in the picture', () => {
    for (let round = 0; round < 200; round += 1) {
      const radius = [1, 1.5, 2][round % 3]!;
      const [ignore, centre] = [some(places.length, 0.5), places[random.int(places.length)]!];
      const predicted = Float32Array.from(places, (place) => Number(place === centre));
      const around = places.flatMap((place, i) => (apart(place, centre) <= radius ? [i] : []));
      const left = around.filter((i) => ignore[i] === 0).length;
      const got = objectScores(
        [{ mask: new Uint8Array(places.length), height, width, ignore }],
        [predicted],
        {
          radius,
          peaks,
        },
      );
      assert.equal(
        got.predicted,
        left >= around.length / 2 ? 1 : 0,
        JSON.stringify({ centre, ignore, radius }),
      );
    }
  });

  it('are left out of numbered ones where most of their pixels are', () => {
    const labels = [0, 1, 1, 0, 2, 2, 2, 0];
    assert.deepEqual(numberedObjects(labels, 4, [0, 0, 1, 0, 0, 5, 5, 0]), [{ x: 1.5, y: 0, area: 2 }]);
    assert.equal(numberedObjects(labels, 4).length, 2);
  });

  it('match within 3 px at a width of 512 by default', () => {
    const [wide, tall] = [512, 24];
    const disc = (middle: number): Uint8Array =>
      Uint8Array.from({ length: wide * tall }, (_, i) =>
        Number(Math.hypot((i % wide) - middle, Math.floor(i / wide) - 12) <= 4),
      );
    const truth = { mask: disc(100), height: tall, width: wide };
    assert.equal(objectScores([truth], [disc(102)]).matched, 1);
    assert.equal(objectScores([truth], [disc(104)]).matched, 0);
    assert.equal(objectScores([truth], [disc(101)], { tolerance: 1 }).tolerantJaccard, 1);
    assert.ok(objectScores([truth], [disc(102)]).tolerantJaccard < 1);
    const both = objectScores([truth, truth], [disc(100), new Uint8Array(wide * tall)]);
    assert.deepEqual([both.tolerantJaccard, both.scored, both.precision, both.recall], [0.5, 2, 1, 0.5]);
  });
});

describe('detectionScores and tolerantJaccard at their borders', () => {
  it('claim nothing false where nothing is claimed, and refuse a tolerance below 0', () => {
    const [one] = [[{ x: 0, y: 0 }]];
    const none = detectionScores([matchObjects(one, [], 1)]);
    assert.deepEqual([none.precision, none.recall, none.f1, none.countError], [1, 0, 0, -1]);
    assert.throws(() => tolerantJaccard([1], [1], 1, 1, -1), /invalid tolerance; not 0 pixels or more: -1/);
    assert.equal(tolerantJaccard([1, 0, 0, 0], [0, 0, 0, 1], 1, 4, 1), 0, 'nothing near');
    // Two of three claimed are within 1 px of the truth, and one of two true ones of a claimed.
    assert.equal(tolerantJaccard([1, 0, 0, 0, 0, 1], [1, 1, 1, 0, 0, 0], 1, 6, 1), (2 / 6) / (2 / 3 + 1 / 2 - 2 / 6)); // prettier-ignore
  });
});

describe('thresholdBaseline', () => {
  it('is the first of 256 levels and two directions with the largest Jaccard index', () => {
    for (let round = 0; round < 12; round += 1) {
      const length = 12;
      const sample: ScoredImage = {
        image: Array.from({ length }, () => random.int(20) / 19),
        channels: 1,
        mask: some(length, 0.4).map((value) => 3 * value),
        ignore: some(length, 0.2),
      };
      const score = (foreground: (intensity: number) => boolean): number => {
        let [both, either] = [0, 0];
        for (let i = 0; i < length; i += 1) {
          if (sample.ignore![i] !== 0) continue;
          const [a, b] = [sample.mask[i] !== 0, foreground(Math.fround(sample.image[i]!))];
          both += Number(a && b);
          either += Number(a || b);
        }
        return either === 0 ? NaN : both / either;
      };
      const tried = Array.from({ length: 257 }, (_, k) => k / 256).flatMap((level) => [
        { level, foreground: 'darker', jaccard: score((v) => Math.min(v, 255.5 / 256) < level) },
        { level, foreground: 'brighter', jaccard: score((v) => Math.min(v, 255.5 / 256) >= level) },
      ]);
      const best = Math.max(...tried.map(({ jaccard }) => jaccard).filter((value) => !Number.isNaN(value)));
      const want = tried.find(({ jaccard }) => jaccard === best)!;
      assert.deepEqual(thresholdBaseline([sample]), { level: want.level, foreground: want.foreground });
    }
  });
});

describe('what is said of scores', () => {
  it('counts one image and one pixel as one', () => {
    const say = (images: number, scored: number, pixels: number): string =>
      scoredImages({ images, scored, imagesWithoutForeground: images - scored, falsePositivePixels: pixels });
    assert.equal(say(0, 0, 0), 'no image to score');
    assert.equal(say(1, 1, 0), 'mean over 1 image');
    assert.equal(say(1, 0, 1), 'no score: none of 1 image has foreground; 1 pixel predicted there');
    assert.equal(
      say(3, 2, 0),
      'mean over 2 of 3 images; 1 without foreground left out, 0 pixels predicted there',
    );
  });

  it('names the strongest of the trivial rivals, also where it is only reached', () => {
    const one = (mask: number[]): ScoredImage => ({ image: [0.9, 0.8, 0.1, 0.2], channels: 1, mask });
    const plain = trivialScores([one([1, 1, 0, 0])], [one([1, 1, 0, 0])]);
    assert.match(
      withinTrivial({ jaccard: 1 }, plain)!,
      /^a Jaccard of 1\.000 is no better than calling foreground what is brighter than 0\.\d\d \(1\.000\)$/,
    );
    const odd = trivialScores([one([1, 1, 0, 0])], [one([0, 1, 1, 1])]);
    assert.equal(
      withinTrivial({ jaccard: 0.75 }, odd),
      'a Jaccard of 0.750 is no better than calling every pixel foreground (0.750)',
    );
    assert.equal(withinTrivial({ jaccard: 0.7501 }, odd), null);
  });
});
