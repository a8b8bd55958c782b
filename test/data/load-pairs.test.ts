import assert from 'node:assert/strict';
import { mkdtemp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { encodePng, imageRaster, loadPairs, maskRaster, syntheticMicrobeads, writePng } from 'unetlab/data';

interface Expected {
  readonly image: number[];
  readonly tolerance: number;
  readonly mask: number[];
  readonly nonBinaryPixels?: number;
  readonly threshold?: number;
}
const fixtures = join(process.cwd(), 'test/fixtures/data');
const folder = join(fixtures, 'pairs');

describe('loadPairs', () => {
  let scratch = '';
  before(async () => {
    scratch = await mkdtemp(join(tmpdir(), 'unetlab-pairs-'));
  });
  after(() => rm(scratch, { recursive: true }));

  it('reads every good pair as Pillow and tifffile wrote it', async () => {
    const file = JSON.parse(await readFile(join(fixtures, 'pairs.json'), 'utf8')) as {
      height: number;
      width: number;
      pairs: Record<string, Expected>;
    };
    const { samples } = await loadPairs(folder);
    assert.deepEqual(
      samples.map((s) => s.id),
      Object.keys(file.pairs).sort(),
    );
    for (const sample of samples) {
      const want = file.pairs[sample.id]!;
      assert.deepEqual(
        [sample.height, sample.width, sample.channels],
        [file.height, file.width, 1],
        sample.id,
      );
      sample.image.forEach((got, i) => {
        const off = Math.abs(got - want.image[i]!);
        assert.ok(
          off <= want.tolerance,
          `${sample.id} pixel ${i}: got ${got}, want ${want.image[i]} ± ${want.tolerance}`,
        );
      });
      assert.deepEqual([...sample.mask], want.mask, `mask of ${sample.id}`);
      const notice =
        want.nonBinaryPixels === undefined
          ? undefined
          : { nonBinaryPixels: want.nonBinaryPixels, threshold: want.threshold };
      assert.deepEqual(sample.maskNotice, notice, `notice of ${sample.id}`);
    }
  });

  it('leaves broken pairs out and names each with its reason', async () => {
    const { report } = await loadPairs(folder);
    const reasons = new Map(report.leftOut.map(({ stem, reason }) => [stem, reason]));
    const want: Record<string, RegExp> = {
      bad_float: /^image: pixels of type float are not read; allowed: 1, 8 and 16 bits, unsigned$/,
      bad_no_image: /^no image of this name$/,
      bad_no_mask: /^no mask of this name$/,
      bad_not_a_picture: /^image: the file cannot be decoded \(.*unsupported image format\)$/,
      bad_size: /^the image is 64 × 64 pixels, the mask 12 × 10$/,
      bad_truncated_jpg: /^image: the file cannot be decoded \(.*premature end.*\)$/,
      bad_truncated_mask: /^mask: the file cannot be decoded \(pngload.+\)$/,
      bad_truncated_png: /^image: the file cannot be decoded \(pngload.+\)$/,
      bad_truncated_tif: /^image: the file cannot be decoded \(tiff2vips: .+\)$/,
      bad_twice: /^2 files for one image: bad_twice\.png, bad_twice\.tif$/,
      bad_zero_bytes: /^image: the file is empty \(0 bytes\)$/,
    };
    assert.deepEqual([...reasons.keys()], Object.keys(want));
    for (const [stem, pattern] of Object.entries(want)) assert.match(reasons.get(stem)!, pattern, stem);
    for (const { reason } of report.leftOut) assert.ok(!reason.includes('\n'), reason);
    assert.match(report.summary, /^11 pairs loaded from .*pairs\n11 pairs left out:\n {2}bad_float: /);
    assert.match(report.summary, /rgba: 8 image pixels are transparent; their alpha was dropped/);
  });

  it('groups by slide, takes a subset, RGB and another size', async () => {
    const include = (stem: string): boolean => !stem.startsWith('bad');
    const { samples, report } = await loadPairs(folder, { include, channels: 3, size: 8 });
    assert.equal(report.leftOut.length, 0);
    assert.equal(report.excluded.length, 11);
    const one = samples.find((s) => s.id === 'rgb8_grid_r0_c1')!;
    assert.equal(one.group, 'rgb8');
    assert.deepEqual(
      [one.height, one.width, one.channels, one.image.length, one.mask.length],
      [8, 8, 3, 192, 64],
    );
    assert.match(report.summary, /12 × 10 pixels were stretched to 8 × 8/);
    const grouped = await loadPairs(folder, { include, group: () => 'slide' });
    assert.deepEqual(new Set(grouped.samples.map((s) => s.group)), new Set(['slide']));
    const numbered = await loadPairs(folder, { include: (s) => s === 'grey8', foreground: 'nonzero' });
    assert.equal(numbered.samples[0]!.maskNotice, undefined);
  });

  it('says what it looked for and found where there is nothing to load', async () => {
    await assert.rejects(
      loadPairs(join(scratch, 'nowhere')),
      /no pairs to load: looked for images\/\*\{\.png,.*nowhere; found no images\/, no masks\//,
    );
    await mkdir(join(scratch, 'empty/images'), { recursive: true });
    await writeFile(join(scratch, 'empty/images/readme.txt'), 'x');
    await assert.rejects(
      loadPairs(join(scratch, 'empty')),
      /images\/ with 0 pictures and 1 other entries, no masks\//,
    );
    await assert.rejects(
      loadPairs(folder, { include: (stem) => stem.startsWith('bad_t') }),
      /no pairs to load: .*\n0 pairs loaded.*\n\d+ pairs not asked for\n5 pairs left out:/,
    );
    await assert.rejects(loadPairs(folder, { size: 0 }), /invalid size; not a whole number of 1 or more: 0/);
  });

  it('reads back what writePng wrote', async () => {
    const samples = syntheticMicrobeads({ count: 3, size: 64, channels: 3, seed: 2 });
    for (const s of samples) {
      await writePng(join(scratch, `round/images/${s.id}.png`), imageRaster(s));
      await writePng(join(scratch, `round/masks/${s.id}.png`), maskRaster(s));
    }
    const { samples: read, report } = await loadPairs(join(scratch, 'round'), { channels: 3 });
    assert.equal(report.notices.length, 0);
    for (const s of samples) {
      const same = read.find((r) => r.id === s.id)!;
      assert.equal(same.group, s.group);
      assert.deepEqual(same.image, s.image);
      assert.deepEqual(same.mask, s.mask);
    }
    await assert.rejects(
      encodePng({ height: 2, width: 2, channels: 1, data: new Uint8Array(3) }),
      /invalid data; 3 values for 2 × 2 × 1/,
    );
  });
});
