import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  applySymmetry,
  augmenter,
  cropSamples,
  resizeSample,
  syntheticMicrobeads,
  warpSample,
} from 'unetlab/data';
import { Random } from 'unetlab/random';
import type { Sample } from 'unetlab/types';

const tile = syntheticMicrobeads({ count: 1, size: 128, beads: 300, seed: 4 })[0]!;
/** A sample whose image is its mask, so that any misalignment shows. */
const aligned: Sample = { ...tile, image: Float32Array.from(tile.mask) };
const small = (height: number, width: number, channels: 1 | 3 = 1): Sample => ({
  id: 'small',
  group: 'g',
  height,
  width,
  channels,
  image: Float32Array.from({ length: height * width * channels }, (_, i) => i),
  mask: Uint8Array.from({ length: height * width }, (_, i) => i % 2),
});

describe('applySymmetry', () => {
  it('turns clockwise and mirrors left to right', () => {
    const sample = small(2, 3); // 0 1 2 / 3 4 5
    const pixels = (mirror: boolean, turns: 0 | 1 | 2 | 3): number[] => [
      ...applySymmetry(sample, { mirror, turns }).image,
    ];
    assert.deepEqual(pixels(true, 0), [2, 1, 0, 5, 4, 3]);
    assert.deepEqual(pixels(false, 1), [3, 0, 4, 1, 5, 2]);
    assert.deepEqual(pixels(false, 2), [5, 4, 3, 2, 1, 0]);
    assert.deepEqual(pixels(false, 3), [2, 5, 1, 4, 0, 3]);
    assert.deepEqual(pixels(true, 1), [5, 2, 4, 1, 3, 0]);
    const turned = applySymmetry(sample, { mirror: false, turns: 1 });
    assert.deepEqual([turned.height, turned.width], [3, 2]);
    assert.deepEqual(
      [...applySymmetry(small(1, 2, 3), { mirror: true, turns: 0 }).image],
      [3, 4, 5, 0, 1, 2],
    );
  });

  it('comes back after four quarter turns or two mirrors', () => {
    const symmetries = [
      { mirror: false, turns: 1, times: 4 },
      { mirror: true, turns: 0, times: 2 },
      { mirror: true, turns: 1, times: 2 },
      { mirror: true, turns: 3, times: 2 },
    ] as const;
    for (const { times, ...symmetry } of symmetries) {
      let back = tile;
      for (let i = 0; i < times; i += 1) back = applySymmetry(back, symmetry);
      assert.deepEqual(back.image, tile.image);
      assert.deepEqual(back.mask, tile.mask);
    }
  });
});

describe('pixels to be ignored and object numbers', () => {
  /** Both maps hold what the mask holds, so that whatever moves differently shows. */
  const numbered: Sample = {
    ...aligned,
    ignore: aligned.mask.slice(),
    instances: Uint32Array.from(aligned.mask, (value) => 70_000 * value),
  };
  const check = (sample: Sample): void => {
    assert.deepEqual(sample.ignore, sample.mask);
    assert.deepEqual(
      sample.instances,
      Uint32Array.from(sample.mask, (value) => 70_000 * value),
    );
    assert.ok(sample.mask.includes(1));
  };

  it('move with the mask through every operation', () => {
    for (const mirror of [false, true])
      for (const turns of [0, 1, 2, 3] as const) check(applySymmetry(numbered, { mirror, turns }));
    const vary = augmenter({ flips: true, turns: true, elastic: true, intensity: true });
    for (let seed = 0; seed < 4; seed += 1) check(vary(numbered, new Random(seed)));
    for (const tile of cropSamples([numbered], 64)) check(tile);
    check(resizeSample(numbered, 96));
    check(resizeSample(numbered, 200));
  });

  it('stay absent where they are', () => {
    for (const sample of [
      applySymmetry(aligned, { mirror: true, turns: 1 }),
      cropSamples([aligned], 64)[0]!,
      resizeSample(aligned, 96),
      augmenter({ elastic: true })(aligned, new Random(1)),
    ])
      assert.ok(!('ignore' in sample) && !('instances' in sample));
  });
});

