import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import { dilutionSeries, microbeadScenes, syntheticMicrobeads } from 'unetlab/data';
import type { Sample } from 'unetlab/types';

const bytes = (sample: Sample): Buffer =>
  Buffer.concat([
    Buffer.from(Uint8Array.from(sample.image, (v) => Math.round(v * 255))),
    Buffer.from(sample.mask),
  ]);
const hash = (samples: readonly Sample[]): string =>
  createHash('sha256')
    .update(Buffer.concat(samples.map(bytes)))
    .digest('hex')
    .slice(0, 16);
const share = (sample: Sample): number => sample.mask.reduce((a, b) => a + b, 0) / sample.mask.length;

describe('syntheticMicrobeads', () => {
  it('gives the same bytes for the same seed, on every machine', () => {
    assert.equal(hash(syntheticMicrobeads({ count: 6, size: 128, seed: 42 })), '97a8213ee69aa801');
    assert.equal(
      hash(syntheticMicrobeads({ count: 2, size: 96, seed: 42, channels: 3 })),
      'be8424d3eec2dced',
    );
    assert.notEqual(
      hash(syntheticMicrobeads({ count: 1, size: 64, seed: 1 })),
      hash(syntheticMicrobeads({ count: 1, size: 64, seed: 2 })),
    );
  });

  it('starts a longer series with the tiles of a shorter one', () => {
    const ten = syntheticMicrobeads({ count: 10, size: 64, seed: 5 });
    assert.equal(hash(ten.slice(0, 3)), hash(syntheticMicrobeads({ count: 3, size: 64, seed: 5 })));
  });

  it('groups tiles by slide, with unique names', () => {
    const samples = syntheticMicrobeads({ count: 80, size: 32, tilesPerSlide: 40 });
    assert.equal(new Set(samples.map((s) => s.id)).size, 80);
    assert.deepEqual(
      [...new Set(samples.map((s) => s.group))].map((g) => samples.filter((s) => s.group === g).length),
      [40, 40],
    );
    for (const s of samples) assert.equal(s.id.split('_grid')[0], s.group);
  });

  it('counts exactly: every centre lies in the tile, and every mask pixel in a bead', () => {
    const size = 256;
    for (const { sample, beads } of microbeadScenes({ count: 9, size, tilesPerSlide: 1 })) {
      assert.equal(sample.objectCount, beads.length);
      const inside = (i: number): boolean =>
        beads.some(
          (b) => ((i % size) + 0.5 - b.x) ** 2 + (Math.floor(i / size) + 0.5 - b.y) ** 2 <= b.radius ** 2,
        );
      for (const b of beads) assert.ok(b.x >= 0 && b.x < size && b.y >= 0 && b.y < size);
      for (let i = 0; i < sample.mask.length; i += 37) assert.equal(sample.mask[i] === 1, inside(i));
    }
    const exact = syntheticMicrobeads({ count: 3, size: 128, beads: 60 });
    assert.deepEqual(
      exact.map((s) => s.objectCount),
      [60, 60, 60],
    );
  });

  it('goes through the dilution series from about 5 to 2,000 beads a frame', () => {
    const samples = syntheticMicrobeads({ count: dilutionSeries.length * 2, size: 64, tilesPerSlide: 2 });
    const counts = samples.map((s) => s.objectCount!).sort((a, b) => a - b);
    assert.ok(counts[0]! >= 1 && counts[0]! <= 16, `fewest ${counts[0]}`);
    assert.ok(counts.at(-1)! > 1800 && counts.at(-1)! < 2200, `most ${counts.at(-1)}`);
    const range = syntheticMicrobeads({ count: 20, size: 32, tilesPerSlide: 1, beads: { from: 50, to: 60 } });
    for (const s of range) assert.ok(s.objectCount! > 15 && s.objectCount! < 110, `${s.objectCount}`);
  });

  it('shows the same scene at every size: foreground share, darkness and noise as after averaging', () => {
    const large = syntheticMicrobeads({ count: 6, size: 512, seed: 9, beads: 400, tilesPerSlide: 1 });
    const small = syntheticMicrobeads({ count: 6, size: 256, seed: 9, beads: 400, tilesPerSlide: 1 });
    const mean = (samples: readonly Sample[], of: (s: Sample) => number): number =>
      samples.reduce((sum, s) => sum + of(s), 0) / samples.length;
    const near = (what: string, a: number, b: number, tolerance: number): void => {
      assert.ok(Math.abs(a / b - 1) < tolerance, `${what}: ${a} at 512, halved; ${b} at 256`);
    };
    near('foreground', mean(large, share), mean(small, share), 0.03);
    near('contrast', mean(large.map(halved), contrast), mean(small, contrast), 0.03);
    near('noise', mean(large.map(halved), roughness), mean(small, roughness), 0.15);
  });

  it('stays within [0, 1] in steps of 1/255 and draws dark beads', () => {
    for (const s of syntheticMicrobeads({ count: 9, size: 128, tilesPerSlide: 1, channels: 3 })) {
      assert.equal(s.image.length, 128 * 128 * 3);
      assert.ok(s.image.every((v) => v >= 0 && v <= 1 && Math.abs(v * 255 - Math.round(v * 255)) < 1e-4));
    }
    for (const s of syntheticMicrobeads({ count: 9, size: 256, tilesPerSlide: 1 }))
      assert.ok(contrast(s) > 0.2, `${s.id}: contrast ${contrast(s)}`);
  });

  it('accepts an empty frame and refuses nonsense in one line', () => {
    assert.equal(share(syntheticMicrobeads({ count: 1, size: 64, beads: 0 })[0]!), 0);
    assert.throws(
      () => syntheticMicrobeads({ count: -1 }),
      /invalid count; not a whole number of 0 or more: -1/,
    );
    assert.throws(() => syntheticMicrobeads({ count: 1, size: 16 }), /invalid size; .*32 or more: 16/);
    assert.throws(() => syntheticMicrobeads({ count: 1, beads: [] }), /empty series/);
    assert.throws(
      () => syntheticMicrobeads({ count: 1, beads: { from: 0, to: 5 } }),
      /0 < from <= to: 0 to 5/,
    );
    assert.throws(
      () => syntheticMicrobeads({ count: 1, touching: 2 }),
      /invalid touching; not in \[0, 1\]: 2/,
    );
  });
});

