import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import sharp from 'sharp';
import { comparisonGrid, imageGrid, outlineGrid } from 'unetlab/notebook';

const side = 40;
const image = new Float32Array(side * side);
const square = Uint8Array.from({ length: side * side }, (_, i) => {
  const [x, y] = [i % side, Math.floor(i / side)];
  return Number(x >= 10 && x < 30 && y >= 10 && y < 30);
});

/** Colour of a pixel of a PNG. */
async function colourAt(png: Buffer, x: number, y: number): Promise<number[]> {
  const { data, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return [...data.subarray((y * info.width + x) * 3, (y * info.width + x) * 3 + 3)];
}

describe('outlineGrid', () => {
  it('draws the edge of a mask and leaves its inside visible', async () => {
    const png = await outlineGrid([{ width: side, height: side, channels: 1, image, mask: square }], {
      tile: side,
    });
    assert.deepEqual(await colourAt(png, 12 + 10, 12 + 20), [0xe6, 0x9f, 0]);
    assert.deepEqual(await colourAt(png, 12 + 20, 12 + 20), [0, 0, 0]);
    assert.deepEqual(await colourAt(png, 12 + 5, 12 + 20), [0, 0, 0]);
  });

  it('draws numbered objects apart where they touch', async () => {
    const instances = square.map((value, i) => (value === 0 ? 0 : i % side < 20 ? 1 : 2));
    const png = await outlineGrid(
      [{ width: side, height: side, channels: 1, image, mask: square, instances }],
      { tile: side },
    );
    assert.deepEqual(await colourAt(png, 12 + 20, 12 + 20), [0xe6, 0x9f, 0]);
  });
});

describe('imageGrid', () => {
  it('shows ignored pixels as such, whatever was predicted there', async () => {
    const ignore = new Uint8Array(side * side).fill(1);
    const rows = [
      { width: side, height: side, channels: 1 as const, image, truth: square, prediction: square, ignore },
    ];
    const png = await imageGrid(rows, { tile: side });
    const [r, g, b] = await colourAt(png, 12 + 3 * (side + 8) + 20, 12 + 26 + 20);
    assert.ok(Math.abs(r! - g!) < 12 && Math.abs(g! - b!) < 12, `${r} ${g} ${b} is no grey`);
  });
});

describe('comparisonGrid', () => {
  it('names both and refuses predictions of another size', async () => {
    const row = {
      width: side,
      height: side,
      channels: 1 as const,
      image,
      truth: square,
      a: square,
      b: square,
    };
    const { width } = await sharp(await comparisonGrid([row], ['A', 'B'], { tile: side })).metadata();
    assert.ok(width > 4 * side);
    assert.throws(
      () => comparisonGrid([{ ...row, b: new Uint8Array(3) }], ['A', 'B']),
      /prediction has 3 values/,
    );
  });
});
