import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { readDataSet, syntheticMicrobeads } from 'unetlab/data';
import type { Sample } from 'unetlab/types';

const folder = join(process.cwd(), '../shared/data/microbeads');
const skip = existsSync(folder) ? false : `the real tiles are not at ${folder}`;

describe('synthetic microbeads against real tiles', { skip }, () => {
  it('agree in foreground share, contrast and bead area', async (t) => {
    const real = [...(await readDataSet(folder, { exclude: '^synthetic' })).samples];
    // A third as many tiles of each dilution; 10240x holds 4 beads a frame, not 160,000 / 10,240.
    const times = real.map((s) => Number(/^(\d+)x/.exec(s.id)![1]));
    const synthetic = [...new Set(times)].flatMap((dilution, i) =>
      syntheticMicrobeads({
        count: Math.round(times.filter((t) => t === dilution).length / 3),
        size: 512,
        seed: 100 + i,
        tilesPerSlide: 2,
        beads: [dilution === 10240 ? 4 : 160_000 / dilution],
      }),
    );
    const rows = [
      row('foreground share', foreground, real, synthetic),
      row('contrast', contrast, real, synthetic),
      row('grain, levels', noise, real, synthetic),
      row('bead area, px', beadAreas, real, synthetic),
    ];
    t.diagnostic(
      'quartiles over tiles (over beads in the last row)      real                      synthetic',
    );
    for (const { name, a, b } of rows) t.diagnostic(`${name.padEnd(18)} ${format(a)}   ${format(b)}`);
    const [share, dark, grain, area] = rows;
    const within = (what: typeof share, quartile: 0 | 1 | 2, factor: number): void => {
      const [a, b] = [what!.a[quartile], what!.b[quartile]];
      assert.ok(
        a / b < factor && b / a < factor,
        `${what!.name}, quartile ${quartile + 1}: real ${a}, synthetic ${b}`,
      );
    };
    within(share, 0, 1.5);
    within(share, 1, 1.5);
    within(share, 2, 1.5);
    within(dark, 0, 1.25);
    within(dark, 1, 1.25);
    within(dark, 2, 1.25);
    within(grain, 0, 1.4);
    within(grain, 1, 1.25);
    within(grain, 2, 1.4);
    // Real labels are discs whose size changes from tile to tile (21 to 73 pixels), while the beads' does not.
    within(area, 1, 1.3);
    within(area, 2, 1.4);
  });
});

function row(name: string, of: (s: Sample) => number[], real: Sample[], synthetic: Sample[]) {
  return { name, a: quartiles(real.flatMap(of)), b: quartiles(synthetic.flatMap(of)) };
}

const format = (q: readonly number[]): string => q.map((v) => v.toPrecision(3).padStart(8)).join('');

function quartiles(values: readonly number[]): [number, number, number] {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (p: number): number => sorted[Math.round(p * (sorted.length - 1))]!;
  return [at(0.25), at(0.5), at(0.75)];
}

function foreground({ mask }: Sample): number[] {
  return [mask.reduce((a, b) => a + b, 0) / mask.length];
}

/** 1 − mean intensity of beads / mean intensity of background. */
function contrast({ image, mask }: Sample): number[] {
  const sum = [0, 0];
  const n = [0, 0];
  mask.forEach((m, i) => {
    sum[m]! += image[i]!;
    n[m]! += 1;
  });
  return [1 - sum[1]! / n[1]! / (sum[0]! / n[0]!)];
}

/** Grain in 8-bit levels: the mean of the smaller three quarters of differences between pixels four apart. */
function noise({ image, width }: Sample): number[] {
  const differences: number[] = [];
  for (let i = 0; i < image.length - 4; i += 13)
    if (i % width < width - 4) differences.push(Math.abs(image[i]! - image[i + 4]!) * 255);
  const small = differences.sort((a, b) => a - b).slice(0, Math.floor(differences.length * 0.75));
  return [small.reduce((a, b) => a + b, 0) / small.length];
}

/** Pixels of every connected piece of the mask, 8-connected. */
function beadAreas({ mask, width, height }: Sample): number[] {
  const left = Uint8Array.from(mask);
  const areas: number[] = [];
  for (let start = 0; start < left.length; start += 1) {
    if (left[start] === 0) continue;
    left[start] = 0;
    const queue = [start];
    let area = 0;
    for (let i = queue.pop(); i !== undefined; i = queue.pop()) {
      area += 1;
      const [y, x] = [Math.floor(i / width), i % width];
      for (let r = Math.max(0, y - 1); r <= Math.min(height - 1, y + 1); r += 1)
        for (let c = Math.max(0, x - 1); c <= Math.min(width - 1, x + 1); c += 1)
          if (left[r * width + c] === 1) {
            left[r * width + c] = 0;
            queue.push(r * width + c);
          }
    }
    areas.push(area);
  }
  return areas;
}
