import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findGroups, type Grouping, type GroupTold } from 'unetlab/data';

function grouped(
  stems: readonly string[],
  told?: GroupTold,
  folder: (i: number) => string = () => '',
): Grouping {
  return findGroups(
    stems.map((stem, i) => ({ stem, folder: folder(i) })),
    told,
  );
}

function named(count: number, name: (i: number) => string): string[] {
  return Array.from({ length: count }, (_, i) => name(i));
}
const two = (i: number): string => String(i).padStart(2, '0');

/** Names, number of groups, and the group of the first. */
const rules: Record<string, readonly [string[], number, string]> = {
  'patients and slices': [
    named(30, (i) => `patient${two(1 + Math.floor(i / 6))}_slice${two(1 + (i % 6))}`),
    5,
    'patient01',
  ],
  'tiles of a grid': [
    named(12, (i) => `640x_2025-05-16_002_grid_r${Math.floor(i / 4)}_c${i % 4}`).map((name, i) =>
      name.replace('640x', `${640 * (1 + (i % 3))}x`),
    ),
    3,
    '640x_2025-05-16_002',
  ],
  'plates and wells': [
    named(24, (i) => `plate${1 + (i % 2)}_well${'ABC'[i % 3]!}1_field${i}`),
    6,
    'plate1_wellA1',
  ],
  'wells without a word': [named(24, (i) => `${'ABCD'[i % 4]!}0${1 + (i % 2)}_s${i}_w1`), 4, 'A01'],
  'slides by letter': [named(12, (i) => `slide${'ABC'[i % 3]!}_${i}`), 3, 'slideA'],
  'slices of volumes': [
    named(12, (i) => `BraTS20_Training_00${i % 4}_slice_${i}`),
    4,
    'BraTS20_Training_000',
  ],
  'z planes': [named(12, (i) => `case_00${i % 4}_z${two(i)}`), 4, 'case_000'],
  'tiles by position': [named(12, (i) => `scan7_${i % 4}_x${256 * i}_y0`), 4, 'scan7_0'],
  'left and right eyes': [named(12, (i) => `Image_${two(Math.floor(i / 2))}${'LR'[i % 2]!}`), 6, 'Image_00'],
  'a number and a counter': [
    named(12, (i) => `TCGA_CS_494${i % 3}_19960909_${i}`),
    3,
    'TCGA_CS_4940_19960909',
  ],
  'numbers alone': [named(12, (i) => `${two(i % 3)}_${two(i)}`), 3, '00'],
  'two groups where there are no more': [named(8, (i) => `mouse${1 + (i % 2)}_img${i}`), 2, 'mouse1'],
};

describe('findGroups', () => {
  for (const [name, [stems, count, first]] of Object.entries(rules))
    it(`reads ${name}`, () => {
      const { groups, count: found, text, eachItsOwn } = grouped(stems);
      assert.deepEqual([found, groups[0], eachItsOwn], [count, first, false], text);
      assert.match(
        text,
        new RegExp(`^groups: ${count} by .*, for example .* with \\d+ images; -p group=… sets another rule$`),
      );
    });

  it('takes no counter, class or single beginning for a group', () => {
    for (const stems of [
      named(12, (i) => `img_0${two(i)}`),
      named(12, (i) => `ISIC_00000${two(i)}`),
      named(12, (i) => `image${i}`),
      named(12, (i) => `t${two(i)}`),
      named(12, (i) => `2007_0000${two(i)}`),
      named(12, (i) => `case_${two(i)}`),
      named(12, (i) => `patient1_slice${two(i)}`),
      named(12, (i) => `${i}`),
      named(12, (i) => `Slide 1 (${i})`),
      named(12, (i) => (7919 * (i + 1)).toString(16).padStart(12, 'a')),
      named(12, (i) => `${['benign', 'malignant', 'normal'][i % 3]!} (${i})`),
    ]) {
      const { count, eachItsOwn, text } = grouped(stems);
      assert.deepEqual([count, eachItsOwn], [12, true], `${stems[0]!}: ${text}`);
      assert.match(
        text,
        /^groups: no rule found in the names, so each of the 12 images is a group of its own/,
      );
      assert.match(text, /-p group='…'/);
    }
    assert.match(
      grouped(named(12, (i) => `${['benign', 'malignant', 'normal'][i % 3]!} (${i})`)).text,
      /their names begin with 3 words: benign, malignant, normal/,
    );
  });

  it('keeps images that a rule does not fit as groups of their own', () => {
    const stems = [...named(8, (i) => `${160 * (1 + (i % 2))}x_grid_r${i}_c0`), 'synthetic_1', 'synthetic_2'];
    const { groups, count, text } = grouped(stems);
    assert.equal(count, 4);
    assert.deepEqual(groups.slice(-2), ['synthetic_1', 'synthetic_2']);
    assert.match(text, /8 of 10 names\), each other image its own/);
  });

  it('takes folders that are not parts or classes', () => {
    const stems = named(12, (i) => `scan${i}`);
    assert.equal(grouped(stems, undefined, (i) => `P${i % 3}`).count, 3);
    for (const folders of [
      ['train', 'val', 'test'],
      ['benign', 'malignant', 'normal'],
    ])
      assert.equal(grouped(stems, undefined, (i) => folders[i % 3]!).eachItsOwn, true);
    assert.equal(grouped(stems, 'folder', (i) => ['benign', 'malignant'][i % 2]!).count, 2);
  });

  it('takes what it is told', () => {
    const stems = named(12, (i) => `s${i % 3}-a-${i}`);
    assert.deepEqual(grouped(stems, 's\\d').groups.slice(0, 3), ['s0', 's1', 's2']);
    assert.deepEqual(grouped(stems, '^s(\\d)').groups.slice(0, 3), ['0', '1', '2']);
    assert.equal(grouped(stems, 'image').count, 12);
    const table = { file: 'g.csv', groups: new Map(stems.map((stem, i) => [stem, `g${i % 2}`])) };
    assert.match(grouped(stems, table).text, /^groups: 2 by g\.csv, for example g0 with 6 images$/);
    assert.throws(
      () => grouped([...stems, 'other'], 's\\d'),
      /^Error: 1 of 13 images do not match group=s\\d: other;/,
    );
    assert.throws(
      () => grouped([...stems, 'other'], table),
      /^Error: 1 of 13 images have no line in g\.csv: other;/,
    );
    assert.throws(() => grouped(stems, '('), /^Error: invalid group=\(; not a regular expression/);
  });
});