describe('augmenter', () => {
  it('returns the sample itself when everything is off', () => {
    assert.equal(augmenter({})(tile, new Random(1)), tile);
  });

  it('draws the eight symmetries of the square uniformly', () => {
    const augment = augmenter({ flips: true, turns: true });
    const random = new Random(11);
    const counts = new Map<string, number>();
    const draws = 8000;
    for (let i = 0; i < draws; i += 1) {
      const key = augment(small(2, 2), random).image.join();
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    assert.equal(counts.size, 8);
    const chiSquare = [...counts.values()].reduce((sum, n) => sum + (n - draws / 8) ** 2 / (draws / 8), 0);
    assert.ok(chiSquare < 24.3, `chi square ${chiSquare}, 7 degrees of freedom, p < 0.001 above 24.3`);
    const flipped = new Set(
      Array.from({ length: 100 }, () => augmenter({ flips: true })(small(2, 3), random).image.join()),
    );
    assert.equal(flipped.size, 4);
  });

  it('moves mask and image together', () => {
    const random = new Random(5);
    const exact = augmenter({ flips: true, turns: true });
    for (let i = 0; i < 20; i += 1) {
      const result = exact(aligned, random);
      assert.deepEqual(Uint8Array.from(result.image), result.mask);
    }
    const elastic = augmenter({ flips: true, turns: true, elastic: { sigma: 12, alpha: 2 } });
    for (let i = 0; i < 20; i += 1) {
      const result = elastic(aligned, random);
      const differ = result.image.filter((v, j) => v >= 0.5 !== (result.mask[j] === 1)).length;
      const moved = result.mask.filter((v, j) => v !== aligned.mask[j]).length;
      assert.ok(differ < 0.03 * result.mask.length, `${differ} pixels apart`);
      assert.ok(moved > 0.05 * result.mask.length, `only ${moved} pixels moved`);
      assert.equal(result.objectCount, undefined);
    }
  });

  it('displaces by the asked amount, smoothly', () => {
    const size = 200;
    const ramp: Sample = {
      ...small(size, size),
      image: Float32Array.from({ length: size * size }, (_, i) => (i % size) / size),
    };
    const augment = augmenter({ elastic: { sigma: 20, alpha: 3 } });
    const random = new Random(8);
    let [squares, steps, count] = [0, 0, 0];
    for (let trial = 0; trial < 20; trial += 1) {
      const { image } = augment(ramp, random);
      for (let y = 0; y < size; y += 1)
        for (let x = 20; x < size - 20; x += 1) {
          const at = y * size + x;
          const shift = (image[at]! - ramp.image[at]!) * size;
          squares += shift ** 2;
          steps = Math.max(steps, Math.abs((image[at + 1]! - image[at]!) * size - 1));
          count += 1;
        }
    }
    const amplitude = Math.sqrt(squares / count);
    assert.ok(Math.abs(amplitude - 3) < 0.15, `root mean square displacement ${amplitude}, asked 3`);
    assert.ok(steps < 1, `steepest change of displacement ${steps} a pixel; 1 folds`);
  });

  it('changes intensity by gain · x^gamma + offset and leaves the mask alone', () => {
    const fixed = augmenter({ intensity: { gain: [1.5, 1.5], offset: [-0.1, -0.1], gamma: [2, 2] } })(
      tile,
      new Random(1),
    );
    fixed.image.forEach((v, i) => {
      const want = Math.min(1, Math.max(0, 1.5 * tile.image[i]! ** 2 - 0.1));
      assert.ok(Math.abs(v - want) < 1e-6, `pixel ${i}: got ${v}, want ${want}`);
    });
    assert.equal(fixed.mask, tile.mask);
    const random = new Random(2);
    for (let i = 0; i < 20; i += 1)
      assert.ok(augmenter({ intensity: true })(tile, random).image.every((v) => v >= 0 && v <= 1));
  });

  it('gives the same copy for the same random state and never touches the original', () => {
    const before = Float32Array.from(tile.image);
    const augment = augmenter({ flips: true, turns: true, intensity: true, elastic: true });
    const [a, b, c] = [1, 1, 2].map((seed) => augment(tile, new Random(seed)));
    assert.deepEqual(a!.image, b!.image);
    assert.notDeepEqual(a!.image, c!.image);
    assert.deepEqual(tile.image, before);
  });

  it('refuses what it cannot do, in one line', () => {
    const random = new Random(1);
    assert.throws(
      () => augmenter({ turns: true })(small(2, 3), random),
      /turns need square samples; small has 3 × 2/,
    );
    assert.throws(
      () => augmenter({ elastic: { sigma: 6, alpha: 3 } })(tile, random),
      /invalid alpha; .*sigma \/ 3 = 2\]: 3/,
    );
    assert.throws(() => augmenter({ intensity: { gain: [2, 1] } })(tile, random), /invalid gain; .*\[2, 1\]/);
    assert.throws(
      () => augmenter({ intensity: { gamma: [0, 1] } })(tile, random),
      /invalid gamma; not above 0: 0/,
    );
  });
});

describe('warpSample', () => {
  it('shows (x + dx, y + dy), mirrored beyond the edges', () => {
    const sample = small(1, 4);
    const shift = (by: number): number[] => [
      ...warpSample(sample, { dx: new Float32Array(4).fill(by), dy: new Float32Array(4) }).image,
    ];
    assert.deepEqual(shift(1), [1, 2, 3, 3]);
    assert.deepEqual(shift(-2), [1, 0, 0, 1]);
    assert.deepEqual(shift(0.25), [0.25, 1.25, 2.25, 3]);
  });
});
