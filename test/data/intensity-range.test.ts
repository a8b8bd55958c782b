import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { beyondRange, decideIntensityRange, measureIntensities, scaleIntensities } from 'unetlab/data';
import type { IntensityRange, Picture, SampleKind } from 'unetlab/data';
import { channels, grey, SIDE } from './drawn-masks';

/** A smooth picture between two levels, both of which it reaches over several pixels. */
function slope(low: number, high: number, kind: SampleKind = 'uint16'): Picture {
  const whole = !kind.startsWith('float');
  const plane = Array.from({ length: SIDE * SIDE }, (_, i) => {
    const share = Math.min(1, Math.max(0, ((i % SIDE) - 3) / (SIDE - 7)));
    const value = low + (high - low) * share;
    return whole ? Math.round(value) : value;
  });
  return grey(plane, kind);
}

function decide(pictures: readonly Picture[], told = ''): IntensityRange {
  const range = decideIntensityRange(
    pictures.map((picture, i) => ({ name: `i${i}.tif`, measure: measureIntensities(picture) })),
    told,
  );
  assert.deepEqual(JSON.parse(JSON.stringify(range)), range, 'the range is plain data');
  return range;
}

const ends = (picture: Picture, range: IntensityRange): [number, number] => {
  const image = scaleIntensities(picture, range, 1);
  return [Math.min(...image), Math.max(...image)];
};

