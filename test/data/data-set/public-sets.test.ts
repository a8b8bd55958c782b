import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { readDataSet } from 'unetlab/data';
import { planDataSet } from 'unetlab/recipes';
import { png, scene, SIDE, writeFiles } from './folders';

/** A NumPy file of a pickled dictionary, as Cellpose writes it beside every image. */
function pickled(): Buffer {
  const header = "{'descr': '|O', 'fortran_order': False, 'shape': (), }".padEnd(117) + '\n';
  const size = Buffer.alloc(2);
  size.writeUInt16LE(header.length);
  return Buffer.concat([
    Buffer.from('\x93NUMPY\x01\x00', 'latin1'),
    size,
    Buffer.from(header),
    Buffer.alloc(9),
  ]);
}

describe('readDataSet on the layouts of public data sets', () => {
  let root = '';
  before(async () => {
    root = await mkdtemp(join(tmpdir(), 'public-sets-'));
  });
  after(() => rm(root, { recursive: true }));

  async function folder(
    name: string,
    count: number,
    files: (
      i: number,
      image: Buffer,
      mask: Buffer,
    ) => Record<string, Buffer | string> | Promise<Record<string, Buffer | string>>,
  ): Promise<string> {
    const dir = join(root, name);
    for (let i = 1; i <= count; i += 1) {
      const { image, mask } = scene(i);
      await writeFiles(dir, await files(i, await png(image), await png(mask)));
    }
    return dir;
  }

  it('takes no pickled array for a mask', async () => {
    for (const [name, image, mask] of [
      ['cellpose', '_img', '_masks'],
      ['cellpose-cp', '', '_cp_masks'],
    ] as const) {
      const dir = await folder(name, 4, (i, a, b) => ({
        [`f${i}${image}.png`]: a,
        [`f${i}${mask}.png`]: b,
        [`f${i}${image}_seg.npy`]: pickled(),
      }));
      const set = await readDataSet(dir);
      assert.deepEqual(
        set.samples.map(({ mask: pixels }) => pixels.reduce((a, b) => a + b, 0)),
        [1, 2, 3, 4].map((i) => scene(i).foreground),
      );
      assert.match(set.summary, /4 \.npy of Python objects/);
    }
  });

  it('asks where an image has masks of several kinds, known words or not', async () => {
    const dir = await folder('street', 4, (i, a, b) => ({
      [`leftImg8bit/train/t/t_${i}_leftImg8bit.png`]: a,
      [`gtFine/train/t/t_${i}_gtFine_labelIds.png`]: b,
      [`gtFine/train/t/t_${i}_gtFine_color.png`]: a,
      [`gtFine/train/t/t_${i}_gtFine_instanceIds.png`]: b,
    }));
    await assert.rejects(
      readDataSet(dir),
      /4 images with several masks.*-p maskSuffix=_gtFine_labelIds or -p maskSuffix=_gtFine_color or -p maskSuffix=_gtFine_instanceIds/,
    );
    assert.equal((await readDataSet(dir, { maskSuffix: '_gtFine_labelIds' })).samples.length, 4);
  });

  it('proposes a suffix that is no known word', async () => {
    const dir = await folder('one', 4, (i, a, b) => ({ [`0001TP_${i}.png`]: a, [`0001TP_${i}_L.png`]: b }));
    await assert.rejects(readDataSet(dir), /if these are the masks, type -p maskSuffix=_l/);
    assert.equal((await readDataSet(dir, { maskSuffix: '_l' })).samples.length, 4);
  });

  it('pairs 7 with 007, and says so', async () => {
    const dir = await folder('padded', 12, (i, a, b) => ({
      [`images/img_${i}.png`]: a,
      [`masks/mask_${String(i).padStart(2, '0')}.png`]: b,
    }));
    const set = await readDataSet(dir);
    assert.equal(set.samples.length, 12);
    assert.match(set.summary, /without leading zeros: images\/img_1\.png is paired with masks\/mask_01\.png/);
    for (const { id, mask } of set.samples)
      assert.equal(
        mask.reduce((a, b) => a + b, 0),
        scene(Number(id)).foreground,
        id,
      );
  });

  it('keeps a copy by name with its original', async () => {
    const dir = await folder('copies', 4, (i, a, b) => ({
      [`images/w${i}.png`]: a,
      [`masks/w${i}.png`]: b,
      ...(i < 3 && { [`images/w${i} (1).png`]: a, [`masks/w${i} (1).png`]: b }),
      ...(i === 1 && { 'images/w1 - Copy.png': a, 'masks/w1 - Copy.png': b }),
    }));
    const set = await readDataSet(dir);
    assert.deepEqual([set.samples.length, set.groupCount, set.nearEqual.length], [7, 4, 0]);
    assert.match(set.groups, /3 files stay with the one that the name says they are copies of/);
  });

  it('says one reason once, and what to do about sizes', async () => {
    const small = await png(new Uint8Array(4 * SIDE).fill(255), [SIDE, 4]);
    const dir = await folder('half', 6, (i, a) => ({ [`images/t${i}.png`]: a, [`masks/t${i}.png`]: small }));
    await assert.rejects(
      readDataSet(dir),
      /t1, t2, t3 and 3 more: the image is 48 × 48 pixels, the mask 48 × 4\n.*nearest neighbour/,
    );
  });

  it('names files whose names are no UTF-8', async (t) => {
    const dir = join(root, 'latin');
    await mkdir(join(dir, 'images'), { recursive: true });
    const path = Buffer.concat([
      Buffer.from(`${join(dir, 'images')}/Pr`),
      Buffer.from([0xe4]),
      Buffer.from('.png'),
    ]);
    try {
      await writeFile(path, await png(scene(1).image));
    } catch {
      t.skip('this file system takes UTF-8 alone');
      return;
    }
    await assert.rejects(readDataSet(dir), /1 name that is not UTF-8 \(rename/);
  });

  it('says what to do with outlines where there are no masks', async () => {
    const dir = await folder('outlines', 4, (i, a) => ({
      [`x${i}.png`]: a,
      [`x${i}.json`]: '{"shapes":[]}',
    }));
    await assert.rejects(
      readDataSet(dir),
      /4 \.json \(where these hold outlines, draw them into mask pictures/,
    );
  });

  it('names the layout with a question about masks, and no ignored 255 where 0 is foreground', async () => {
    const dir = await folder('inverted', 4, async (i, a) => ({
      [`images/c${i}.png`]: a,
      [`masks/c${i}.png`]: await png(scene(i).mask.map((value) => 255 - value)),
    }));
    await assert.rejects(readDataSet(dir), /may be inverted.*\n {2}layout: images\/ and masks\/; 4 pairs/);
    assert.doesNotMatch((await readDataSet(dir, { foreground: '0' })).masks, /ignore/);
  });

  it('says that one image cannot be split', async () => {
    const set = await readDataSet(
      await folder('single', 1, (_, a, b) => ({ 'images/a.png': a, 'masks/a.png': b })),
    );
    assert.match(set.summary, /1 image with a mask/);
    assert.throws(() => planDataSet(set), /one image with a mask, so none can be held out/);
  });
});
