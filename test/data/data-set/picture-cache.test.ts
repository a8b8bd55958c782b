import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import sharp from 'sharp';
import {
  augmenter,
  batches,
  coveringPatches,
  cropSamples,
  isInFile,
  packBatch,
  preparedSamples,
  readDataSet,
  resizeSample,
  withChannels,
  withGroup,
  withMaps,
  type CacheOptions,
  type DataSet,
  type DataSetOptions,
} from 'unetlab/data';
import { Random } from 'unetlab/random';
import { dataHash } from 'unetlab/training';
import type { Batch, Sample } from 'unetlab/types';

const folder = mkdtempSync(join(tmpdir(), 'unetlab-cache-'));
after(() => {
  rmSync(folder, { recursive: true, force: true });
});
let count = 0;
const fresh = (): string => join(folder, `cache-${(count += 1)}`);
const onDisk = (cache: string, more: Partial<CacheOptions> = {}): CacheOptions => ({
  folder: cache,
  inMemory: 1,
  most: 1e9,
  ...more,
});

/** Colour images of noise with masks that number two objects and hold a value to ignore. */
async function writeSet(name: string, images: number, kind: 'colour' | 'grey16' | 'exif'): Promise<string> {
  const dir = join(folder, name);
  const random = new Random(5);
  const [width, height] = [48, 32];
  for (let n = 0; n < images; n += 1) {
    const wide = kind === 'grey16';
    const channels = wide ? 1 : 3;
    const levels = Array.from({ length: width * height * channels }, () => random.int(wide ? 4096 : 256));
    const data = wide ? Uint16Array.from(levels) : Uint8Array.from(levels);
    const picture = sharp(data, { raw: { width, height, channels } });
    const png = await (wide ? picture.toColourspace('grey16').png() : picture.png()).toBuffer();
    const file =
      kind === 'exif'
        ? await sharp(png).withMetadata({ orientation: 6 }).jpeg({ quality: 95 }).toBuffer()
        : png;
    const mask = Uint8Array.from({ length: width * height }, (_, i) => {
      const [x, y] = [i % width, Math.floor(i / width)];
      if (y < 2) return 255;
      return x > 4 + n && x < 20 && y > 5 && y < 20 ? (x < 12 ? 1 : 2) : 0;
    });
    const grey = { raw: { width, height, channels: 1 as const } };
    const masked = sharp(mask, grey).toColourspace('b-w');
    const own = kind === 'exif' ? masked.rotate(90) : masked;
    await writeFile(join(dir, 'images', `tile-${n}.${kind === 'exif' ? 'jpg' : 'png'}`), file);
    await writeFile(join(dir, 'masks', `tile-${n}.png`), await own.png().toBuffer());
  }
  return dir;
}

async function writeFile(path: string, bytes: Buffer): Promise<void> {
  const { mkdir, writeFile: write } = await import('node:fs/promises');
  await mkdir(join(path, '..'), { recursive: true });
  await write(path, bytes);
}

const told: DataSetOptions = { ignore: '255', foreground: '1,2', group: 'image' };

async function both(
  dir: string,
  options: DataSetOptions,
): Promise<{ memory: DataSet; cached: DataSet; again: DataSet }> {
  const cache = onDisk(fresh());
  return {
    memory: await readDataSet(dir, { ...options, cache: false }),
    cached: await readDataSet(dir, { ...options, cache }),
    again: await readDataSet(dir, { ...options, cache }),
  };
}

function plain(samples: readonly Sample[]): Sample[] {
  return samples.map((sample) => ({ ...sample }));
}

const all = async (source: AsyncIterable<Batch>): Promise<Batch[]> => {
  const found: Batch[] = [];
  for await (const batch of source) found.push(batch);
  return found;
};

