import assert from 'node:assert/strict';
import { mkdtempSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { decodePictures, syntheticMicrobeads, tiffRegions, type ContrastOptions } from 'unetlab/data';
import { unzipSync } from 'fflate';
import {
  loadNetwork,
  objectsCsv,
  objectsGeoJson,
  PictureMaps,
  predictLarge,
  predictPictures,
  preparePicture,
  roiSet,
  traceOutlines,
  writeTiff,
} from 'unetlab/prediction';

const frozen = join(process.cwd(), 'test', 'fixtures', 'prediction', 'discs-1.safetensors');
const folder = mkdtempSync(join(tmpdir(), 'unetlab-large-'));
after(() => {
  rmSync(folder, { recursive: true, force: true });
});
const levels = async (file: string): Promise<number[]> => {
  const { pages } = await decodePictures(readFileSync(file));
  return Array.from(pages[0]!.data);
};

const folders = ['geojson', 'labels', 'maps', 'masks', 'objects', 'overlays', 'rois'];

interface GeoJson {
  readonly features: readonly {
    readonly geometry: object;
    readonly properties: { readonly label: number };
  }[];
}
const byLabel = ([a]: (number | object)[], [b]: (number | object)[]): number => Number(a) - Number(b);

/** In the levels of the file. */
function meanLevel(labels: readonly number[], label: number, picture: Uint8Array): number {
  const own = picture.filter((_, i) => labels[i] === label);
  return own.reduce((sum, level) => sum + level, 0) / own.length;
}

describe('a picture that is read by strips of rows', () => {
  it('has the map, the mask and the connected objects of the whole picture', async () => {
    const {
      height: h,
      width: w,
      data,
    } = JSON.parse(readFileSync(frozen.replace('.safetensors', '.json'), 'utf8')) as {
      height: number;
      width: number;
      data: number[];
    };
    // The network's own picture, three times beside and four times below itself.
    const [height, width] = [4 * h, 3 * w];
    const all = Uint8Array.from(
      { length: height * width },
      (_, i) => data[(Math.floor(i / width) % h) * w + ((i % width) % w)]!,
    );
    const path = join(folder, 'x.tif');
    const rows = Array.from({ length: 4 }, (_, i) => all.subarray(i * h * width, (i + 1) * h * width));
    await writeTiff(path, { height, width, bits: 8 }, rows);

    const { model, description } = loadNetwork(frozen);
    const file = {
      ...description,
      prediction: { ...description.prediction, tiles: { size: 32, overlap: 8 } },
      objects: { method: 'components', minimumArea: 6 } as const,
    };
    const image = Float32Array.from(all, (level) => Math.min(1, Math.max(0, (level - 16) / 219)));
    const [whole] = predictPictures({ model, description: file }, [
      { id: 'x', height, width, channels: 1, image },
    ]);
    const regions = await tiffRegions(path, 0);
    assert.ok(regions);
    const maps = new PictureMaps([model], file);
    const out = join(folder, 'out');
    mkdirSync(out);
    const range = { ranges: { uint8: { low: 16, high: 235 } }, text: '', notices: [] };
    const task = { name: 'x', out, threshold: file.prediction.threshold, maps: 16, range } as const;
    const { table, count, coveredArea } = await predictLarge(regions, maps, file, task);
    await regions.close();
    maps.dispose();
    model.dispose();

    assert.deepEqual(
      await levels(join(out, 'masks', 'x.tif')),
      Array.from(whole!.mask, (value) => 255 * value),
    );
    const map = await levels(join(out, 'maps', 'x.tif'));
    assert.ok(map.every((level, i) => Math.abs(level - 65_535 * whole!.map[i]!) < 4));
    assert.equal(
      coveredArea,
      whole!.mask.reduce((a, b) => a + b, 0),
    );
    // Strips number objects in another order; each covers the same pixels.
    const labels = await levels(join(out, 'labels', 'x.tif'));
    const pairs = new Map(labels.map((label, i) => [`${label} ${whole!.labels[i]!}`, label] as const));
    assert.equal(count, whole!.objects.length);
    assert.equal(pairs.size, count + 1);
    const same = [...pairs]
      .filter(([, label]) => label > 0)
      .map(([pair, label]) => {
        const object = whole!.objects.find((one) => one.label === Number(pair.split(' ')[1]))!;
        return { image: 'x', ...object, label, meanIntensity: meanLevel(labels, label, all) };
      });
    assert.equal(
      readFileSync(join(out, table), 'utf8'),
      objectsCsv(same.sort((one, other) => one.label - other.label)),
    );
    assert.ok(whole!.objects.some(({ y }) => y > h));
    const traced = traceOutlines(Int32Array.from(labels), { height, width });
    const { features } = JSON.parse(readFileSync(join(out, 'geojson', 'x.geojson'), 'utf8')) as GeoJson;
    const expected = JSON.parse(objectsGeoJson(traced, same)) as GeoJson;
    assert.deepEqual(
      features.map(({ geometry, properties }) => [properties.label, geometry]).sort(byLabel),
      expected.features.map(({ geometry, properties }) => [properties.label, geometry]),
    );
    const rois = unzipSync(readFileSync(join(out, 'rois', 'x-RoiSet.zip')));
    const wanted = unzipSync(roiSet(traced));
    assert.deepEqual(Object.keys(rois).sort(), Object.keys(wanted));
    for (const [name, bytes] of Object.entries(wanted)) assert.deepEqual(rois[name], bytes, name);
    assert.deepEqual(readdirSync(out).sort(), folders); // nothing temporary is left
  });

  it('has the contrast of the whole picture, wherever its tiles lie, where the network file holds the width', async () => {
    const [scene] = syntheticMicrobeads({ count: 1, size: 512, seed: 4, beads: 300 });
    const [height, width] = [320, 900];
    const all = Uint8Array.from({ length: height * width }, (_, i) => {
      const x = i % width;
      const mirrored = x < 512 ? x : 1023 - x;
      return Math.round(255 * scene!.image[Math.floor(i / width) * 512 + mirrored]!);
    });
    const path = join(folder, 'beads.tif');
    await writeTiff(path, { height, width, bits: 8 }, [all]);
    const { model, description } = loadNetwork(frozen);
    model.dispose();
    // In place of the probability, what the network would see.
    const seen = {
      tiles: { size: 128, overlap: 32 },
      of: (of: { image: Float32Array }[]) => of.map(({ image }) => image),
    };
    const range = { ranges: { uint8: { low: 0, high: 255 } }, text: '', notices: [] };
    const intensity = { low: 0, high: 255 };
    const contrast = async (evenContrast: ContrastOptions, out: string): Promise<number[]> => {
      const preparation = { ...description.preparation, intensity, evenContrast };
      const regions = await tiffRegions(path, 0);
      mkdirSync(out);
      const maps = seen as unknown as PictureMaps;
      const task = { name: 'x', out, threshold: 0.5, maps: 16, range } as const;
      await predictLarge(regions!, maps, { ...description, preparation }, task);
      await regions!.close();
      return (await levels(join(out, 'maps', 'x.tif'))).map((level) => level / 65_535);
    };
    const whole = preparePicture(
      { height, width, channels: 1, data: all },
      { ...description.preparation, intensity, evenContrast: { referenceWidth: 512 } },
    ).image;
    const apart = (map: readonly number[]): number => {
      const differences = Float32Array.from(map, (value, i) => Math.abs(value - whole[i]!)).sort();
      return differences[Math.floor(0.99 * differences.length)]!;
    };
    const told = apart(await contrast({ referenceWidth: 512 }, join(folder, 'told')));
    const own = apart(await contrast({}, join(folder, 'own')));
    assert.ok(told < 0.02, `99 % within ${told}`);
    assert.ok(own > 0.04, `in shares of a tile: 99 % within ${own}`);
  });

  it('goes on where it was interrupted, to the same files', async () => {
    const [height, width] = [180, 70];
    const all = Uint8Array.from({ length: height * width }, (_, i) => {
      const [x, y] = [i % width, Math.floor(i / width)];
      return Math.hypot((x % 23) - 11, (y % 29) - 14) < 6 ? 40 : 170 + ((x * y) % 17);
    });
    const path = join(folder, 'long.tif');
    await writeTiff(path, { height, width, bits: 8 }, [all]);
    const { model, description } = loadNetwork(frozen);
    const file = {
      ...description,
      prediction: { ...description.prediction, tiles: { size: 32, overlap: 8 } },
    };
    const maps = new PictureMaps([model], file);
    const range = { ranges: { uint8: { low: 16, high: 235 } }, text: '', notices: [] };
    const outputs = async (
      out: string,
      stops: readonly number[],
      keys: readonly string[],
    ): Promise<string[]> => {
      mkdirSync(out);
      const shares: number[] = [];
      for (const [i, key] of keys.entries()) {
        const regions = await tiffRegions(path, 0);
        const stop = new AbortController();
        let strips = 0;
        const task = {
          ...{ name: 'x', out, threshold: file.prediction.threshold, maps: 8 as const, range, key },
          signal: stop.signal,
          onProgress: (share: number) => {
            shares.push(share);
            strips += 1;
            if (strips === stops[i]) stop.abort();
          },
        } as const;
        const run = predictLarge(regions!, maps, file, task);
        if (stops[i] === undefined) await run;
        else {
          await assert.rejects(run, /interrupted/);
          assert.ok(readdirSync(out).some((name) => name.endsWith('.state.part')));
        }
        await regions!.close();
      }
      assert.equal(shares.at(-1), 1);
      assert.deepEqual(readdirSync(out).sort(), folders);
      return [
        ...readdirSync(out).flatMap((name) => {
          const [file] = readdirSync(join(out, name));
          return readFileSync(join(out, name, file!)).toString('base64');
        }),
        shares.join(' '),
      ];
    };
    const whole = await outputs(join(folder, 'whole'), [], ['a']);
    // Twice interrupted; each strip is computed once.
    assert.deepEqual(await outputs(join(folder, 'parts'), [2, 3], ['a', 'a', 'a']), whole);
    // What other settings left is not gone on with.
    const other = await outputs(join(folder, 'other'), [2], ['b', 'a']);
    assert.deepEqual(other.slice(0, -1), whole.slice(0, -1));
    const strips = whole.at(-1)!;
    assert.equal(other.at(-1), `${strips.split(' ').slice(0, 2).join(' ')} ${strips}`);
    maps.dispose();
    model.dispose();
  });
});
