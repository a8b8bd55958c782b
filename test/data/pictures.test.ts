import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import {
  conversionOf,
  decodePictures,
  parsePages,
  pictureEnding,
  pictureStem,
  readPictures,
  turned,
} from 'unetlab/data';
import type { Orientation, Picture } from 'unetlab/data';
import { grey } from './drawn-masks';

interface Expected {
  readonly error?: string[];
  readonly pages: number;
  readonly shape?: [number, number, number];
  readonly kind: string;
  readonly data?: number[];
  readonly notices?: number;
  readonly bits?: number;
  readonly indices?: number[];
  readonly orientation?: number;
  readonly lossy?: boolean;
}

const fixtures = join(process.cwd(), 'test/fixtures/data');
const { files } = JSON.parse(readFileSync(join(fixtures, 'pictures.json'), 'utf8')) as {
  files: Record<string, Expected>;
};
const path = (name: string): string => join(fixtures, 'pictures', name);

describe('readPictures', () => {
  for (const [name, want] of Object.entries(files))
    it(want.error ? `asks about ${name}` : `reads ${name}`, async () => {
      if (want.error) {
        await assert.rejects(readPictures(path(name)), (error: Error) => {
          for (const words of want.error!) assert.ok(error.message.includes(words), error.message);
          assert.doesNotMatch(error.message, /\n/);
          return true;
        });
        return;
      }
      const { pages, notices } = await readPictures(path(name));
      const [first] = pages as [Picture];
      assert.equal(pages.length, want.pages);
      if (want.lossy !== undefined) assert.equal(first.lossy, want.lossy);
      if (!want.data) return;
      assert.deepEqual([first.height, first.width, first.channels], want.shape);
      assert.equal(first.kind, want.kind);
      assert.equal(first.orientation, want.orientation ?? 1);
      assert.equal(notices.length, want.notices, notices.join('; '));
      const data = pages.flatMap((page) => Array.from(page.data));
      const float = want.kind.startsWith('float');
      assert.equal(data.length, want.data.length);
      data.forEach((value, i) => {
        assert.ok(
          Math.abs(value - want.data![i]!) <= (float ? 1e-6 : 0),
          `${value} at ${i}, wanted ${want.data![i]}`,
        );
      });
      if (want.bits !== undefined) assert.equal(first.bits, want.bits);
      if (want.indices) assert.deepEqual(Array.from(first.indices ?? []), want.indices);
    });

  it('takes one page, or all of them, as the reader says', async () => {
    const first = async (name: string, pages: number | 'samples'): Promise<number[]> =>
      (await readPictures(path(name), { pages })).pages.map(({ data }) => data[0]!);
    assert.deepEqual(await first('stack.tif', 2), [1]);
    assert.deepEqual(await first('imagej-channels.tif', 'samples'), [0, 0, 0]);
    assert.deepEqual(await first('imagej-channels.tif', 3), [0]);
    assert.deepEqual(await first('two-samples.tif', 2), [1]);
    assert.deepEqual(await first('channels-first.npy', 2), [1]);
    assert.deepEqual(await first('frames.gif', 1).then(({ length }) => length), 1);
    assert.equal((await readPictures(path('two-sizes.tif'), { pages: 2 })).pages[0]!.height, 60);
    await assert.rejects(
      readPictures(path('stack.tif'), { pages: 4 }),
      /pages=4 is asked for, but it has 3 pages/,
    );
  });

  it('says in one line what is no picture, or cut off', async () => {
    const whole = readFileSync(path('float32.tif'));
    const cut: readonly (readonly [Buffer, RegExp])[] = [
      [Buffer.alloc(0), /empty \(0 bytes\)/],
      [Buffer.from('PK\x03\x04 and more of it'), /ZIP archive/],
      [Buffer.from('version https://git-lfs.github.com/spec/v1\n'), /git lfs pull/],
      [Buffer.from('<!DOCTYPE html><html></html>'), /web page/],
      [Buffer.from('0123456789abcdef'), /allowed: PNG, JPEG, TIFF, WebP, GIF, BMP, NPY/],
      [whole.subarray(0, whole.length - 100), /cannot be decoded/],
      [readFileSync(path('grey.bmp')).subarray(0, 1080), /cut off/],
      [readFileSync(path('float16.npy')).subarray(0, 140), /cut off/],
      [readFileSync(path('palette.png')).subarray(0, 600), /cannot be decoded/],
      [readFileSync(path('palette.gif')).subarray(0, 80), /cannot be decoded/],
      [readFileSync(path('frames.gif')).subarray(0, 138), /cannot be decoded/],
      [readFileSync(path('uint16-tiled.tif')).subarray(0, 3888), /cut off/],
      [readFileSync(path('uint16-zstd.tif')).subarray(0, 300), /cut off|cannot be decoded/],
    ];
    for (const [bytes, pattern] of cut)
      await assert.rejects(decodePictures(bytes), (error: Error) => {
        assert.match(error.message, pattern);
        assert.doesNotMatch(error.message, /\n/);
        return true;
      });
  });
});

describe('parsePages', () => {
  it('allows samples, and a page from 1', () => {
    assert.deepEqual(['', ' ', 'samples', '3'].map(parsePages), [undefined, undefined, 'samples', 3]);
    for (const typed of ['0', 'first', '1.5', '-1'])
      assert.throws(() => parsePages(typed), /invalid pages=.*allowed: samples/);
  });
});

describe('file endings', () => {
  it('are told whatever their case, .ome.tif as one', () => {
    assert.equal(pictureEnding('scan.OME.TIF'), '.ome.tif');
    assert.equal(pictureStem('scan.OME.TIF'), 'scan');
    assert.equal(pictureStem('Pra\u0308parat.v2.png'), 'Präparat.v2');
    assert.equal(pictureEnding('.png'), null);
    assert.equal(pictureEnding('notes.txt'), null);
    assert.deepEqual(conversionOf('brain.nii.gz'), {
      ending: '.nii.gz',
      advice: 'save its slices as .tif or .npy',
    });
    assert.match(conversionOf('cells.CZI')!.advice, /export it as \.tif/);
    assert.equal(conversionOf('Thumbs.db'), null);
  });
});

describe('turned', () => {
  it('turns as EXIF says', () => {
    const stored = grey([1, 2, 3, 4, 5, 6], 'uint8', { height: 2, width: 3 });
    const shown: Record<Orientation, [number, number[]]> = {
      1: [2, [1, 2, 3, 4, 5, 6]],
      2: [2, [3, 2, 1, 6, 5, 4]],
      3: [2, [6, 5, 4, 3, 2, 1]],
      4: [2, [4, 5, 6, 1, 2, 3]],
      5: [3, [1, 4, 2, 5, 3, 6]],
      6: [3, [4, 1, 5, 2, 6, 3]],
      7: [3, [6, 3, 5, 2, 4, 1]],
      8: [3, [3, 6, 2, 5, 1, 4]],
    };
    for (const [orientation, [height, data]] of Object.entries(shown)) {
      const result = turned(stored, Number(orientation) as Orientation);
      assert.deepEqual([result.height, Array.from(result.data)], [height, data], orientation);
    }
  });
});
