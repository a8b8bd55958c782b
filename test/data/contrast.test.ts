import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { describe, it } from 'node:test';
import {
  evenContrast,
  objectDepth,
  readDataSet,
  resizeSample,
  syntheticMicrobeads,
  type ContrastOptions,
} from 'unetlab/data';
import { Random } from 'unetlab/random';
import type { Sample } from 'unetlab/types';

const size = 256;
const photographs = '../shared/data/microbeads';

/** Round spots of the given depths on a ground of 0.5, with a little noise. */
function spots(depths: readonly number[], random = new Random(1)): Sample {
  const image = Float32Array.from({ length: size * size }, () => 0.5 * (1 + 0.01 * random.normal()));
  const side = Math.ceil(Math.sqrt(depths.length));
  depths.forEach((depth, i) => {
    const [cx, cy] = [i % side, Math.floor(i / side)].map((k) => ((k + 0.5) * size) / side) as [
      number,
      number,
    ];
    for (let y = Math.floor(cy - 8); y <= cy + 8; y += 1)
      for (let x = Math.floor(cx - 8); x <= cx + 8; x += 1) {
        const d = Math.hypot(x - cx, y - cy);
        image[y * size + x]! -= 0.5 * depth * Math.min(1, Math.max(0, 4 - d));
      }
  });
  return {
    id: 'spots',
    group: 'g',
    height: size,
    width: size,
    channels: 1,
    image,
    mask: new Uint8Array(size * size),
  };
}

/** The same scene under a light that falls off to the right, with its contrast changed. */
const under = (sample: Sample, light: number, contrast: number): Sample => ({
  ...sample,
  image: sample.image.map((x, i) => light * (1 - (0.4 * (i % size)) / size) * (1 + contrast * (2 * x - 1))),
});

const repeated = (depth: number, count: number): number[] => Array.from({ length: count }, () => depth);

describe('objectDepth', () => {
  it('is the depth of the spots, few or many, and not that of specks or clumps', () => {
    for (const depths of [
      repeated(0.3, 4),
      repeated(0.3, 150),
      [...repeated(0.3, 20), ...repeated(0.08, 60)],
      [...repeated(0.3, 80), ...repeated(0.5, 20)],
    ]) {
      const depth = objectDepth(spots(depths));
      assert.ok(Math.abs(depth - 0.3) < 0.015, `${depths.length} spots: ${depth}`);
    }
  });

  it('is 0 without a dark spot', () => {
    assert.equal(objectDepth({ ...spots([]), image: new Float32Array(size * size).fill(0.5) }), 0);
  });
});

