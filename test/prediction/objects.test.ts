import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { chooseObjects, findObjects } from 'unetlab/prediction';
import { Random } from 'unetlab/random';

interface Disc {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

/** Numbers the pixels of discs; a later disc lies on top. */
function drawn(side: number, discs: readonly Disc[]): Uint32Array {
  const labels = new Uint32Array(side * side);
  discs.forEach(({ x, y, radius }, i) => {
    for (let v = 0; v < side; v += 1)
      for (let u = 0; u < side; u += 1)
        if ((u - x) ** 2 + (v - y) ** 2 <= radius ** 2) labels[v * side + u] = i + 1;
  });
  return labels;
}

const pairs = (random: Random, side: number): Disc[] =>
  [0, 1, 2].flatMap((row) => {
    const y = 24 + 48 * row + random.int(4);
    const radius = 11 + random.int(3);
    return [
      { x: 30, y, radius },
      { x: 30 + 2 * radius - 4, y, radius },
      { x: side - 26, y, radius: 10 },
    ];
  });

describe('findObjects', () => {
  const labels = drawn(160, [
    { x: 40, y: 40, radius: 14 },
    { x: 63, y: 40, radius: 14 },
    { x: 120, y: 100, radius: 3 },
  ]);
  const map = Float32Array.from(labels, (label) => (label > 0 ? 0.9 : 0.1));
  const size = { height: 160, width: 160 };

  it('takes connected pieces, without those that are too small, and numbers them without gaps', () => {
    assert.equal(findObjects(map, size, { method: 'components', minimumArea: 0 }).count, 2);
    const found = findObjects(map, size, { method: 'components', minimumArea: 100 });
    assert.equal(found.count, 1);
    assert.deepEqual([...new Set(found.labels)].sort(), [0, 1]);
  });

  it('takes touching objects apart', () => {
    const { count, labels: split } = findObjects(map, size, { method: 'split', minimumArea: 10, depth: 1 });
    assert.equal(count, 3);
    assert.notEqual(split[40 * 160 + 34], split[40 * 160 + 70]);
  });

  it('follows the threshold', () => {
    assert.equal(findObjects(map, size, { method: 'components', minimumArea: 0 }, 0.95).count, 0);
  });

  it('gives every foreground pixel to the nearest peak of its piece', () => {
    const beads = drawn(128, [
      { x: 30, y: 30, radius: 4 },
      { x: 37, y: 30, radius: 4 },
      { x: 90, y: 90, radius: 4 },
    ]);
    const { count, labels: numbered } = findObjects(
      Float32Array.from(beads, (label) => Number(label > 0)),
      { height: 128, width: 128 },
      { method: 'peaks', sigma: 1.4, distance: 3, minimum: 0.35 },
    );
    assert.equal(count, 3);
    assert.ok(beads.every((label, i) => label > 0 === numbered[i]! > 0));
    assert.notEqual(numbered[30 * 128 + 28], numbered[30 * 128 + 39]);
  });
});

describe('chooseObjects', () => {
  it('learns from numbered masks that touching objects have to be taken apart, and drops specks', () => {
    const random = new Random(3);
    const truths = [1, 2, 3].map(() => {
      const instances = drawn(160, pairs(random, 160));
      return {
        height: 160,
        width: 160,
        instances,
        mask: Uint8Array.from(instances, (label) => Number(label > 0)),
      };
    });
    const maps = truths.map(({ mask }) => {
      const map = Float32Array.from(mask, (value) => (value === 1 ? 0.9 : 0.1));
      for (let i = 0; i < 12; i += 1) map[150 * 160 + 10 * i] = 0.9; // specks of one pixel
      return map;
    });
    const { settings, f1, countError } = chooseObjects(truths, maps);
    assert.ok(settings.method === 'split' && settings.minimumArea > 1);
    assert.equal(f1, 1);
    assert.equal(countError, 0);
    assert.match(settings.reason!, /27 numbered objects of 3 training images \(F1 1\.000\)/);
  });

  it('leaves pieces whole where the masks do', () => {
    const instances = drawn(160, [
      { x: 40, y: 40, radius: 20 },
      { x: 110, y: 110, radius: 25 },
    ]);
    for (let y = 38; y < 43; y += 1) for (let x = 40; x < 110; x += 1) instances[y * 160 + x] = 1; // a handle
    const mask = Uint8Array.from(instances, (label) => Number(label > 0));
    const { settings, f1 } = chooseObjects(
      [{ height: 160, width: 160, instances, mask }],
      [Float32Array.from(mask)],
    );
    assert.equal(settings.method, 'components');
    assert.equal(f1, 1);
  });

  it('finds small discs by their peaks', () => {
    const random = new Random(5);
    const discs = Array.from({ length: 60 }, () => ({
      x: 8 + random.int(240),
      y: 8 + random.int(240),
      radius: 2.4,
    }));
    const mask = Uint8Array.from(drawn(256, discs), (label) => Number(label > 0));
    const { settings } = chooseObjects([{ height: 256, width: 256, mask }], [Float32Array.from(mask)]);
    assert.equal(settings.method, 'peaks');
  });

  it('says that there is nothing to choose by', () => {
    const mask = new Uint8Array(64);
    const { settings } = chooseObjects([{ height: 8, width: 8, mask }], [new Float32Array(64)]);
    assert.match(settings.reason!, /no object to choose by/);
  });
});
