import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { readDataSet, splitByGroup, type DataSetOptions } from 'unetlab/data';

const root = join(process.cwd(), '../shared/cases/folders');
const skip = existsSync(root) ? false : `the folders are not at ${root}`;

/** Folders whose masks have the foreground that `expected.json` names, with what has to be said. */
const folders: Record<string, DataSetOptions> = {
  'suffix-segmentation': {},
  'nnunet-layout': {},
  'instance-labels': {},
  'void-255': {},
  'trimap-1-2-3': { foreground: '1', ignore: '3' },
  'palette-one-class': {},
  'palette-with-void': {},
  'alpha-mask': {},
  'jpeg-masks': {},
  'exif-mask-as-stored': {},
  'exif-mask-as-displayed': {},
  'file-zoo': {},
};

interface Expected {
  readonly foreground?: number;
  readonly object?: number;
  readonly objects?: number;
  readonly expected?: string;
  readonly void?: number;
}

describe('readDataSet on folders that were read wrongly', { skip }, () => {
  for (const [name, options] of Object.entries(folders))
    it(`reads ${name}`, async () => {
      const set = await readDataSet(join(root, name), options);
      const file = JSON.parse(readFileSync(join(root, name, 'expected.json'), 'utf8')) as Record<
        string,
        number | Expected
      >;
      const tolerance = name === 'jpeg-masks' ? 12 : 0;
      let checked = 0;
      for (const { id, mask, ignore } of set.samples) {
        const want = file[id];
        if (want === undefined) continue;
        const entry = typeof want === 'number' ? { foreground: want } : want;
        const foreground = entry.foreground ?? entry.objects ?? entry.object;
        if (foreground === undefined) continue;
        const got = mask.reduce((a, b) => a + b, 0);
        assert.ok(
          Math.abs(got - foreground) <= tolerance,
          `${id}: ${got} pixels of foreground, wanted ${foreground}`,
        );
        if (entry.void !== undefined)
          assert.equal(ignore?.reduce((a, b) => a + b, 0) ?? 0, entry.void, `${id}: ignored`);
        checked += 1;
      }
      assert.ok(checked >= 8, `${checked} samples compared`);
    });

  it('pairs, groups and counts as meant', async () => {
    assert.equal((await readDataSet(join(root, 'one-folder'))).samples.length, 10);
    const objects = await readDataSet(join(root, 'one-mask-per-object'));
    assert.deepEqual([objects.samples.length, objects.objects], [8, 48]);
    const stack = await readDataSet(join(root, 'tiff-stack'));
    assert.deepEqual([stack.samples.length, stack.groupCount], [8, 1]);
    const patients = await readDataSet(join(root, 'patient-slices'));
    assert.equal(patients.groupCount, 5);
    const split = splitByGroup(patients.samples, { validation: 0.2, test: 0.2 });
    const sides = [split.train, split.validation, split.test].map(
      (side) => new Set(side.map(({ id }) => id.slice(0, 9))),
    );
    assert.equal(
      new Set(sides.flatMap((side) => [...side])).size,
      sides.reduce((sum, side) => sum + side.size, 0),
    );
    const alone = await readDataSet(join(root, 'patient-slices'), { group: 'image' });
    assert.equal(alone.nearEqual.length, 75);
    await assert.rejects(
      readDataSet(join(root, 'same-names-other-pixels')),
      /3 folders, each with images\/ and masks\/ \(A, A_corrected, B\); take one with -p images=A\/images/,
    );
    assert.equal((await readDataSet(join(root, 'same-names-other-pixels/B'))).samples.length, 12);
  });
});
