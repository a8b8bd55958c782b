import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { fitShiftField, gridded, noShift } from 'unetlab/data';

/** By numpy's least squares: test/fixtures/data/make_shift_field.py. */
const cases = JSON.parse(readFileSync('test/fixtures/data/shift-field.json', 'utf8')) as {
  readonly height: number;
  readonly width: number;
  readonly spacing: number;
  readonly points: readonly [x: number, y: number, dx: number, dy: number, weight: number][];
  readonly places: readonly [number, number][];
  readonly want: readonly [number, number][];
}[];

describe('a field of displacements', () => {
  for (const { height, width, spacing, points, places, want } of cases) {
    const field = fitShiftField(
      points.map(([x, y, dx, dy, weight]) => ({ x, y, dx, dy, weight })),
      height,
      width,
      spacing,
    );
    it(`is that of reweighted least squares at ${height} × ${width}`, () => {
      places.forEach(([x, y], i) => {
        field.at(x, y).forEach((value, k) => {
          assert.ok(Math.abs(value - want[i]![k]!) < 1e-6, `${x}, ${y}: ${value} for ${want[i]![k]!}`);
        });
      });
    });
    it(`is nearly the same from a grid at ${height} × ${width}, and goes on at the edge outside`, () => {
      const quick = gridded(field, height, width);
      for (const [x, y] of [...places, [width - 0.5, 3.25] as const, [41, height - 0.25] as const])
        quick.at(x, y).forEach((value, k) => {
          assert.ok(Math.abs(value - field.at(x, y)[k]!) < 0.05, `${x}, ${y}`);
        });
      assert.deepEqual(quick.at(-100, -5), quick.at(0, 0));
      const plane = gridded({ at: (x, y) => [0.5 * x - y, 2 + x] }, height, width);
      const [dx, dy] = plane.at(37.5, 101.25);
      assert.ok(Math.abs(dx - (0.5 * 37.5 - 101.25)) < 1e-4 && Math.abs(dy - 39.5) < 1e-4);
    });
  }

  it('of one point is a plain shift near it, and of none is none', () => {
    const [dx, dy] = fitShiftField([{ x: 100, y: 90, dx: 4, dy: -2, weight: 1 }], 256, 256, 40).at(100, 90);
    assert.ok(Math.abs(dx - 4) < 0.02 && Math.abs(dy + 2) < 0.02, `${dx}, ${dy}`);
    assert.equal(fitShiftField([], 256, 256, 40), noShift);
    assert.deepEqual(noShift.at(3, 4), [0, 0]);
  });
});
