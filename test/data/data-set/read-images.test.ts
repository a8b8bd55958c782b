import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { readDataSet, readImages, type ReadImage, type ReadImagesOptions } from 'unetlab/data';
import { png, scene, SIDE, tiffStack, writeFiles } from './folders';

let scratch = '';
before(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'unetlab-images-'));
  await writeFiles(scratch, {
    'plates/a/x1.png': await png(scene(1).image),
    'plates/b/x2.png': await png(scene(2).image),
    'plates/b/stack.tif': await tiffStack([scene(3).image, scene(4).image]),
    'plates/b/torn.png': 'not a picture',
    'plates/b/notes.txt': 'x',
  });
});
after(() => rm(scratch, { recursive: true }));

async function all(source: string, options?: ReadImagesOptions): Promise<ReadImage[]> {
  const images: ReadImage[] = [];
  for await (const image of readImages(join(scratch, source), options)) images.push(image);
  return images;
}

describe('readImages', () => {
  it('reads a folder, a pattern and a file, and names what cannot be read', async () => {
    const images = await all('plates');
    assert.deepEqual(
      images.map(({ id }) => id),
      ['x1', 'stack_p1', 'stack_p2', 'torn', 'x2'],
    );
    const torn = images[3]!;
    assert.ok('reason' in torn && torn.reason.length > 0);
    const second = images[2]!;
    assert.ok('image' in second);
    assert.deepEqual([second.height, second.width, second.channels], [SIDE, SIDE, 1]);
    assert.deepEqual(
      second.image,
      Float32Array.from(scene(4).image, (value) => value / 255),
    );
    assert.deepEqual(
      (await all('plates/*/x*.png')).map(({ id }) => id),
      ['x1', 'x2'],
    );
    assert.deepEqual(
      (await all('plates/b/x2.png')).map(({ id }) => id),
      ['x2'],
    );
  });

  it('scales by the range of an earlier data set', async () => {
    const wide = (seed: number): Promise<Buffer> => png(scene(seed).image);
    await writeFiles(scratch, {
      'set/images/a.png': await wide(1),
      'set/masks/a.png': await png(scene(1).mask),
    });
    const { range } = await readDataSet(join(scratch, 'set'), { intensity: '0:200' });
    const [image] = await all('plates/a', { range });
    assert.ok(image && 'image' in image);
    assert.deepEqual(
      image.image,
      Float32Array.from(scene(1).image, (value) => Math.min(1, value / 200)),
    );
  });

  it('says where there is nothing', async () => {
    await assert.rejects(all('nowhere'), /there is no folder .*nowhere/);
    await assert.rejects(all('plates/a/y.png'), /there is no file .*y\.png; its folder holds 1 files/);
    await assert.rejects(
      all('plates/*/*.jpg'),
      /no pictures at .*\*\.jpg; .*plates holds 5 files, 4 of them pictures/,
    );
  });
});
