import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { serialize } from 'node:v8';
import { Random } from 'unetlab/random';
import {
  findObjects,
  keepStrip,
  measureObjects,
  numberedStrips,
  PartFiles,
  StripObjects,
  StripOutlines,
  traceOutlines,
  type MeasuredObject,
  type ObjectSettings,
  type Outline,
  type StripObjectsState,
} from 'unetlab/prediction';

const folder = mkdtempSync(join(tmpdir(), 'unetlab-strips-'));
after(() => {
  rmSync(folder, { recursive: true, force: true });
});

interface Streamed {
  readonly labels: Int32Array;
  readonly objects: readonly MeasuredObject[];
  readonly outlines: readonly Outline[];
  readonly count: number;
  /** Most bytes of objects, and numbers of outlines, that were held between two strips. */
  readonly held: number;
  readonly heldRuns: number;
}

let runs = 0;

/** The map's objects by strips of so many rows; the process ends after each strip, as it were. */
async function streamed(
  map: Float32Array,
  size: { readonly height: number; readonly width: number },
  settings: ObjectSettings,
  rows: number,
): Promise<Streamed> {
  const { height, width } = size;
  const out = join(folder, String((runs += 1)));
  mkdirSync(out);
  const levels = map.map((value) => Math.round(255 * value));
  const open = async (): Promise<{ parts: PartFiles<StripObjectsState>; objects: StripObjects }> => {
    const parts = new PartFiles<StripObjectsState>(join(out, 'x'), 'key');
    const objects = new StripObjects(size, settings, 0.5);
    const state = await parts.open();
    if (state) objects.goOn(state);
    return { parts, objects };
  };
  let { parts, objects } = await open();
  let held = 0;
  for (let top = 0; top < height; top += rows) {
    const count = Math.min(rows, height - top);
    const [from, to] = [top * width, (top + count) * width];
    await keepStrip(parts, objects.add(map.subarray(from, to), top, count, levels.subarray(from, to)), count);
    await parts.keep(objects.state);
    held = Math.max(held, serialize(objects.state).length);
    await parts.close({ remove: false });
    ({ parts, objects } = await open());
  }
  const [labels, found, outlines] = [new Int32Array(map.length), [] as MeasuredObject[], [] as Outline[]];
  const stripOutlines = new StripOutlines(width);
  let heldRuns = 0;
  for await (const strip of numberedStrips(parts, size)) {
    labels.set(strip.labels, strip.top * width);
    found.push(...strip.objects);
    outlines.push(...stripOutlines.add(strip, strip.top + strip.rows === height));
    heldRuns = Math.max(heldRuns, stripOutlines.held);
  }
  await parts.close({ remove: true });
  assert.deepEqual(readdirSync(out), []);
  return { labels, objects: found, outlines, count: objects.state.found, held, heldRuns };
}

/** Winding pieces of all sizes: noise, smoothed. */
function windingMap(height: number, width: number, seed: number): Float32Array {
  const random = new Random(seed);
  const noise = Float32Array.from({ length: height * width }, () => random.uniform());
  return noise.map((_, i) => {
    const [x, y] = [i % width, Math.floor(i / width)];
    let [sum, n] = [0, 0];
    for (let v = Math.max(0, y - 1); v <= Math.min(height - 1, y + 1); v += 1)
      for (let u = Math.max(0, x - 1); u <= Math.min(width - 1, x + 1); u += 1) {
        sum += noise[v * width + u]!;
        n += 1;
      }
    return 0.5 + 2 * (sum / n - 0.52);
  });
}

/** Discs of radius 4, of which none touches another. */
const discMap = (height: number, width: number): Float32Array =>
  Float32Array.from({ length: height * width }, (_, i) => {
    const [x, y] = [i % width, Math.floor(i / width)];
    return Math.hypot((x % 13) - 6, (y % 13) - 6) < 4.2 ? 0.9 : 0.1;
  });

describe('objects of a picture that comes in strips', () => {
  const components: ObjectSettings = { method: 'components', minimumArea: 4 };

  it('are those of the whole picture, also after each strip was the last of a process', async () => {
    const size = { height: 120, width: 61 };
    for (const [seed, rows] of [
      [1, 1],
      [2, 7],
      [3, 40],
      [4, 119],
    ] as const) {
      const map = windingMap(size.height, size.width, seed);
      const whole = findObjects(map, size, components, 0.5);
      const levels = map.map((value) => Math.round(255 * value));
      const expected = measureObjects(whole.labels, size, levels);
      const { labels, objects, outlines, count } = await streamed(map, size, components, rows);
      assert.equal(count, expected.length);
      assert.equal(objects.length, expected.length);
      // Numbers may differ where pieces meet further down; all else is the same, to the bit.
      const numbers = new Map(Array.from(labels, (label, i) => [label, whole.labels[i]!]));
      assert.deepEqual(
        labels.map((label) => numbers.get(label)!),
        whole.labels,
      );
      assert.equal(new Set(numbers.values()).size, numbers.size);
      objects.forEach(({ label, eccentricity, ...object }, i) => {
        assert.equal(label, i + 1);
        const { label: _, eccentricity: same, ...rest } = expected[numbers.get(label)! - 1]!;
        assert.deepEqual(object, rest);
        assert.ok(Math.abs(eccentricity - same) < 1e-6);
      });
      const traced = traceOutlines(whole.labels, size);
      const byNumber = outlines.map((outline) => ({ ...outline, label: numbers.get(outline.label)! }));
      assert.deepEqual(
        byNumber.sort((a, b) => a.label - b.label),
        traced,
      );
    }
  });

  it('are held in memory only while they go on, however high the picture is', async () => {
    const width = 65;
    const [low, high] = await Promise.all(
      [13 * 10, 13 * 100].map((height) =>
        streamed(discMap(height, width), { height, width }, components, 21),
      ),
    );
    assert.equal(low!.count, 50);
    assert.equal(high!.count, 500);
    assert.equal(high!.heldRuns, low!.heldRuns);
    assert.ok(high!.held <= low!.held + 8, `${high!.held} bytes, of a tenth of the height ${low!.held}`);
  });

  it('that are peaks or split are one on both sides of a border between strips', async () => {
    const size = { height: 130, width: 65 };
    for (const settings of [
      { method: 'split', minimumArea: 4, depth: 0.5 },
      { method: 'peaks', sigma: 1.4, distance: 3, minimum: 0.35 },
    ] as const) {
      const { objects, labels } = await streamed(discMap(size.height, size.width), size, settings, 20);
      assert.equal(objects.length, 50, settings.method);
      assert.equal(new Set(labels).size, 51);
    }
  });
});
