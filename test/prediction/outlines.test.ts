import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { unzipSync } from 'fflate';
import {
  imagejRoi,
  labelsOfPicture,
  measureObjects,
  roiSet,
  simplePolygons,
  traceOutlines,
  type MeasuredObject,
} from 'unetlab/prediction';

interface Fixture {
  readonly height: number;
  readonly width: number;
  readonly labels: number[];
  readonly image: number[];
  /** What scikit-image measures. */
  readonly objects: MeasuredObject[];
  /** What roifile reads. */
  readonly rois: { file: string; name: string; bytes: string; coordinates: number[][] }[];
  /** What Shapely says of the GeoJSON. */
  readonly polygons: { label: number; valid: boolean; area: number }[];
}
const path = join(process.cwd(), 'test', 'fixtures', 'prediction', 'objects.json');
const fixture = JSON.parse(readFileSync(path, 'utf8')) as Fixture;
const { height, width } = fixture;
const size = { height, width };
const labels = Int32Array.from(fixture.labels);

describe('measured objects', () => {
  it('are what scikit-image measures', () => {
    const got = measureObjects(labels, size, fixture.image);
    assert.equal(got.length, fixture.objects.length);
    fixture.objects.forEach((want, i) => {
      for (const [key, value] of Object.entries(want) as [keyof MeasuredObject, number | boolean][]) {
        const mine = got[i]![key];
        if (typeof value === 'boolean') assert.equal(mine, value, `${key} of ${want.label}`);
        else
          assert.ok(
            Math.abs(Number(mine) - value) <= 1e-6 * Math.max(1, Math.abs(value)),
            `${key} of ${want.label}: got ${mine}, want ${value}`,
          );
      }
    });
  });

  it('have no eccentricity as a point, and no intensity without a picture', () => {
    const [point] = measureObjects(Int32Array.of(0, 0, 3, 0), { height: 2, width: 2 });
    assert.equal(point!.label, 3);
    assert.equal(point!.eccentricity, 0);
    assert.ok(Number.isNaN(point!.meanIntensity));
  });
});

describe('outlines', () => {
  const outlines = traceOutlines(labels, size);

  it('are polygons that cover exactly the pixels of their object', () => {
    for (const outline of outlines) {
      const rings = simplePolygons(outline).flat();
      for (let y = 0; y < height; y += 1)
        for (let x = 0; x < width; x += 1)
          assert.equal(
            inside(rings, x + 0.5, y + 0.5),
            labels[y * width + x] === outline.label,
            `pixel ${x}, ${y} of ${outline.label}`,
          );
    }
  });

  it('are valid polygons of the right area for Shapely, also where pixels touch at corners', () => {
    for (const { label, valid, area } of fixture.polygons) {
      assert.ok(valid, `polygon of ${label}`);
      assert.equal(area, fixture.objects.find((object) => object.label === label)!.area);
    }
  });

  it('are the ROIs that roifile has read, byte by byte', () => {
    const files = unzipSync(roiSet(outlines));
    assert.deepEqual(
      Object.keys(files),
      fixture.rois.map(({ file }) => file),
    );
    for (const { file, name, bytes, coordinates } of fixture.rois) {
      assert.equal(Buffer.from(files[file]!).toString('base64'), bytes, file);
      const outline = outlines.find(({ label }) => label === Number(name))!;
      assert.deepEqual(coordinates.flat(), outline.outer[0]);
    }
  });

  it('beyond what ImageJ can hold are refused', () => {
    assert.throws(() => imagejRoi([40_000, 0, 40_001, 0, 40_001, 1], 'far'), /beyond ImageJ/);
  });
});

describe('objects at the picture’s size', () => {
  it('fill the mask there, each pixel with the object under or nearest to it', () => {
    // Two pixels become 4 × 8; the mask reaches one pixel beyond what lies under it.
    const found = { labels: Int32Array.of(1, 2, 0, 0), count: 2 };
    const mask = Uint8Array.from({ length: 32 }, (_, i) => Number(i < 24));
    const got = labelsOfPicture(found, { height: 2, width: 2 }, mask, { height: 4, width: 8 });
    const row = [1, 1, 1, 1, 2, 2, 2, 2];
    assert.deepEqual([...got], [...row, ...row, ...row, 0, 0, 0, 0, 0, 0, 0, 0]);
  });

  it('are not lost where the picture is smaller than what the network sees', () => {
    const prepared = new Int32Array(64);
    prepared[9] = 1; // one pixel of 8 × 8, of which the picture’s 2 × 2 sees none
    const got = labelsOfPicture({ labels: prepared, count: 1 }, { height: 8, width: 8 }, new Uint8Array(4), {
      height: 2,
      width: 2,
    });
    assert.deepEqual([...got], [1, 0, 0, 0]);
  });
});

function inside(rings: readonly (readonly number[])[], x: number, y: number): boolean {
  let crossed = false;
  for (const ring of rings)
    for (let i = 0; i < ring.length; i += 2) {
      const j = (i + 2) % ring.length;
      if (ring[i + 1]! > y !== ring[j + 1]! > y && ring[i]! > x) crossed = !crossed;
    }
  return crossed;
}
