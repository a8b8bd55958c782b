import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import {
  auditLabels,
  auditTable,
  labelPicture,
  correctMasks,
  microbeadScenes,
  readDataSet,
  type Bead,
  type MicrobeadScene,
} from 'unetlab/data';
import { connectedComponents } from 'unetlab/metrics';
import { Random } from 'unetlab/random';
import type { Sample } from 'unetlab/types';

type Warp = (x: number, y: number) => readonly [dx: number, dy: number];

/** The scene's sample with every label drawn where the warp says: the label at p belongs at p + warp(p). */
function mislabelled({ sample, beads }: MicrobeadScene, warp: Warp, grow = 0): Sample {
  const moved = beads.map((bead): Bead => {
    let [x, y] = [bead.x, bead.y];
    for (let step = 0; step < 20; step += 1) {
      const [dx, dy] = warp(x, y);
      [x, y] = [bead.x - dx, bead.y - dy];
    }
    return { x, y, radius: bead.radius + grow };
  });
  const mask = new Uint8Array(sample.mask.length);
  for (const { x, y, radius } of moved)
    for (let row = Math.max(0, Math.floor(y - radius)); row < Math.min(sample.height, y + radius); row += 1)
      for (
        let column = Math.max(0, Math.floor(x - radius));
        column < Math.min(sample.width, x + radius);
        column += 1
      )
        if ((column + 0.5 - x) ** 2 + (row + 0.5 - y) ** 2 <= radius ** 2)
          mask[row * sample.width + column] = 1;
  return { ...sample, mask };
}

/** Error of the field found, over the foreground, in pixels. */
function fieldError(sample: Sample, at: Warp, warp: Warp): { mean: number; largest: number } {
  const errors: number[] = [];
  sample.mask.forEach((m, i) => {
    if (m === 0) return;
    const [x, y] = [i % sample.width, Math.floor(i / sample.width)];
    const [want, got] = [warp(x + 0.5, y + 0.5), at(x, y)];
    errors.push(Math.hypot(got[0] - want[0], got[1] - want[1]));
  });
  return {
    mean: errors.reduce((a, b) => a + b, 0) / errors.length,
    largest: errors.reduce((a, b) => Math.max(a, b), 0),
  };
}

const overlap = (a: Uint8Array, b: Uint8Array): number => {
  const both = a.filter((v, i) => v === 1 && b[i] === 1).length;
  return both / a.filter((v, i) => v === 1 || b[i] === 1).length;
};

