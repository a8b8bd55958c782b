import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { resizeImage, resizeMask } from 'unetlab/data';

const ramp = (height: number, width: number): Float32Array =>
  Float32Array.from({ length: height * width }, (_, i) => ((i % width) + 0.5) / width);

describe('resizeImage', () => {
  it('averages areas when shrinking, also by a fraction', () => {
    const image = Float32Array.from([0, 0.2, 0.4, 0.6]);
    assert.deepEqual(
      [...resizeImage(image, { height: 2, width: 2 }, { height: 1, width: 1 }, 1)].map((v) => +v.toFixed(6)),
      [0.3],
    );
    const three = resizeImage(
      Float32Array.from([0, 0.5, 1]),
      { height: 1, width: 3 },
      { height: 1, width: 2 },
      1,
    );
    // Each new pixel covers one and a half old ones: (0 + 0.5 / 2) / 1.5.
    assert.ok(Math.abs(three[0]! - 1 / 6) < 1e-6 && Math.abs(three[1]! - 5 / 6) < 1e-6, String(three));
  });

  it('keeps a linear ramp linear when growing, and the mean when shrinking', () => {
    const grown = resizeImage(ramp(4, 8), { height: 4, width: 8 }, { height: 8, width: 16 }, 1);
    for (let x = 4; x < 12; x += 1) assert.ok(Math.abs(grown[16 * 4 + x]! - (x + 0.5) / 16) < 1e-6);
    const shrunk = resizeImage(ramp(9, 7), { height: 9, width: 7 }, { height: 4, width: 3 }, 1);
    assert.ok(Math.abs(shrunk.reduce((a, b) => a + b, 0) / 12 - 0.5) < 1e-6);
  });

  it('resizes each channel by itself and clamps overshoot', () => {
    const rgb = Float32Array.from({ length: 4 * 4 * 3 }, (_, i) => (i % 3) / 2);
    const half = resizeImage(rgb, { height: 4, width: 4 }, { height: 2, width: 2 }, 3);
    half.forEach((v, i) => {
      assert.ok(Math.abs(v - (i % 3) / 2) < 1e-6);
    });
    const edge = resizeImage(
      Float32Array.from([0, 0, 1, 1]),
      { height: 1, width: 4 },
      { height: 1, width: 16 },
      1,
    );
    assert.ok(edge.every((v) => v >= 0 && v <= 1));
  });
});

describe('resizeMask', () => {
  it('takes the nearest pixel', () => {
    const mask = Uint8Array.from([0, 1, 1, 0]);
    assert.deepEqual(
      [...resizeMask(mask, { height: 2, width: 2 }, { height: 4, width: 4 })],
      [0, 0, 1, 1, 0, 0, 1, 1, 1, 1, 0, 0, 1, 1, 0, 0],
    );
    assert.deepEqual([...resizeMask(mask, { height: 1, width: 4 }, { height: 1, width: 2 })], [1, 0]);
  });
});
