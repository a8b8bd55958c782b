import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { tf } from 'unetlab/backend';
import { blendTiles, predict, Predictor, type TrainableModel } from 'unetlab/training';
import type { Sample } from 'unetlab/types';
import { oneWeight } from './one-weight';

function sample(height: number, width: number, id = 'p'): Sample {
  return {
    id,
    group: id,
    height,
    width,
    channels: 1,
    image: Float32Array.from({ length: height * width }, (_, i) => Math.sin(1.7 * i)),
    mask: new Uint8Array(height * width),
  };
}
const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));
const near = (got: ArrayLike<number>, want: ArrayLike<number>): void => {
  assert.equal(got.length, want.length);
  for (let i = 0; i < want.length; i += 1)
    assert.ok(Math.abs(got[i]! - want[i]!) < 1e-6, `pixel ${i}: got ${got[i]}, want ${want[i]}`);
};

/** Sees a pixel and its neighbour to the right: its maps know where right is. */
function looksRight(): TrainableModel & { calls: number[][] } {
  const model = oneWeight(1);
  const calls: number[][] = [];
  return {
    ...model,
    calls,
    forward: (images) => {
      calls.push(images.shape.slice(0, 3));
      const [n, height, width] = images.shape;
      const right = tf.concat(
        [images.slice([0, 0, 1, 0], [n, height, width - 1, 1]), tf.zeros([n, height, 1, 1])],
        2,
      );
      return [images.add(right.mul(2))];
    },
  };
}

describe('maps of several images', () => {
  it('are each the map of its own image, in one call or one by one', () => {
    const model = looksRight();
    const all = [sample(3, 4), { ...sample(3, 4), image: sample(3, 5).image.subarray(3) }];
    const options = { mode: 'eager' } as const;
    const predictor = new Predictor(model, options);
    const together = predictor.maps(all);
    assert.deepEqual(model.calls, [[2, 3, 4]]);
    const alone = predict(model, all, options);
    together.forEach((map, i) => {
      near(map, alone[i]!);
      const { image } = all[i]!;
      near(
        map,
        Array.from(image, (v, j) => sigmoid(v + (j % 4 < 3 ? 2 * image[j + 1]! : 0))),
      );
    });
    assert.deepEqual(predictor.maps([]), []);
    assert.throws(() => predictor.maps([all[0]!, sample(4, 4)]), /samples of several sizes: 4 × 3, 4 × 4/);
    assert.throws(() => predictor.maps([all[0]!, sample(3, 5)]), /samples of several sizes: 4 × 3, 5 × 3/);
    predictor.dispose();
    assert.equal(predict(model, [sample(3, 4), sample(5, 2)], options)[1]!.length, 10);
  });

  it('are means over the symmetries: eight of a square, four of another image', () => {
    for (const [height, width] of [
      [4, 4],
      [2, 5],
    ] as const) {
      const { image } = sample(height, width);
      const at = (y: number, x: number): number =>
        y < 0 || x < 0 || y >= height || x >= width ? 0 : image[y * width + x]!;
      // turned and mirrored, "right" is each of the four (two) neighbours equally often
      const sides = height === width ? [[0, 1], [0, -1], [1, 0], [-1, 0]] : [[0, 1], [0, -1]]; // prettier-ignore
      const want = Array.from(image, (v, i) => {
        const [y, x] = [Math.floor(i / width), i % width];
        return sides.reduce((sum, [dy, dx]) => sum + sigmoid(v + 2 * at(y + dy!, x + dx!)), 0) / sides.length;
      });
      const model = looksRight();
      const predictor = new Predictor(model, { mode: 'eager', symmetries: true });
      const one = sample(height, width);
      const reversed = { ...one, image: one.image.slice().reverse() };
      for (let again = 0; again < 2; again += 1) {
        const [first, second] = predictor.maps([one, reversed]);
        near(first!, want);
        near(second!, want.slice().reverse());
      }
      assert.equal(model.calls.length, 2 * (height === width ? 8 : 4));
      predictor.dispose();
    }
  });

  it('are as before where many sizes came in between', () => {
    const predictor = new Predictor(looksRight(), { mode: 'eager', symmetries: true });
    const first = predictor.maps([sample(2, 3)])[0]!;
    for (let width = 4; width < 9; width += 1) predictor.maps([sample(2, width)]);
    near(predictor.maps([sample(2, 3)])[0]!, first);
    predictor.dispose();
  });

  it('are made tile by tile where the image is larger than a tile, in either direction', () => {
    for (const [height, width, tiles] of [
      [16, 16, 1],
      [16, 17, 2],
      [17, 16, 2],
      [18, 18, 4],
    ] as const) {
      const model = looksRight();
      const predictor = new Predictor(model, { mode: 'eager', tiles: { size: 16 } });
      assert.equal(predictor.maps([sample(height, width)])[0]!.length, height * width);
      assert.equal(model.calls.length, tiles, `${height} × ${width}`);
      predictor.dispose();
    }
  });
});