describe('auditLabels', () => {
  it('finds a known warp to within half a pixel', (t) => {
    const warps: Record<string, Warp> = {
      shift: () => [4.3, -2.6],
      'stretch, as of a tile cut with another cell size': (x, y) => [-5 + 0.022 * x, 8 - 0.03 * y],
      'turn about a corner': (x, y) => [-0.015 * y, 0.015 * x],
      'wave on top of a shift': (x, y) => [
        2 + 1.5 * Math.sin((2 * Math.PI * y) / 512),
        -3 + 1.5 * Math.cos((2 * Math.PI * x) / 512),
      ],
    };
    for (const beads of [60, 400]) {
      const [scene] = microbeadScenes({ count: 1, size: 512, beads, seed: beads });
      for (const [name, warp] of Object.entries(warps)) {
        const sample = mislabelled(scene!, warp);
        const [tile] = auditLabels([sample]).tiles;
        const error = fieldError(sample, tile!.field.at, warp);
        const line = `${beads} beads, ${name}: error ${error.mean.toFixed(2)} px mean, ${error.largest.toFixed(2)} largest`;
        t.diagnostic(line);
        assert.equal(tile!.verdict, 'shifted', line);
        assert.ok(error.mean < 0.5, line);
        // Few beads cannot pin down a wave at every place; shifts and stretches they can.
        if (beads >= 250 || !name.startsWith('wave'))
          assert.ok(error.largest < (name.startsWith('wave') ? 1.2 : 0.5), line);
        assert.ok(Math.abs(tile!.ceiling!.shift - overlap(sample.mask, scene!.sample.mask)) < 0.1, line);
      }
    }
  });

  it('does not move labels that lie right, and measures their size', () => {
    for (const beads of [20, 300]) {
      const [scene] = microbeadScenes({ count: 1, size: 512, beads, seed: 3 });
      for (const grow of [-1, 0, 1]) {
        const [tile] = auditLabels([mislabelled(scene!, () => [0, 0], grow)]).tiles;
        const line = `${beads} beads, labels grown by ${grow}`;
        assert.equal(tile!.verdict, 'aligned', line);
        assert.ok(tile!.shift.mean < 0.3, `${line}: shift ${tile!.shift.mean}`);
        assert.equal(tile!.shareShifted, 0);
        assert.ok(Math.abs(tile!.edge!.offset + grow) < 0.45, `${line}: offset ${tile!.edge!.offset}`);
        assert.ok(grow !== 0 || tile!.ceiling!.both > 0.85, `${line}: ceiling ${tile!.ceiling!.both}`);
      }
    }
  });

  it('works at 256 pixels and on bright objects', () => {
    const [scene] = microbeadScenes({ count: 1, size: 256, beads: 300, seed: 5 });
    const warp: Warp = (x) => [-2 + 0.02 * x, 2.5];
    const sample = mislabelled(scene!, warp);
    const [dark] = auditLabels([sample]).tiles;
    assert.ok(fieldError(sample, dark!.field.at, warp).mean < 0.25);
    const inverted = { ...sample, image: sample.image.map((v) => 1 - v) };
    const [bright] = auditLabels([inverted], { objects: 'bright' }).tiles;
    assert.ok(fieldError(sample, bright!.field.at, warp).mean < 0.25);
    assert.equal(auditLabels([inverted]).tiles[0]!.verdict, 'no match');
  });

  it('finds labels of another tile, and whose they are', () => {
    const samples = microbeadScenes({ count: 3, size: 256, beads: 150, seed: 8 }).map(
      (scene) => scene.sample,
    );
    const swapped = [samples[0]!, { ...samples[1]!, mask: samples[2]!.mask }, samples[2]!];
    const audit = auditLabels(swapped);
    assert.deepEqual(
      audit.tiles.map((tile) => tile.verdict),
      ['aligned', 'no match', 'aligned'],
    );
    assert.equal(audit.tiles[1]!.belongsTo, samples[2]!.id);
    assert.equal(audit.tiles[1]!.ceiling, null);
    assert.match(audit.summary, /labels of 2 lie on their objects, of 0 are shifted, of 1 do not match/);
    const { samples: kept, leftOut } = correctMasks(swapped, audit);
    assert.equal(kept.length, 2);
    assert.match(leftOut[0]!.reason, new RegExp(`they fit that of ${samples[2]!.id}`));
  });

  it('takes a tile without labels as it is', () => {
    const [scene] = microbeadScenes({ count: 1, size: 64, beads: 0 });
    const audit = auditLabels([scene!.sample]);
    assert.equal(audit.tiles[0]!.verdict, 'empty');
    assert.equal(correctMasks([scene!.sample], audit).samples[0], scene!.sample);
  });
});