describe('decideIntensityRange', () => {
  it('keeps 0 to 255 of 8-bit files, whatever they use', () => {
    for (const [low, high] of [
      [0, 255],
      [60, 210],
      [0, 20],
    ] as const) {
      const picture = slope(low, high, 'uint8');
      const range = decide([picture]);
      assert.deepEqual(range.ranges, { uint8: { low: 0, high: 255 } });
      const image = scaleIntensities(picture, range, 1);
      assert.ok(image.every((value, i) => value === Math.fround(picture.data[i]! / 255)));
    }
    assert.match(
      decide([slope(0, 20, 'uint8')]).notices.join(),
      /levels up to 20 of 255 only; -p intensity=low:high/,
    );
  });

  it('finds the bit depth of 16-bit files', () => {
    for (const [high, bits] of [
      [250, 8],
      [1000, 10],
      [1023, 10],
      [3340, 12],
      [4095, 12],
      [16383, 14],
      [65535, 16],
      [40000, 16],
    ] as const) {
      const range = decide([slope(0, high), slope(0, Math.floor(high / 2))]);
      assert.deepEqual(range.ranges, { uint16: { low: 0, high: 2 ** bits - 1 } });
      assert.match(
        range.text,
        new RegExp(`16-bit, of which ${bits} bits are used; levels 0 to ${2 ** bits - 1} become 0 to 1`),
      );
    }
  });

  it('does not depend on a hot or a dead pixel', () => {
    const picture = slope(1000, 3300);
    picture.data[40 * SIDE + 40] = 65535;
    picture.data[40 * SIDE + 41] = 65535;
    picture.data[60 * SIDE + 10] = 0;
    const range = decide([picture, slope(1000, 3300)]);
    assert.deepEqual(range.ranges, { uint16: { low: 0, high: 4095 } });
    assert.match(range.notices.join(), /single pixels up to 65535 in 1 image \(i0\.tif\) are cut off/);
    assert.equal(ends(picture, range)[1], 1);
  });

  it('keeps a spot of four pixels', () => {
    const picture = slope(100, 900);
    for (const at of [0, 1, SIDE, SIDE + 1]) picture.data[50 * SIDE + 50 + at] = 3800;
    assert.deepEqual(decide([picture]).ranges.uint16?.high, 4095);
  });

  it('brings an offset range to what the set uses', () => {
    const pictures = [slope(30000, 34000), slope(30500, 33000)];
    const range = decide(pictures);
    assert.match(range.text, /levels 30000 to 34000/);
    const [low, high] = ends(pictures[0]!, range);
    assert.ok(low > 0 && low < 0.1 && high < 1 && high > 0.9, `${low} … ${high}`);
    assert.deepEqual(decide([slope(1000, 3400)]).ranges, { uint16: { low: 0, high: 4095 } });
  });

  it('scales 8 and 16 bits by their own depths, and says so', () => {
    const range = decide([slope(0, 255, 'uint8'), slope(0, 3000), slope(0, 255, 'uint8')]);
    assert.deepEqual(range.ranges, { uint16: { low: 0, high: 4095 }, uint8: { low: 0, high: 255 } });
    assert.match(range.text, /1 of 3: 16-bit.*2 of 3: 8-bit/);
  });

  it('reads floats and signed numbers', () => {
    assert.deepEqual(decide([slope(0, 1, 'float32')]).ranges, { float32: { low: 0, high: 1 } });
    assert.deepEqual(decide([slope(-1, 1, 'float32')]).ranges, { float32: { low: -1, high: 1 } });
    assert.deepEqual(decide([slope(3, 240, 'float64')]).ranges, { float64: { low: 0, high: 255 } });
    for (const [low, high, kind] of [
      [-1000, 2500, 'int16'],
      [0.001, 0.004, 'float32'],
      [5000, 91000, 'float32'],
      [7, 1e6, 'uint32'],
    ] as const) {
      const picture = slope(low, high, kind);
      const [least, most] = ends(picture, decide([picture]));
      assert.ok(least >= 0 && least < 0.1 && most > 0.9 && most <= 1, `${low} … ${high}: ${least} … ${most}`);
    }
  });

  it('reads NaN as 0, and says so', () => {
    const picture = slope(0, 1, 'float32');
    picture.data[5] = Number.NaN;
    const range = decide([picture]);
    assert.match(range.notices.join(), /no finite number/);
    assert.equal(scaleIntensities(picture, range, 1)[5], 0);
  });

  it('names images that stay dark beside the others', () => {
    assert.match(
      decide([slope(0, 65535), slope(0, 60000), slope(0, 4095)]).notices.join(),
      /1 image \(i2\.tif\) reach less than an eighth/,
    );
  });

  it('does not divide by nothing', () => {
    const flat = grey(
      Array.from({ length: SIDE * SIDE }, () => 500),
      'uint16',
    );
    assert.ok(scaleIntensities(flat, decide([flat]), 1).every(Number.isFinite));
    const zero = grey(
      Array.from({ length: SIDE * SIDE }, () => 0),
      'float32',
    );
    assert.ok(scaleIntensities(zero, decide([zero]), 1).every(Number.isFinite));
  });

  it('takes what the reader typed', () => {
    assert.deepEqual(decide([slope(0, 900)], '100:600').ranges, { uint16: { low: 100, high: 600 } });
    assert.deepEqual(decide([slope(0, 900)], 'full').ranges, { uint16: { low: 0, high: 65535 } });
    for (const told of ['4095', '5:1', 'a:b', ':'])
      assert.throws(
        () => decide([slope(0, 9)], told),
        /invalid intensity=.*allowed: low:high \(0:4095\), or full/,
      );
  });

  it('says what a new image does not fit', () => {
    const range = decide([slope(0, 4000)]);
    assert.equal(beyondRange(measureIntensities(slope(10, 4095)), range), null);
    assert.match(
      beyondRange(measureIntensities(slope(0, 60000)), range)!,
      /levels 0 to 60000 go beyond 0 to 4095; they are cut off/,
    );
    assert.match(
      beyondRange(measureIntensities(slope(0, 255, 'uint8')), range)!,
      /8-bit image, where the range was decided on 16-bit/,
    );
    assert.throws(() => scaleIntensities(slope(0, 1, 'float32'), range, 1), /-p intensity=low:high/);
  });
});

describe('scaleIntensities', () => {
  it('makes luma of colours, and repeats grey', () => {
    const plane = (value: number): number[] => Array.from({ length: SIDE * SIDE }, () => value);
    const range = { ranges: { uint8: { low: 0, high: 255 } }, text: '', notices: [] };
    const rgb = channels([plane(200), plane(100), plane(50)]);
    assert.equal(
      scaleIntensities(rgb, range, 1)[0],
      Math.fround((0.299 * 200 + 0.587 * 100 + 0.114 * 50) / 255),
    );
    assert.deepEqual(
      [...scaleIntensities(rgb, range, 3).slice(0, 3)],
      [200, 100, 50].map((v) => Math.fround(v / 255)),
    );
    assert.deepEqual(
      [...scaleIntensities(channels([plane(51), plane(9)]), range, 3).slice(0, 3)],
      [0.2, 0.2, 0.2].map(Math.fround),
    );
  });
});