describe('evenContrast', () => {
  it('makes one image of a scene, whatever the light and the contrast', () => {
    const scene = spots(repeated(0.3, 40));
    const even = evenContrast(scene);
    assert.equal(even.mask, scene.mask);
    for (const [light, contrast] of [
      [0.9, 1],
      [0.45, 0.6],
      [0.6, 1.5],
    ] as const) {
      const other = evenContrast(under(scene, light, contrast));
      const differences = other.image.map((x, i) => Math.abs(x - even.image[i]!)).sort();
      const worst = differences[Math.floor(0.99 * differences.length)]!;
      assert.ok(worst < 0.01, `light ${light}, contrast ${contrast}: 99 % within ${worst}`);
    }
  });

  it('puts ground and spots where it is told', () => {
    const { image } = evenContrast(spots(repeated(0.3, 40)), { background: 0.8, depth: 0.4 });
    const sorted = Float32Array.from(image).sort();
    assert.ok(Math.abs(sorted[sorted.length >> 1]! - 0.8) < 0.01);
    assert.ok(Math.abs(sorted[Math.floor(0.001 * sorted.length)]! - 0.4) < 0.05);
    assert.ok(sorted[0]! >= 0 && sorted.at(-1)! <= 1);
  });

  it('does not stretch noise where nothing is dark', () => {
    const { image } = evenContrast(spots([]));
    const mean = image.reduce((a, b) => a + b, 0) / image.length;
    const sd = Math.sqrt(image.reduce((a, b) => a + (b - mean) ** 2, 0) / image.length);
    assert.ok(sd < 0.03, `noise of 1 % of the ground becomes ${sd}`);
  });

  it('works in colour, channel by channel', () => {
    const grey = spots(repeated(0.3, 40));
    const image = new Float32Array(3 * grey.image.length);
    grey.image.forEach((x, i) => {
      image.set([x, 0.8 * x, 0.5 * x], 3 * i);
    });
    const even = evenContrast({ ...grey, channels: 3, image });
    const expected = evenContrast(grey);
    assert.ok(even.image.every((x, i) => Math.abs(x - expected.image[Math.floor(i / 3)]!) < 1e-5));
  });

  it('does the same with bright objects, in the negative', () => {
    const scene = spots(repeated(0.3, 40));
    const bright = { ...scene, image: scene.image.map((x) => 1 - x) };
    assert.ok(Math.abs(objectDepth(bright, 'bright') - 0.3) < 0.015);
    const { image } = evenContrast(bright, { objects: 'bright' });
    const expected = evenContrast(scene).image;
    assert.ok(image.every((x, i) => Math.abs(x - (1 - expected[i]!)) < 1e-5));
  });

  it('prepares a part of a wide picture as it does the part alone, where it is told its width', () => {
    const [alone] = syntheticMicrobeads({ count: 1, size: 512, seed: 4, beads: 200 });
    const wide = 1536;
    const image = new Float32Array(512 * wide); // the photograph, with its mirror image on either side
    for (let i = 0; i < image.length; i += 1) {
      const [x, y] = [(i % wide) - 512, Math.floor(i / wide)];
      image[i] = alone!.image[y * 512 + (x < 0 ? -1 - x : x < 512 ? x : 1023 - x)]!;
    }
    const canvas = { ...alone!, width: wide, image };
    const expected = evenContrast(alone!).image;
    const apart = (options: ContrastOptions): number => {
      const even = evenContrast(canvas, options).image;
      const differences = expected
        .map((value, i) => Math.abs(value - even[Math.floor(i / 512) * wide + 512 + (i % 512)]!))
        .sort();
      return differences[Math.floor(0.99 * differences.length)]!;
    };
    const [told, own] = [apart({ referenceWidth: 512 }), apart({})];
    assert.ok(told < 0.01, `99 % within ${told}`);
    assert.ok(own > 0.1, `in shares of the canvas: 99 % within ${own}`);
    assert.deepEqual(evenContrast(alone!, { referenceWidth: 512 }).image, expected);
  });

  it('refuses a ground, a depth or a width that no image can have', () => {
    const [sample] = syntheticMicrobeads({ count: 1, size: 64, seed: 1 });
    assert.throws(
      () => evenContrast(sample!, { background: 1.2 }),
      /invalid background; not in \(0, 1\]: 1.2/,
    );
    assert.throws(() => evenContrast(sample!, { depth: 0.8 }), /invalid depth; .*0\.7\]: 0\.8/);
    assert.throws(() => evenContrast(sample!, { referenceWidth: 0 }), /invalid referenceWidth; .*: 0/);
  });

  it(
    'gives photographs of every slide one contrast',
    { skip: !existsSync(photographs) && 'no photographs here' },
    async () => {
      const { samples } = await readDataSet(photographs, {
        size: 512,
        exclude: '^synthetic|[^6]$',
      });
      assert.ok(samples.length >= 6);
      const before = samples.map((sample) => objectDepth(sample));
      assert.ok(Math.max(...before) / Math.min(...before) > 1.4, before.join(' '));
      for (const side of [512, 256]) {
        const after = samples.map((sample) => objectDepth(evenContrast(resizeSample(sample, side))));
        for (const depth of after)
          assert.ok(Math.abs(depth / (0.25 / 0.7) - 1) < 0.05, `${side}: ${after.join(' ')}`);
      }
    },
  );
});