describe('correctMasks', () => {
  const [scene] = microbeadScenes({ count: 1, size: 512, beads: 400, seed: 12 });
  const sample = mislabelled(scene!, (x, y) => [-4 + 0.02 * x, 5 - 0.015 * y], -1);
  const audit = auditLabels([sample]);

  it('puts labels back, says what it did, and leaves the originals alone', () => {
    const before = Uint8Array.from(sample.mask);
    const moved = correctMasks([sample], audit);
    const both = correctMasks([sample], audit, { size: true });
    const exact = scene!.sample.mask;
    const scores = [sample, moved.samples[0]!, both.samples[0]!].map((s) => overlap(s.mask, exact));
    assert.ok(
      scores[0]! < 0.3 && scores[1]! > 0.5 && scores[2]! > 0.85,
      `Jaccard with the exact mask ${scores.join(', ')}`,
    );
    assert.deepEqual(sample.mask, before);
    assert.equal(moved.samples[0]!.image, sample.image);
    assert.match(
      moved.corrections[0]!.text,
      /^labels moved by \d\.\d px \(mean\), \d\.\d px at most; Jaccard with the old mask 0\.\d\d$/,
    );
    assert.match(both.corrections[0]!.text, /grown by [01]\.\d px/);
    assert.match(both.summary, /^1 of 1 masks corrected \(shift and size\)/);
  });

  it('draws equal discs on the objects where asked, whatever size and place the labels had', () => {
    const scenes = microbeadScenes({ count: 3, size: 512, beads: 60, seed: 31 });
    const random = new Random(4);
    const off = (bead: Bead): Bead => ({
      ...bead,
      x: bead.x + 0.7 * random.normal(),
      y: bead.y + 0.7 * random.normal(),
    });
    const samples = scenes.map(({ sample, beads }, i) =>
      mislabelled({ sample, beads: beads.map(off) }, () => [0, 0], [-1, 0, 1.6][i]),
    );
    const { samples: equal, summary } = correctMasks(samples, auditLabels(samples), { discs: true });
    assert.match(summary, /^3 of 3 masks corrected \(shift and discs\)/);
    const radii = auditLabels(equal).tiles.map(({ edge }) => edge!.labelRadius);
    assert.ok(Math.max(...radii) - Math.min(...radii) < 0.1, `label radii ${radii.join(', ')}`);
    const distances = (all: readonly Sample[]): number[] =>
      all.flatMap(({ mask }, i) => {
        const { objects } = connectedComponents(mask, 512, 512);
        return scenes[i]!.beads.map(({ x, y }) =>
          Math.min(...objects.map((o) => Math.hypot(o.x + 0.5 - x, o.y + 0.5 - y))),
        );
      });
    const middle = (values: number[]): number => values.sort((p, q) => p - q)[values.length >> 1]!;
    const [before, after] = [middle(distances(samples)), middle(distances(equal))];
    assert.ok(before > 0.6 && after < 0.2, `centres off by ${before} px before, ${after} px after`);
  });

  it('shows itself as a table and as a picture with both outlines', () => {
    const [row] = auditTable(audit);
    assert.equal(row!.tile, sample.id);
    assert.ok(row!.ceiling < 0.5 && row!.objectRadius > row!.labelRadius, JSON.stringify(row));
    const { mask: other } = correctMasks([sample], audit).samples[0]!;
    const picture = labelPicture(sample, {
      other,
      scale: 3,
      region: { x: 100, y: 50, width: 60, height: 40 },
    });
    assert.deepEqual([picture.width, picture.height, picture.data.length], [180, 120, 180 * 120 * 3]);
    const colours = new Set(
      Array.from({ length: 180 * 120 }, (_, i) => picture.data.slice(3 * i, 3 * i + 3).join()),
    );
    assert.ok(colours.has('230,60,50') && colours.has('40,200,120'));
    assert.throws(
      () => labelPicture(sample, { region: { x: 500, y: 0, width: 20, height: 20 } }),
      /invalid region/,
    );
    assert.throws(() => labelPicture(sample, { scale: 0 }), /invalid scale; .*: 0/);
  });

  it('changes nothing where no mask fits its image, as when bright objects are looked for among dark ones', () => {
    const beads = microbeadScenes({ count: 2, size: 256, seed: 3, beads: 60 }).map(({ sample }) => sample);
    const audit = auditLabels(beads, { objects: 'bright' });
    const { samples, corrections, leftOut, summary } = correctMasks(beads, audit, {
      discs: true,
      objects: 'bright',
    });
    assert.deepEqual([samples, corrections, leftOut], [beads, [], []]);
    assert.match(summary, /no mask that fits its image, so nothing was changed/);
  });

  it('asks for an audit of the same samples', () => {
    assert.throws(() => correctMasks([{ ...sample, id: 'other' }], audit), /other was not audited/);
    assert.equal(correctMasks([sample], audit, { shift: false }).samples[0], sample);
  });
});

const folder = join(process.cwd(), '../shared/data/microbeads');
const skip = existsSync(folder) ? false : `the real tiles are not at ${folder}`;
describe('auditLabels on real tiles', { skip }, () => {
  it('finds the shifted quadrants that a search of whole shifts finds', async (t) => {
    const { samples } = await readDataSet(folder, {
      exclude: '^(?!320x|5120x_2025-05-16_00-59-00_grid)',
    });
    const audit = auditLabels(samples, { blocks: 2 });
    const share = (slide: string): number => {
      const quadrants = audit.tiles
        .filter((tile) => tile.id.startsWith(slide))
        .flatMap((tile) => tile.blocks);
      return (
        quadrants.filter(({ dx, dy }) => Math.hypot(Math.round(dx), Math.round(dy)) >= 3).length /
        quadrants.length
      );
    };
    for (const line of audit.summary.split('\n')) t.diagnostic(line);
    t.diagnostic(
      `quadrants 3 px off or more, in whole pixels: 320x ${share('320x').toFixed(2)} (searched: 0.39), 5120x ${share('5120x').toFixed(2)} (0)`,
    );
    assert.ok(Math.abs(share('320x') - 0.39) < 0.08);
    assert.equal(share('5120x'), 0);
  });
});