describe('tiles', () => {
  /** Where each tile begins, and a map of the tile's number (from 1) throughout. */
  const numbered = (height: number, width: number, tiling: { size: number; overlap?: number }) => {
    const image = Float32Array.from({ length: height * width }, (_, i) => i);
    const begins: string[] = [];
    const map = blendTiles({ ...sample(height, width), image }, tiling, (tile) => {
      const first = tile.image[0]!;
      begins.push(`${Math.floor(first / width)} ${first % width} ${tile.height} ${tile.width}`);
      return new Float32Array(tile.height * tile.width).fill(begins.length);
    });
    return { begins, map };
  };

  it('cover the image, the last ones at its edge', () => {
    assert.deepEqual(numbered(20, 40, { size: 16, overlap: 4 }).begins, [
      '0 0 16 16', '0 12 16 16', '0 24 16 16', '4 0 16 16', '4 12 16 16', '4 24 16 16',
    ]); // prettier-ignore
    assert.deepEqual(numbered(16, 41, { size: 16, overlap: 0 }).begins, [
      '0 0 16 16',
      '0 16 16 16',
      '0 25 16 16',
    ]);
    assert.deepEqual(numbered(10, 30, { size: 20 }).begins, ['0 0 10 20', '0 10 10 20']); // a quarter overlaps
    assert.deepEqual(numbered(20, 20, { size: 20 }).begins, ['0 0 20 20']);
    assert.deepEqual(numbered(16, 17, { size: 16, overlap: 15 }).begins, ['0 0 16 16', '0 1 16 16']);
  });

  it('blend by the distance to their edges', () => {
    const { map } = numbered(16, 28, { size: 16, overlap: 4 }); // at 0 and 12: pixels 12 to 15 are of both
    const row = (y: number): number[] => Array.from(map.subarray(28 * y, 28 * (y + 1)));
    const middle = row(8);
    near(middle.slice(0, 12), new Array<number>(12).fill(1));
    near(middle.slice(16), new Array<number>(12).fill(2));
    // from the left tile's right edge 4, 3, 2, 1; from the right tile's left edge 1, 2, 3, 4
    near(middle.slice(12, 16), [6 / 5, 7 / 5, 8 / 5, 9 / 5]);
    near(row(0).slice(12, 16), [3 / 2, 3 / 2, 3 / 2, 3 / 2]); // all are 1 from the upper edge
    near(row(1).slice(12, 16), [(2 + 2) / 3, 3 / 2, 3 / 2, (1 + 4) / 3]);
    near(row(15).slice(12, 16), [3 / 2, 3 / 2, 3 / 2, 3 / 2]);
  });

  it('name a size or an overlap that makes no sense', () => {
    for (const size of [15, 16.5, NaN])
      assert.throws(
        () => numbered(40, 40, { size }),
        new RegExp(`invalid tile size: ${size}; allowed: an integer from 16`),
      );
    for (const overlap of [-1, 16, 1.5])
      assert.throws(
        () => numbered(40, 40, { size: 16, overlap }),
        new RegExp(`invalid overlap: ${overlap}; allowed: an integer from 0 to 15`),
      );
  });
});
