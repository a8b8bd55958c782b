import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import sharp from 'sharp';
import { imageGrid, pictureGrid } from 'unetlab/notebook';

// One row of four pixels: found, wrongly marked, missed, background.
const row = {
  width: 2,
  height: 2,
  channels: 1 as const,
  image: Float32Array.of(0, 0, 0, 1),
  truth: Uint8Array.of(1, 0, 1, 0),
  prediction: Float32Array.of(0.9, 0.5, 0.49, 0),
  label: 'slide 1',
};
const tile = 64;

async function pixels(png: Buffer): Promise<(x: number, y: number) => number[]> {
  const { data, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return (x, y) => [...data.subarray((y * info.width + x) * 3, (y * info.width + x) * 3 + 3)];
}
const near = (got: readonly number[], want: readonly number[]): void => {
  got.forEach((value, i) => {
    assert.ok(Math.abs(value - want[i]!) <= 2, `got ${got.join()}, want ${want.join()}`);
  });
};

describe('imageGrid', () => {
  it('colours found, wrongly marked and missed pixels in the overlay', async () => {
    const at = await pixels(await imageGrid([row], { tile }));
    const left = 12 + 3 * (tile + 8);
    const top = 12 + 18 + 8;
    const mixed = (colour: string): number[] =>
      [1, 3, 5].map((i) => Math.round(0.7 * Number.parseInt(colour.slice(i, i + 2), 16)));
    near(at(left + 16, top + 16), mixed('#009E73'));
    near(at(left + 48, top + 16), mixed('#D55E00'));
    near(at(left + 16, top + 48), mixed('#56B4E9'));
    near(at(left + 48, top + 48), [255, 255, 255]);
  });

  it('shows the truth as black and white beside the image', async () => {
    const at = await pixels(await imageGrid([row], { tile }));
    const left = 12 + tile + 8;
    near(at(left + 16, 38 + 16), [255, 255, 255]);
    near(at(left + 48, 38 + 16), [0, 0, 0]);
  });

  it('names a row whose sizes do not fit', () => {
    assert.throws(
      () => imageGrid([{ ...row, truth: new Uint8Array(3) }]),
      /slide 1: truth has 3 values; 2 × 2 needs 4/,
    );
  });
});

describe('pictureGrid', () => {
  it('keeps proportions and grows with rows', async () => {
    const wide = { width: 4, height: 2, channels: 3 as const, pixels: new Float32Array(24).fill(0.5) };
    const one = await sharp(await pictureGrid([{ pictures: [wide] }], { tile })).metadata();
    const two = await sharp(
      await pictureGrid([{ pictures: [wide] }, { pictures: [wide] }], { tile }),
    ).metadata();
    assert.equal(one.width, tile + 24);
    assert.equal(two.height - one.height, tile / 2 + 8);
  });

  it('refuses an empty grid', async () => {
    await assert.rejects(pictureGrid([]), /at least one picture/);
  });
});
