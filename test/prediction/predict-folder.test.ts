import assert from 'node:assert/strict';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { decodePictures, encodePng, readImages, writePng } from 'unetlab/data';
import { createModel } from 'unetlab/models';
import {
  loadEnsemble,
  loadNetwork,
  predictFolder,
  predictPictures,
  readDescription,
  saveNetwork,
  writeTiff,
  type NetworkDescription,
} from 'unetlab/prediction';
import { fileName } from 'unetlab/text';

const bead1 = fileName('bead 1');

const frozen = join(process.cwd(), 'test', 'fixtures', 'prediction', 'discs-1.safetensors');
const folder = mkdtempSync(join(tmpdir(), 'unetlab-predict-'));
after(() => {
  rmSync(folder, { recursive: true, force: true });
});
const at = (...parts: string[]): string => join(folder, ...parts);
const images = at('set', 'images');
const { height, width, data, probability } = JSON.parse(
  readFileSync(frozen.replace('.safetensors', '.json'), 'utf8'),
) as { height: number; width: number; data: number[]; probability: number[] };
/** The picture that the network is frozen with, as it is, upside down and darker. */
const pictures = [data, [...data].reverse(), data.map((level) => level - 10)].map((values) =>
  Uint8Array.from(values),
);
const mask = Uint8Array.from(probability, (value) => (value >= 0.5 ? 255 : 0));
const describedAs = (changed: Partial<NetworkDescription> = {}): NetworkDescription => ({
  ...readDescription(frozen),
  ...changed,
});
const levels = async (file: string): Promise<number[]> => {
  const { pages } = await decodePictures(readFileSync(file));
  return Array.from(pages[0]!.data);
};

before(async () => {
  for (const [i, picture] of pictures.entries()) {
    await writePng(join(images, `bead ${i}.png`), { height, width, channels: 1, data: picture });
    await writePng(at('set', 'masks', `bead ${i}.png`), {
      height,
      width,
      channels: 1,
      data: i === 1 ? mask.slice().reverse() : mask,
    });
  }
  writeFileSync(join(images, 'torn.png'), readFileSync(join(images, 'bead 0.png')).subarray(0, 300));
  const rgb = Uint8Array.from({ length: 3 * data.length }, (_, i) => data[Math.floor(i / 3)]!);
  writeFileSync(join(images, 'colour.png'), await encodePng({ height, width, channels: 3, data: rgb }));
});

