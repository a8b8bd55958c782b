import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { readDataSet } from 'unetlab/data';

interface Expected {
  readonly image?: number[];
  readonly tolerance?: number;
  readonly mask?: number[];
}
const fixtures = join(process.cwd(), 'test/fixtures/data');
const folder = join(fixtures, 'pairs');

describe('readDataSet on files that Pillow and tifffile wrote', () => {
  it('reads every good pair', async () => {
    const { pairs } = JSON.parse(readFileSync(join(fixtures, 'pairs.json'), 'utf8')) as {
      pairs: Record<string, Expected>;
    };
    // A soft 8-bit mask among 16-bit ones does not reach the set's half.
    const { samples } = await readDataSet(folder, { foreground: 'threshold', exclude: '^bad|grey_alpha' });
    assert.equal(samples.length, 10);
    for (const { id, image, mask } of samples) {
      const want = pairs[id]!;
      image.forEach((got, i) => {
        const off = Math.abs(got - want.image![i]!);
        assert.ok(
          off <= want.tolerance!,
          `${id} pixel ${i}: got ${got}, want ${want.image![i]} ± ${want.tolerance}`,
        );
      });
      assert.deepEqual([...mask], want.mask, `mask of ${id}`);
    }
  });

  it('leaves broken pairs out and names each with its reason', async () => {
    const { leftOut, summary } = await readDataSet(folder, { foreground: 'threshold' });
    const want: Record<string, RegExp> = {
      bad_no_image: /^no image of this name$/,
      bad_no_mask: /^no mask of this name$/,
      bad_not_a_picture: /^image: the file is no picture that is read/,
      bad_size: /^the image is 64 × 64 pixels, the mask 12 × 10$/,
      bad_truncated_jpg: /^image: the file cannot be decoded/,
      bad_truncated_mask: /^mask: the file cannot be decoded/,
      bad_truncated_png: /^image: the file cannot be decoded/,
      bad_truncated_tif: /^image: the file cannot be decoded/,
      bad_twice: /^2 files for one image: images\/bad_twice\.png, images\/bad_twice\.tif$/,
      bad_zero_bytes: /^image: the file is empty \(0 bytes\)$/,
    };
    assert.deepEqual(leftOut.map(({ stem }) => stem).sort(), Object.keys(want));
    for (const { stem, reason } of leftOut) {
      assert.match(reason, want[stem]!, stem);
      assert.ok(!reason.includes('\n'), reason);
    }
    assert.match(summary, /left out: 10\n {2}bad_twice: /);
  });
});
