import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import sharp from 'sharp';
import {
  imageRaster,
  maskRaster,
  readDataSet,
  splitByGroup,
  syntheticMicrobeads,
  writePng,
  type DataSet,
} from 'unetlab/data';
import { png, scene, SIDE, tiffStack, writeFiles } from './folders';

let scratch = '';
let made = 0;
before(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'unetlab-data-set-'));
});
after(() => rm(scratch, { recursive: true }));

const scenes = Array.from({ length: 12 }, (_, i) => scene(i + 1, 2 + (i % 3)));

/** Writes scenes under the names that `name` gives, and further files. */
async function folder(
  count: number,
  name: (i: number) => readonly [image: string, mask: string],
  further: Readonly<Record<string, Buffer | string>> = {},
): Promise<string> {
  const files: Record<string, Buffer | string> = { ...further };
  for (let i = 0; i < count; i += 1) {
    const [image, mask] = name(i);
    files[image] = await png(scenes[i]!.image);
    files[mask] = await png(scenes[i]!.mask);
  }
  return writeFiles(join(scratch, `set ${(made += 1)}`), files);
}

const foregroundOf = ({ samples }: DataSet): number[] =>
  samples.map(({ mask }) => mask.reduce((a, b) => a + b, 0));
const wanted = (count: number): number[] => scenes.slice(0, count).map(({ foreground }) => foreground);

