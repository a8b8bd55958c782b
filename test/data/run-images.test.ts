import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import {
  beadsOrFolder,
  byForeground,
  byObjects,
  evenly,
  poorLight,
  sceneGeometry,
  shareOfForeground,
  shiftLabels,
  splitByGroup,
  splitReport,
  syntheticMicrobeads,
  writeSamples,
} from 'unetlab/data';
import type { Sample } from 'unetlab/types';

const square = (id: string, size: number, inside: (x: number, y: number) => boolean): Sample => ({
  id,
  group: id,
  height: size,
  width: size,
  channels: 1,
  image: new Float32Array(size * size).fill(0.5),
  mask: Uint8Array.from({ length: size * size }, (_, i) => Number(inside(i % size, Math.floor(i / size)))),
});

describe('images of a run', () => {
  it('are beads where no folder is given, and the folder’s images else', async () => {
    const drawn = await beadsOrFolder(null, { tiles: 5, size: 32, seed: 2, channels: 3 });
    assert.deepEqual(drawn.samples, syntheticMicrobeads({ count: 5, size: 32, seed: 2, channels: 3 }));
    assert.deepEqual([drawn.name, drawn.unit, drawn.drawn], ['synthetic', 'slides', true]);
    assert.equal(drawn.summary, '5 synthetic tiles, seed 2');
    const dir = mkdtempSync(join(tmpdir(), 'run-images-'));
    try {
      await writeSamples(
        dir,
        drawn.samples.map((sample) => ({ ...sample, id: `own${sample.id}` })),
      );
      const read = await beadsOrFolder(dir, { tiles: 5, group: 'image', channels: 3, name: 'mine' });
      assert.deepEqual([read.name, read.words, read.unit, read.drawn], ['mine', 'mine', 'images', false]);
      assert.equal(read.samples.length, 5);
      assert.match(read.summary, /every image is a group of its own: what is called held out/);
      assert.deepEqual(read.range.ranges.uint8, { low: 0, high: 255 });
    } finally {
      rmSync(dir, { recursive: true });
    }
  });

  it('are ordered by foreground and by objects', () => {
    const [few, many] = [square('few', 4, (x) => x === 0), square('many', 4, (x) => x < 3)];
    assert.deepEqual(
      byForeground([few, many]).map(({ id }) => id),
      ['many', 'few'],
    );
    assert.equal(shareOfForeground(many), 0.75);
    const counted = [9, 2, 5].map((objectCount, i) => ({ ...few, group: i < 2 ? 'a' : 'b', objectCount }));
    assert.deepEqual(
      byObjects(counted).map(({ objectCount }) => objectCount),
      [2, 5],
    );
  });

  it('are chosen evenly', () => {
    assert.deepEqual(evenly([0, 1, 2, 3, 4, 5, 6], 3), [0, 2, 4]);
    assert.deepEqual(evenly([0, 1], 3), [0, 1]);
  });

  it('can have the labels of the lower half moved, and what comes in is background', () => {
    const { mask } = shiftLabels(
      square('a', 4, (x) => x === 0),
      { dx: 1, dy: 1 },
    );
    assert.deepEqual(
      [0, 1, 2, 3].map((y) => [...mask.subarray(4 * y, 4 * y + 4)].join('')),
      ['1000', '1000', '0100', '0100'],
    );
  });

  it('can be put under a poor light, every channel alike', () => {
    const { image } = poorLight({
      ...square('a', 4, () => false),
      channels: 3,
      image: new Float32Array(48).fill(1),
    });
    assert.deepEqual([image[0], image[1], image[2]], [0.75, 0.75, 0.75].map(Math.fround));
    assert.equal(image[9], Math.fround(0.75 - (0.45 * 3) / 4));
  });

  it('keep their share of foreground at twice the side, and lose edge', () => {
    const disc = square('a', 64, (x, y) => (x - 32) ** 2 + (y - 32) ** 2 < 400);
    const [small, large] = [sceneGeometry([disc], 32), sceneGeometry([disc], 64)];
    assert.ok(Math.abs(small.foreground - large.foreground) < 0.01);
    assert.ok(large.edge < 0.65 * small.edge && large.edge > 0.4 * small.edge);
  });

  it('are split in a line, with nearly equal ones on two sides in a second', () => {
    const samples = syntheticMicrobeads({ count: 12, size: 32 });
    const split = splitByGroup(samples, { validation: 0.3 });
    assert.equal(splitReport(split), split.summary);
    const pair = { a: split.train[0]!.id, b: split.validation[0]!.id };
    assert.match(splitReport(split, [pair]), /\nnearly equal images on two sides of the split: 1 pair/);
  });
});