describe('a data set whose decoded pictures lie in the cache', () => {
  for (const kind of ['colour', 'grey16', 'exif'] as const)
    for (const channels of [1, 3] as const)
      for (const size of [null, 24])
        it(`is read as from memory: ${kind}, ${channels} channels, size ${size}`, async () => {
          const dir = await writeSet(`${kind}-${channels}-${size}`, 3, kind);
          const { memory, cached, again } = await both(dir, { ...told, channels, size });
          assert.equal(cached.samples.length, 3);
          assert.ok(cached.samples.every(isInFile) && again.samples.every(isInFile));
          assert.ok(!memory.samples.some(isInFile));
          assert.match(again.cache!, /^decoded pictures: .* in .*cache-/);
          const { cache: _, summary: __, samples, ...facts } = cached;
          const { cache: ___, summary: ____, samples: reopened, ...sameFacts } = again;
          const { summary: _____, samples: inMemory, ...knownFacts } = memory;
          assert.deepEqual(facts, knownFacts);
          assert.deepEqual(sameFacts, knownFacts);
          assert.deepEqual(plain(samples), plain(inMemory));
          assert.deepEqual(plain(reopened), plain(inMemory));
          assert.deepEqual(dataHash(reopened), dataHash(inMemory));
        });

  it('stays bytes when it is converted, cut, grouped and given other masks, and is the same', async () => {
    const dir = await writeSet('changed', 3, 'colour');
    const { cached, memory } = await both(dir, { ...told, channels: 3 });
    const inverted = (sample: Sample): Sample =>
      withMaps(sample, { mask: sample.mask.map((value) => 1 - value) });
    const changes: readonly ((sample: Sample) => Sample | readonly Sample[])[] = [
      (sample) => withChannels(sample, 1),
      (sample) => withChannels(withChannels(sample, 1), 3),
      (sample) => coveringPatches(sample, 16),
      (sample) => cropSamples([sample], 12),
      (sample) => coveringPatches(withChannels(sample, 1), 20).flatMap((patch) => coveringPatches(patch, 16)),
      (sample) => withGroup(sample, 'other'),
      inverted,
    ];
    for (const change of changes) {
      const made = cached.samples.flatMap(change);
      assert.ok(made.every(isInFile), String(change));
      assert.deepEqual(plain(made), plain(plain(memory.samples).flatMap(change)), String(change));
    }
  });

  it('gives the same batches, with and without a thread', async () => {
    const dir = await writeSet('batches', 5, 'colour');
    const { cached, memory } = await both(dir, { ...told, channels: 3 });
    const augment = augmenter({ patch: { side: 16 }, flips: true, turns: true, intensity: true });
    const run = (samples: readonly Sample[], thread: boolean): Promise<Batch[]> =>
      all(batches(samples, { batchSize: 2, shuffle: new Random(3), augment, thread }));
    const want = await run(plain(memory.samples), false);
    assert.deepEqual(await run(cached.samples, true), want);
    assert.deepEqual(await run(cached.samples, false), want);
    assert.deepEqual(await run(memory.samples, true), want);
    const whole = await all(batches(cached.samples, { batchSize: 2, shuffle: null, thread: true }));
    assert.deepEqual(whole[0], packBatch(plain(memory.samples).slice(0, 2)));
  });

  it('keeps prepared images in the cache where they are too many for memory', async () => {
    const dir = await writeSet('prepared', 3, 'colour');
    const cache = onDisk(fresh());
    const { samples } = await readDataSet(dir, { ...told, channels: 3, cache });
    const change = (sample: Sample): Sample => resizeSample(sample, 16);
    const made = preparedSamples(samples, change, { size: 16 }, cache);
    assert.ok(made.every(isInFile));
    assert.deepEqual(plain(made), plain(plain(samples).map(change)));
    const before = readdirSync(join(cache.folder!, 'prepared'), { recursive: true }).length;
    preparedSamples(samples, change, { size: 16 }, cache);
    assert.equal(readdirSync(join(cache.folder!, 'prepared'), { recursive: true }).length, before);
    const few = preparedSamples(samples, change, { size: 16 }, { ...cache, inMemory: 1e6 });
    assert.ok(!few.some(isInFile));
  });

  it('is decoded anew where a file of it, or of the set, is another now', async () => {
    const dir = await writeSet('another', 3, 'colour');
    const cache = onDisk(fresh());
    const first = await readDataSet(dir, { ...told, cache });
    cpSync(join(dir, 'images', 'tile-1.png'), join(dir, 'images', 'tile-0.png'));
    const second = await readDataSet(dir, { ...told, cache });
    assert.deepEqual(second.samples[0]!.image, first.samples[1]!.image);
    assert.notDeepEqual(second.samples[0]!.image, first.samples[0]!.image);
    const otherwise = await readDataSet(dir, { ...told, foreground: '2', cache });
    assert.notDeepEqual(otherwise.samples[1]!.mask, first.samples[1]!.mask);
  });

  it('names a picture that was damaged, deletes it, and is whole again after that', async () => {
    const dir = await writeSet('damaged', 2, 'colour');
    const cache = onDisk(fresh());
    const want = plain((await readDataSet(dir, { ...told, channels: 3, cache })).samples);
    const pictures = join(cache.folder!, 'pictures');
    const largest = readdirSync(pictures, { recursive: true, encoding: 'utf8' })
      .map((name) => join(pictures, name))
      .filter((path) => statSync(path).isFile())
      .sort((a, b) => statSync(b).size - statSync(a).size)[0]!;
    const bytes = readFileSync(largest);
    bytes[bytes.length - 100]! ^= 1;
    writeFileSync(largest, bytes);
    const { samples } = await readDataSet(dir, { ...told, channels: 3, cache });
    assert.throws(() => plain(samples), /of the cache was damaged and is deleted; start again/);
    const healed = await readDataSet(dir, { ...told, channels: 3, cache });
    assert.deepEqual(plain(healed.samples), want);
  });

  it('refuses more than the cache may hold, and says what to do', async () => {
    const dir = await writeSet('bounded', 2, 'colour');
    await assert.rejects(
      readDataSet(dir, { ...told, cache: onDisk(fresh(), { most: 1000 }) }),
      /bounded: its decoded pictures take .* it may hold .*UNETLAB_CACHE_GB=.*UNETLAB_CACHE=off/,
    );
  });

  it('is the same for two processes at once and after one was killed in the middle', async () => {
    const dir = await writeSet('processes', 24, 'colour');
    const cache = fresh();
    const code = `
      const { readDataSet } = require('unetlab/data');
      const { dataHash } = require('unetlab/training');
      readDataSet(${JSON.stringify(dir)}, {
        ...${JSON.stringify(told)}, channels: 3, cache: { folder: ${JSON.stringify(cache)}, inMemory: 1 },
      }).then((set) => console.log(dataHash(set.samples).images + ' ' + set.samples.length));
      if (process.argv[1] === 'die') {
        const { existsSync, readdirSync } = require('node:fs');
        const { writeWhole } = require('unetlab/files');
        setInterval(() => {
          const folder = ${JSON.stringify(join(cache, 'pictures'))};
          if (existsSync(folder) && readdirSync(folder).length > 4) process.kill(process.pid, 'SIGKILL');
        }, 0);
      }`;
    const killed = spawnSync(process.execPath, ['-e', code, 'die'], { encoding: 'utf8' });
    assert.equal(killed.signal, 'SIGKILL', killed.stderr);
    assert.ok(readdirSync(join(cache, 'pictures')).length > 0);
    const pair = await Promise.all(
      [1, 2].map(async () => {
        const { promisify } = await import('node:util');
        const { execFile } = await import('node:child_process');
        return (await promisify(execFile)(process.execPath, ['-e', code])).stdout.trim();
      }),
    );
    const { samples } = await readDataSet(dir, { ...told, channels: 3, cache: false });
    assert.deepEqual(
      pair,
      [1, 2].map(() => `${dataHash(samples).images} 24`),
    );
  });
});