describe('readDataSet', () => {
  it('reads every layout with the masks that belong to the images', async () => {
    const layouts: Record<string, (i: number) => readonly [string, string]> = {
      equal: (i) => [`images/a.b.${i}.png`, `masks/a.b.${i}.png`],
      suffix: (i) => [`img/x${i}.png`, `label/x${i}_SEG.png`],
      prefix: (i) => [`images/Image_${i}.png`, `masks/Labels_${i}.png`],
      beside: (i) => [`x${i}.png`, `x${i}_masks.png`],
      parts: (i) => [`train/images/x${i}.png`, `train/labels/x${i}.png`],
      channel: (i) => [`imagesTr/c${i}_0000.png`, `labelsTr/c${i}.png`],
      folders: (i) => [`id${i}/images/id${i}.png`, `id${i}/masks/whole.png`],
    };
    for (const [kind, name] of Object.entries(layouts)) {
      const set = await readDataSet(await folder(6, name));
      assert.deepEqual(foregroundOf(set), wanted(6), kind);
      assert.deepEqual([set.samples[0]!.width, set.samples[0]!.height, set.channels], [SIDE, SIDE, 1], kind);
      assert.match(
        set.summary,
        /^set-\d+: 6 images with masks, from .*\nlayout: .*6 pairs .*\nimages: 8-bit.*\nsizes: 48 × 48; grey files\nmasks: .*\nforeground: /,
      );
    }
  });

  it('says what the files are, and what they are read as where that is another thing', async () => {
    const colour = (i: number): Promise<Buffer> =>
      sharp(
        Uint8Array.from(
          { length: 3 * SIDE ** 2 },
          (_, at) => scenes[i]!.image[Math.floor(at / 3)]! + (at % 3),
        ),
        {
          raw: { width: SIDE, height: SIDE, channels: 3 },
        },
      )
        .png()
        .toBuffer();
    const cases = [
      ['grey', 0, ['grey files', 'grey files']],
      ['RGB', 3, ['RGB files, read as grey (-p channels=3 takes colour)', 'RGB files']],
      ['mixed', 1, ['grey and RGB files, read as grey', 'grey and RGB files, read as RGB']],
    ] as const;
    for (const [colours, coloured, texts] of cases) {
      const files: Record<string, Buffer> = {};
      for (let i = 0; i < 3; i += 1) {
        files[`images/${i}.png`] = i < coloured ? await colour(i) : await png(scenes[i]!.image);
        files[`masks/${i}.png`] = await png(scenes[i]!.mask);
      }
      const dir = await writeFiles(join(scratch, `tones ${colours}`), files);
      for (const channels of [1, 3] as const) {
        const set = await readDataSet(dir, { channels });
        assert.equal(set.colours, colours);
        const line = set.summary.split('\n').find((one) => one.startsWith('sizes: '));
        assert.equal(line, `sizes: 48 × 48; ${texts[channels === 1 ? 0 : 1]}`);
      }
    }
  });

  it('unites one mask file an object, and counts the objects', async () => {
    const files: Record<string, Buffer> = {};
    for (const [i, { image, labels, discs }] of scenes.slice(0, 5).entries()) {
      files[`id${i}/images/id${i}.png`] = await png(image);
      for (let n = 1; n <= discs; n += 1)
        files[`id${i}/masks/${n}.png`] = await png(labels.map((label) => (label === n ? 255 : 0)));
    }
    const set = await readDataSet(await writeFiles(join(scratch, 'objects'), files));
    assert.deepEqual(foregroundOf(set), wanted(5));
    assert.deepEqual(
      set.samples.map(({ objectCount }) => objectCount),
      scenes.slice(0, 5).map(({ discs }) => discs),
    );
    assert.equal(
      set.objects,
      scenes.slice(0, 5).reduce((sum, { discs }) => sum + discs, 0),
    );
    assert.match(
      set.layout,
      /^a folder an image, each with images\/ and masks\/; 5 pairs with 14 mask files, united image by image$/,
    );
  });

  it('reads the pages of a stack as samples of one group', async () => {
    const dir = join(scratch, 'stacks');
    const stack = async (from: number, count: number, part: 'image' | 'mask'): Promise<Buffer> =>
      tiffStack(scenes.slice(from, from + count).map((one) => one[part]));
    await writeFiles(dir, {
      'train-volume.tif': await stack(0, 5, 'image'),
      'train-labels.tif': await stack(0, 5, 'mask'),
      'test-volume.tif': await stack(5, 3, 'image'),
    });
    const one = await readDataSet(dir);
    assert.deepEqual(foregroundOf(one), wanted(5));
    assert.deepEqual([one.groupCount, one.samples[0]!.id, one.eachItsOwn], [1, 'train_p1', false]);
    assert.match(
      one.groups,
      /^groups: one \(train\); a split needs two: -p group=image makes each of the 5 images its own group/,
    );
    assert.deepEqual(one.leftOut, [{ stem: 'test-volume', reason: 'no mask of this name' }]);
    assert.throws(() => splitByGroup(one.samples, { validation: 0.2 }), /too few groups.*-p group=image/);
    const pages = await readDataSet(dir, { group: 'image' });
    assert.deepEqual([pages.groupCount, pages.eachItsOwn], [5, true]);

    await writeFiles(dir, {
      'b-volume.tif': await stack(5, 3, 'image'),
      'b-labels.tif': await stack(5, 2, 'mask'),
    });
    const uneven = await readDataSet(dir);
    assert.equal(uneven.samples.length, 5);
    assert.deepEqual(
      uneven.leftOut.find(({ stem }) => stem === 'b'),
      { stem: 'b', reason: 'the image has 3 pages, the mask 2' },
    );
    await writeFiles(dir, { 'b-labels.tif': await stack(5, 3, 'mask') });
    const two = await readDataSet(dir);
    assert.deepEqual([two.samples.length, two.groupCount], [8, 2]);
    assert.match(two.groups, /^groups: 2, one a file; pages of a file stay together/);
  });

  it('reads groups from names, a rule or a table, and says which', async () => {
    const name = (i: number): readonly [string, string] => [
      `images/patient${i % 3}_s${i}.png`,
      `masks/patient${i % 3}_s${i}.png`,
    ];
    const dir = await folder(12, name, {
      'groups.csv': [
        'stem,group',
        ...Array.from({ length: 12 }, (_, i) => `patient${i % 3}_s${i}.png,${i < 6 ? 'left' : 'right'}`),
      ].join('\n'),
    });
    const found = await readDataSet(dir);
    assert.deepEqual([found.groupCount, found.samples[0]!.group], [3, 'patient0']);
    assert.match(
      found.summary,
      /\ngroups: 3 by patient number, for example patient0 with 4 images; -p group=… sets another rule/,
    );
    assert.equal((await readDataSet(dir, { group: 's\\d$|s1\\d$' })).groupCount, 12);
    assert.deepEqual(
      [
        ...new Set((await readDataSet(dir, { group: 'groups.csv' })).samples.map(({ group }) => group)),
      ].sort(),
      ['left', 'right'],
    );
    await writeFiles(dir, { 'same.csv': 'patient0_s0,left\npatient0_s0.png,left\n' });
    await assert.rejects(
      readDataSet(dir, { group: 'same.csv' }),
      /11 of 12 images have no line in same\.csv/,
    );
    await writeFiles(dir, { 'two.csv': 'patient0_s0.png,left\npatient0_s0,right\n' });
    await assert.rejects(
      readDataSet(dir, { group: 'two.csv' }),
      /^Error: group=two\.csv: patient0_s0 stands there with two groups, left and right$/,
    );
    await assert.rejects(
      readDataSet(dir, { group: 'missing.csv' }),
      /^Error: group=missing\.csv: there is no such file/,
    );
    await assert.rejects(
      readDataSet(dir, { group: 'slide\\d' }),
      /12 of 12 images do not match group=slide\\d: patient0_s0/,
    );
  });

  it('names copies and near copies in different groups', async () => {
    const dir = await folder(6, (i) => [`images/${'abcdef'[i]!}.png`, `masks/${'abcdef'[i]!}.png`], {
      'images/copy.png': await png(scenes[2]!.image),
      'masks/copy.png': await png(scenes[2]!.mask),
      'images/near.png': await png(scenes[4]!.image.map((value, i) => 0.9 * value + (i % 3))),
      'masks/near.png': await png(scenes[4]!.mask),
    });
    const set = await readDataSet(dir);
    assert.deepEqual(set.nearEqual.map(({ a, b }) => [a, b]).sort(), [
      ['c', 'copy'],
      ['e', 'near'],
    ]);
    assert.match(
      set.summary,
      /nearly equal images in different groups: 2 pairs, such as c and copy.*-p group='…'/,
    );
    assert.match(
      set.notices.join('\n'),
      /^exact copies: 1 \(copy equals c\); -p exclude='…' leaves copies out$/m,
    );
    const without = await readDataSet(dir, { exclude: '^(copy|near)$' });
    assert.deepEqual([without.nearEqual.length, without.excluded], [0, ['copy', 'near']]);
    assert.match(without.summary, /excluded as told: 2 \(copy, near\)/);
  });

  it('leaves out what does not fit, counts what is passed over, and ignores litter', async () => {
    const dir = await folder(4, (i) => [`images/x${i}.png`, `masks/x${i}.png`], {
      'images/small.png': await png(new Uint8Array(SIDE * 40), [SIDE, 40]),
      'masks/small.png': await png(scenes[0]!.mask),
      'images/text.png': 'this is text',
      'masks/text.png': await png(scenes[0]!.mask),
      'images/alone.png': await png(scenes[0]!.image),
      'images/case_001_0000.nii.gz': 'x',
      'images/notes.txt': 'x',
      'images/Thumbs.db': 'x',
      'images/._x0.png': 'x',
      'images/.ipynb_checkpoints/x0.png': 'x',
      '.DS_Store': 'x',
      'masks/desktop.ini': 'x',
      '__MACOSX/images/._x0.png': 'x',
    });
    const set = await readDataSet(dir);
    assert.deepEqual(foregroundOf(set), wanted(4));
    const reasons = Object.fromEntries(set.leftOut.map(({ stem, reason }) => [stem, reason]));
    assert.deepEqual(Object.keys(reasons).sort(), ['alone', 'small', 'text']);
    assert.equal(reasons.small, 'the image is 48 × 40 pixels, the mask 48 × 48');
    assert.match(reasons.text!, /^image: /);
    assert.deepEqual(set.passedOver.map(({ what, count }) => `${count} ${what}`).sort(), [
      '1 .nii.gz',
      '1 .txt',
    ]);
    assert.match(set.summary, /passed over: .*1 \.nii\.gz \(save its slices as \.tif or \.npy\)/);
    for (const litter of ['Thumbs', 'desktop', 'DS_Store', 'ipynb', 'MACOSX'])
      assert.ok(!set.summary.includes(litter), litter);
  });

  it('says what is uneven', async () => {
    const full = scenes[0]!.mask.map(() => 255).fill(0, 0, 200);
    const dir = await folder(6, (i) => [`images/x${i}.png`, `masks/x${i}.png`], {
      'images/other_1.png': await png(scenes[7]!.image),
      'masks/other_1.png': await png(full),
      'images/empty.png': await png(scenes[8]!.image),
      'masks/empty.png': await png(new Uint8Array(SIDE * SIDE)),
    });
    const notices = (await readDataSet(dir, { size: 32 })).notices.join('\n');
    assert.match(
      notices,
      /more than 6 times the foreground of a typical image \(.* %\) in 1 of 8: other_1; if they are of another kind, -p exclude='\^other' leaves them out/,
    );
    assert.match(notices, /1 of 8 masks is empty \(empty\)/);
    assert.ok(!notices.includes('stretched'));
  });

  it('stops with one line that says what to type', async () => {
    const dir = await folder(3, (i) => [`images/x${i}.png`, `masks/x${i}.png`]);
    await assert.rejects(
      readDataSet(join(scratch, 'nowhere')),
      /^Error: there is no folder .*nowhere; .* holds objects, set 1/,
    );
    await assert.rejects(
      readDataSet(join(dir, 'images/x0.png')),
      /is a file; a folder with images and masks is wanted/,
    );
    await assert.rejects(readDataSet(join(dir, 'images')), /is not read: /);
    await assert.rejects(
      readDataSet(await writeFiles(join(scratch, 'only'), { 'images/a.png': await png(scenes[0]!.image) })),
      /images but no masks: images\/ with 1 \.png/,
    );
    await assert.rejects(readDataSet(dir, { exclude: '(' }), /invalid exclude=\(/);
    await assert.rejects(
      readDataSet(dir, { exclude: 'x' }),
      /no pair can be read \(images\/ and masks\/; 3 pairs of equal names; 3 left out by -p exclude\)/,
    );
    await assert.rejects(readDataSet(dir, { size: 0 }), /invalid size; not a whole number of 1 or more: 0/);
    await assert.rejects(
      readDataSet(dir, { channels: 2 as 1 }),
      /invalid channels=2; allowed: 1 \(grey\) or 3 \(RGB\)/,
    );
    await assert.rejects(readDataSet(dir, { pages: 'all' }), /invalid pages=all/);
    const empty: Record<string, Buffer> = {};
    for (let i = 0; i < 3; i += 1) {
      empty[`images/x${i}.png`] = await png(scenes[i]!.image);
      empty[`masks/x${i}.png`] = await png(new Uint8Array(SIDE * SIDE));
    }
    await assert.rejects(readDataSet(await writeFiles(join(scratch, 'empty'), empty)), /foreground/);
  });

  it('reads back what writePng wrote', async () => {
    const samples = syntheticMicrobeads({ count: 3, size: 64, channels: 3, seed: 2 });
    for (const s of samples) {
      await writePng(join(scratch, `round/images/${s.id}.png`), imageRaster(s));
      await writePng(join(scratch, `round/masks/${s.id}.png`), maskRaster(s));
    }
    const { samples: read } = await readDataSet(join(scratch, 'round'), { channels: 3 });
    for (const s of samples) {
      const same = read.find((r) => r.id === s.id)!;
      assert.deepEqual(same.image, s.image);
      assert.deepEqual(same.mask, s.mask);
    }
  });
});