describe('predicting a folder', () => {
  it('says beside a score where the network was trained on an image of that name, in ensembles too', async () => {
    const save = (name: string, trainedOn: readonly string[] | undefined): void => {
      const { model } = loadNetwork(frozen);
      const description = describedAs();
      const { trainedOn: _, ...data } = description.data;
      saveNetwork(at('seen', name), model, {
        ...description,
        data: { ...data, ...(trainedOn && { trainedOn }) },
      });
      model.dispose();
    };
    const told = async (): Promise<boolean[]> => {
      rmSync(at('seen-out'), { recursive: true, force: true });
      const { images: rows } = await predictFolder({ model: at('seen'), images, out: at('seen-out') });
      return rows.map(({ notices }) => notices.some((line) => line.includes('was trained on an image')));
    };
    mkdirSync(at('seen'));
    save('a.safetensors', ['bead 0']);
    assert.deepEqual(await told(), [true, false, false, false, false]);
    // An image without a mask has no score that could be taken for more than it is.
    save('b.safetensors', ['bead 2', 'colour']);
    assert.deepEqual(await told(), [true, false, true, false, false]);
    save('b.safetensors', undefined);
    assert.deepEqual(await told(), [true, false, false, false, false], 'one of them says');
    save('a.safetensors', undefined);
    assert.deepEqual(await told(), [false, false, false, false, false], 'none says');
  });

  it('writes masks, labels, overlays, outlines and tables, names what is damaged and goes on', async () => {
    const out = at('out');
    const {
      images: rows,
      objects,
      stopped,
    } = await predictFolder({
      model: frozen,
      images,
      out,
      maps: 16,
      pixelSize: 0.5,
    });
    assert.equal(stopped, 'finished');
    assert.deepEqual(
      rows.map(({ image, reason }) => [image, reason === null]),
      [
        [fileName('bead 0'), true],
        [bead1, true],
        [fileName('bead 2'), true],
        ['colour', true],
        ['torn', false],
      ],
    );
    assert.match(rows[3]!.notices.join(), /colour was made grey/);
    assert.match(rows[4]!.reason!, /cannot be decoded/);
    for (const file of [
      'masks/x.png',
      'maps/x.png',
      'labels/x.tif',
      'overlays/x.jpg',
      'rois/x-RoiSet.zip',
      'geojson/x.geojson',
    ])
      assert.ok(existsSync(join(out, file.replace('x', bead1))), file);

    // The same as one picture at a time, in the file's units.
    const network = loadNetwork(frozen);
    const read = [];
    for await (const image of readImages(join(images, 'bead 0.png'), {
      range: { ranges: { uint8: network.description.preparation.intensity }, text: '', notices: [] },
    }))
      read.push(image);
    const [alone] = predictPictures(network, read);
    network.model.dispose();
    assert.ok(alone!.objects.length > 0);
    assert.equal(rows[0]!.count, alone!.objects.length);
    assert.deepEqual(
      objects.filter(({ image }) => image === fileName('bead 0')).map(({ image: _, ...object }) => object),
      alone!.objects,
    );
    assert.deepEqual(
      await levels(join(out, 'labels', `${fileName('bead 0')}.tif`)),
      Array.from(alone!.labels),
    );
    assert.deepEqual(
      await levels(join(out, 'masks', `${fileName('bead 0')}.png`)),
      Array.from(alone!.mask, (value) => 255 * value),
    );
    // Pictures that go through the network together are rounded another way.
    const map = await levels(join(out, 'maps', `${fileName('bead 0')}.png`));
    assert.ok(map.every((level, i) => Math.abs(level - 65_535 * alone!.map[i]!) < 4));
    // Masks beside the images are found: scores stand there, and the tables have µm.
    assert.equal(rows[0]!.jaccard, 1);
    assert.ok(rows[1]!.jaccard! > 0.5);
    assert.equal(rows[3]!.jaccard, null);
    const csv = readFileSync(join(out, 'objects.csv'), 'utf8').split('\r\n');
    assert.match(csv[0]!, /^image,label,x,y,area,.*touches_edge,x_um,y_um,area_um2,equivalent_diameter_um$/);
    assert.equal(csv.length, objects.length + 2);
    const { area } = objects[0]!;
    assert.equal(Number(csv[1]!.split(',')[11]), area * 0.25);
  });

  it('does not do again what is finished and unchanged', async () => {
    const options = { model: frozen, images, out: at('again') };
    const known = async (): Promise<boolean[]> => {
      const seen: boolean[] = [];
      await predictFolder({ ...options, onImage: (_, { known }) => seen.push(known) });
      return seen;
    };
    assert.deepEqual(await known(), [false, false, false, false, false]);
    assert.deepEqual(await known(), [true, true, true, true, false]);
    rmSync(at('again', 'masks', `${bead1}.png`));
    copyFileSync(join(images, 'bead 2.png'), join(images, 'colour.png')); // another image under its name
    assert.deepEqual(await known(), [true, false, true, false, false]);
  });

  it('ends in order, and goes on', async () => {
    const controller = new AbortController();
    const options = { model: frozen, images: join(images, 'bead*.png'), out: at('stopped') };
    controller.abort();
    const stopped = await predictFolder({ ...options, signal: controller.signal });
    assert.equal(stopped.stopped, 'interrupted');
    assert.deepEqual(stopped.images, []);
    assert.equal((await predictFolder(options)).images.length, 3);
  });

  it('tells files of one stem apart', async () => {
    for (const name of ['a', 'b']) {
      mkdirSync(at('plates', name), { recursive: true });
      copyFileSync(join(images, 'bead 1.png'), at('plates', name, 'x.png'));
    }
    const { images: rows } = await predictFolder({
      model: frozen,
      images: at('plates'),
      out: at('plates', 'out'),
      jobs: 0,
    });
    assert.deepEqual(
      rows.map(({ image }) => image),
      [fileName('a/x'), fileName('b/x')],
    );
    // The outputs, which lie among the images here, are no images.
    const again = await predictFolder({
      model: frozen,
      images: at('plates'),
      out: at('plates', 'out'),
      jobs: 0,
    });
    assert.equal(again.images.length, 2);
  });

  it('says in one line what cannot be done', async () => {
    const refused = (changed: object, what: RegExp): Promise<void> =>
      assert.rejects(
        predictFolder({ model: frozen, images, out: at('refused'), ...changed }),
        (error: Error) => {
          assert.match(error.message, what);
          assert.doesNotMatch(error.message, /\n/);
          return true;
        },
      );
    await refused({ model: at('none.safetensors') }, /there is no model/);
    await refused({ model: images }, /no network in/);
    await refused({ images: at('nowhere') }, /there is no folder/);
    await refused({ images: at('set', 'masks') }, /they are masks, not images/);
    await refused({ threshold: 2 }, /invalid threshold: 2/);
    await refused({ pixelSize: 0 }, /invalid pixel size: 0/);
    writeFileSync(at('file'), '');
    await refused({ out: at('file', 'out') }, /cannot be written to/);
  });

  it('refuses levels of a kind that the network does not know, rather than cutting them off', async () => {
    mkdirSync(at('wide'));
    const wide = Uint16Array.from(data, (level) => 16 * level);
    await writeTiff(at('wide', 'x.tif'), { height, width, bits: 16 }, [wide]);
    const refused = await predictFolder({ model: frozen, images: at('wide'), out: at('wide-out') });
    assert.match(refused.images[0]!.reason!, /uint16 .*-p intensity=low:high/);
    const told = await predictFolder({
      model: frozen,
      images: at('wide'),
      out: at('wide-out'),
      intensity: '256:3760',
    });
    assert.equal(told.images[0]!.reason, null);
    assert.ok(told.objects[0]!.meanIntensity > 255); // in the file's own units
  });
});

