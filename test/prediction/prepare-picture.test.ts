import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { mapToPicture, preparedSize, preparePicture, type Preparation } from 'unetlab/prediction';

const native: Preparation = { channels: 1, intensity: { low: 100, high: 300 }, size: { kind: 'native' } };
const close = (got: ArrayLike<number>, want: readonly number[]): void => {
  assert.equal(got.length, want.length);
  want.forEach((value, i) => {
    assert.ok(Math.abs(got[i]! - value) < 1e-6, `${i}: ${got[i]}, not ${value}`);
  });
};

describe('preparePicture', () => {
  it('scales by the range of the data set and clamps what lies beyond', () => {
    const picture = { height: 1, width: 4, channels: 1, data: [50, 100, 250, 400] } as const;
    close(preparePicture(picture, native).image, [0, 0, 0.75, 1]);
  });

  it('makes luma of colour, repeats grey, and drops alpha', () => {
    const rgb = { height: 1, width: 1, channels: 3, data: [200, 100, 300] } as const;
    const luma = 0.299 * 200 + 0.587 * 100 + 0.114 * 300;
    close(preparePicture(rgb, native).image, [(luma - 100) / 200]);
    close(preparePicture({ ...rgb, channels: 4, data: [200, 100, 300, 7] }, native).image, [
      (luma - 100) / 200,
    ]);
    close(preparePicture({ ...rgb, channels: 2, data: [200, 7] }, native).image, [0.5]);
    close(
      preparePicture({ ...rgb, channels: 1, data: [200] }, { ...native, channels: 3 }).image,
      [0.5, 0.5, 0.5],
    );
    close(preparePicture(rgb, { ...native, channels: 3 }).image, [0.5, 0, 1]);
  });

  it('brings a picture to its size, and a map back', () => {
    const picture = {
      height: 20,
      width: 30,
      channels: 1,
      data: Array.from({ length: 600 }, () => 200),
    } as const;
    assert.deepEqual(preparedSize(picture, { kind: 'stretch', side: 8 }), { height: 8, width: 8 });
    assert.deepEqual(preparedSize(picture, { kind: 'fit', side: 16 }), { height: 11, width: 16 });
    assert.deepEqual(preparedSize({ height: 1, width: 900 }, { kind: 'fit', side: 16 }), {
      height: 1,
      width: 16,
    });
    const { height, width, image } = preparePicture(picture, { ...native, size: { kind: 'fit', side: 16 } });
    assert.deepEqual([height, width], [11, 16]);
    close(
      image,
      Array.from({ length: 176 }, () => 0.5),
    );
    close(
      mapToPicture(image, { height, width }, picture),
      Array.from({ length: 600 }, () => 0.5),
    );
  });

  it('makes the contrast even after resizing', () => {
    const data = Array.from({ length: 64 * 48 }, () => 180);
    const size = { kind: 'stretch', side: 40 } as const;
    const even: Preparation = { ...native, size, evenContrast: { background: 0.6, depth: 0.2 } };
    const { image } = preparePicture({ height: 64, width: 48, channels: 1, data }, even);
    close(
      image,
      Array.from({ length: 1600 }, () => 0.6),
    );
  });
});