/** 1 − mean intensity of beads / mean intensity of background. */
function contrast({ image, mask }: Sample): number {
  const sum = [0, 0];
  const n = [0, 0];
  mask.forEach((m, i) => {
    sum[m]! += image[i]!;
    n[m]! += 1;
  });
  return 1 - sum[1]! / n[1]! / (sum[0]! / n[0]!);
}

/** Root mean square difference of neighbouring background pixels, far from beads. */
function roughness({ image, mask, width }: Sample): number {
  let [sum, n] = [0, 0];
  const clear = (i: number): boolean => {
    for (let d = -6; d <= 6; d += 1) if (mask[i + d] === 1 || mask[i + d * width] === 1) return false;
    return true;
  };
  for (let i = 7 * width; i < image.length - 7 * width; i += 1)
    if (clear(i)) {
      sum += (image[i]! - image[i + 1]!) ** 2;
      n += 1;
    }
  return Math.sqrt(sum / n);
}

/** Every 2 × 2 pixels averaged; the mask keeps every other pixel. */
function halved(sample: Sample): Sample {
  const size = sample.width / 2;
  const image = new Float32Array(size * size);
  const mask = new Uint8Array(size * size);
  for (let i = 0; i < image.length; i += 1) {
    const j = 2 * Math.floor(i / size) * sample.width + 2 * (i % size);
    const { image: from, width } = sample;
    image[i] =
      Math.round(((from[j]! + from[j + 1]! + from[j + width]! + from[j + width + 1]!) / 4) * 255) / 255;
    mask[i] = sample.mask[j]!;
  }
  return { ...sample, height: size, width: size, image, mask };
}