describe('several networks', () => {
  const config = { channels: 1, depth: 2, baseFilters: 2 } as const;
  const save = (path: string, seed: number, changed: Partial<NetworkDescription> = {}): void => {
    const model = createModel('unet', { ...config, seed });
    saveNetwork(path, model, describedAs(changed));
    model.dispose();
  };

  it('are averaged, and the folds of a training folder are found', () => {
    const training = at('training');
    for (const fold of [0, 1]) save(join(training, `fold-${fold}`, 'network.safetensors'), fold + 1);
    writeFileSync(join(training, 'training.json'), '{}');
    const both = loadEnsemble(training);
    assert.equal(both.models.length, 2);
    const picture = {
      id: 'x',
      height,
      width,
      channels: 1 as const,
      image: Float32Array.from(data, (level) => level / 255),
    };
    const [mean] = predictPictures(both, [picture]);
    const single = both.models.map(
      (model) => predictPictures({ model, description: both.description }, [picture])[0]!,
    );
    both.dispose();
    const far = Math.max(
      ...mean!.map.map((value, i) => Math.abs(value - (single[0]!.map[i]! + single[1]!.map[i]!) / 2)),
    );
    assert.ok(far < 1e-6, `${far}`);
    assert.ok(single[0]!.map.some((value, i) => Math.abs(value - single[1]!.map[i]!) > 1e-3));
  });

  it('of two recipes are refused with the difference', () => {
    const { preparation } = describedAs();
    save(at('mixed', 'a.safetensors'), 1);
    save(at('mixed', 'b.safetensors'), 2, {
      preparation: { ...preparation, size: { kind: 'fit', side: 512 } },
    });
    assert.throws(
      () => loadEnsemble(at('mixed')),
      /preparation\.size\.kind is "native" in mixed\/a\.safetensors and "fit" in mixed\/b/,
    );
  });

  it('say where a picture is shrunk or enlarged by another factor than the training images', async () => {
    const longer = Math.max(height, width);
    const said = async (
      longerSide: number,
      kind: 'fit' | 'native' = 'fit',
      referenceWidth?: number,
    ): Promise<string> => {
      const { preparation, data: of } = describedAs();
      const model = at(`${kind}-${longerSide}.safetensors`);
      save(model, 5, {
        preparation:
          kind === 'fit'
            ? { ...preparation, size: { kind, side: longer } }
            : { ...preparation, size: { kind }, evenContrast: { ...(referenceWidth && { referenceWidth }) } },
        data: { ...of, longerSide },
      });
      const out = at(`${kind}-scaled-${longerSide}`);
      const { images: rows } = await predictFolder({
        model,
        images: join(images, 'bead 0.png'),
        out,
        jobs: 0,
      });
      return rows[0]!.notices.join();
    };
    assert.doesNotMatch(await said(longer), /longer side/);
    assert.doesNotMatch(await said(longer, 'native'), /made even/);
    assert.match(
      await said(Math.round(longer / 2), 'native'),
      /contrast was made even in shares of its \d+ px, .* so spots 2\.0 times as large were taken for objects: cut such/,
    );
    assert.doesNotMatch(await said(Math.round(longer / 2) + 1, 'native', 40), /made even|longer side/);
    assert.match(await said(2 * longer), /look 2\.0 times larger than those/);
    assert.match(
      await said(Math.round(longer / 2)),
      /look 2\.0 times smaller than those.*cut such pictures to about/,
    );
  });

  it('that tell objects apart by other lengths do so by the median', () => {
    for (const [i, depth] of [0.5, 1.5, 4].entries())
      save(at('depths', `${i}.safetensors`), i + 1, { objects: { method: 'split', minimumArea: 6, depth } });
    const { description, notices, dispose } = loadEnsemble(at('depths'));
    dispose();
    assert.equal(description.objects?.method === 'split' && description.objects.depth, 1.5);
    assert.equal(description.objects?.reason, 'medians of what the 3 networks chose');
    assert.deepEqual(notices, ['3 networks, the mean of their probabilities']);
  });

  it('of which one tells objects apart in another way do so as most, and say it', () => {
    for (const i of [0, 1, 2])
      save(at('ways', `${i}.safetensors`), i + 1, {
        objects:
          i === 0
            ? { method: 'components', minimumArea: 6 }
            : { method: 'split', minimumArea: 6, depth: 2 * i },
      });
    const { description, notices, dispose } = loadEnsemble(at('ways'));
    dispose();
    assert.equal(description.objects?.method === 'split' && description.objects.depth, 3);
    assert.equal(notices[1], '1 of 3 networks would tell objects apart in another way than split');
  });
});
