import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { augmenter, splitByGroup, syntheticMicrobeads, type Split } from 'unetlab/data';
import { diceBce, focal } from 'unetlab/losses';
import { createModel } from 'unetlab/models';
import { dataHash, train, writeSafetensors, type TrainingResult, type TrainingTask } from 'unetlab/training';
import type { Sample } from 'unetlab/types';
import { smallTask as wholeTask } from './small-task';

/** Op by op, with a small network: compiling would take longer than these trainings. */
const small = { depth: 1, baseFilters: 2 };
const smallTask = (config: Parameters<typeof wholeTask>[0] = {}): ReturnType<typeof wholeTask> =>
  wholeTask({ mode: 'eager', ...config }, { model: small });

const folders: string[] = [];
const temporary = (): string => {
  folders.push(mkdtempSync(join(tmpdir(), 'unetlab-identity-')));
  return folders.at(-1)!;
};
after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const numbers = ({ history: { seconds: _, ...columns } }: TrainingResult): unknown => columns;

/** Trains into a folder; returns the result and the lines that were said. */
async function into(
  folder: string,
  change: Partial<TrainingTask> = {},
  epochs = 2,
): Promise<{ result: TrainingResult; lines: string[] }> {
  const lines: string[] = [];
  const task = { ...smallTask({ epochs }), checkpoints: folder, ...change };
  const result = await train({ ...task, onNotice: (line) => lines.push(line) });
  return { result, lines };
}

const own = (folder: string): string[] => readdirSync(folder).filter((name) => /^[0-9a-f]{12}$/.test(name));
/** The files of each training's folder. */
const files = (folder: string): string[][] =>
  own(folder)
    .map((name) => readdirSync(join(folder, name)).filter((file) => file.endsWith('.safetensors')))
    .sort((a, b) => a.join().localeCompare(b.join()));

function splitOf(change: (sample: Sample) => Sample): Split {
  const samples = syntheticMicrobeads({ count: 12, size: 32, seed: 5 });
  return splitByGroup(samples.map(change), { validation: 0.3, seed: 1 });
}

describe('checkpoints in one folder', () => {
  it('belong to the pixels: a corrected mask or other photographs of the same names start anew', async () => {
    const folder = temporary();
    const first = await into(folder);
    assert.deepEqual(first.lines, []);
    const corrected = splitOf((sample) => ({
      ...sample,
      mask: sample.mask.map((_, i) => sample.mask[(i + 1) % 1024]!),
    }));
    const others = splitOf((sample) => ({ ...sample, image: sample.image.map((value) => 1 - value) }));
    for (const [split, what] of [
      [
        corrected,
        /starts anew: the nearest of 1 in .* has other training masks and validation masks \(.*kept\)/,
      ],
      [
        others,
        /starts anew: the nearest of 2 in .* has other training images and validation images \(.*kept\)/,
      ],
    ] as const) {
      const { result, lines } = await into(folder, { split });
      assert.equal(lines.length, 1);
      assert.match(lines[0]!, what);
      assert.deepEqual(numbers(result), numbers(await train({ ...smallTask({ epochs: 2 }), split })));
    }
    assert.equal(own(folder).length, 3);
    const again = await into(folder);
    assert.deepEqual(again.lines, []);
    assert.deepEqual(again.result.history, first.result.history, 'the first is still there, seconds and all');
  });

  it('belong to the loss with its options, the augmentation, the network and the configuration', async () => {
    const folder = temporary();
    await into(folder);
    const mark = (sample: Sample): Sample => ({
      ...sample,
      ignore: sample.mask.map((_, i) => Number(i < 40)),
    });
    const changes: [Partial<TrainingTask>, RegExp][] = [
      [{ loss: diceBce({ smooth: 2 }) }, /has other loss \(/],
      [{ augment: augmenter({ flips: true }) }, /has other augmentation \(/],
      [
        { model: createModel('unet', { ...small, dropout: 0.1, norm: 'group' }) },
        /other model and first weights/,
      ],
      [
        { model: createModel('unet', { ...small, dropout: 0.1, headBias: -3 }) },
        /other model and first weights/,
      ],
      [{ config: { ...smallTask().config, epochs: 2, clipNorm: null } }, /has other clipNorm \(/],
      [{ split: splitOf(mark) }, /pixels to ignore/],
    ];
    for (const [change, said] of changes) {
      const { lines } = await into(folder, change);
      assert.match(lines.join('\n'), said);
    }
    assert.deepEqual(
      files(folder),
      Array.from({ length: 7 }, () => ['epoch-00001.safetensors', 'epoch-00002.safetensors']),
    );
  });

  it('are gone on from by a longer training, and never deleted by a shorter one', async () => {
    const folder = temporary();
    const short = await into(folder, {}, 2);
    const long = await into(folder, {}, 6);
    assert.match(long.lines.join(), /goes on from epoch 2 of the same training with other epochs/);
    assert.deepEqual(numbers(long.result), numbers(await train(smallTask({ epochs: 6 }))));
    const middle = await into(folder, {}, 3);
    assert.deepEqual(middle.result.history.epoch, [1, 2, 3]);
    assert.deepEqual(middle.result.history.valLoss.slice(0, 2), short.result.history.valLoss);
    assert.deepEqual(
      files(folder).map((names) => names.at(-1)),
      ['epoch-00002.safetensors', 'epoch-00003.safetensors', 'epoch-00006.safetensors'],
    );
    assert.equal((await into(folder, {}, 6)).result.seconds, long.result.seconds, 'nothing is trained again');
  });

  it('of a cosine schedule are not those of a longer one, whose rates are others from the first step', async () => {
    const folder = temporary();
    const config = {
      ...smallTask().config,
      schedule: { kind: 'cosine', warmupEpochs: 1, final: 0.1 },
    } as const;
    await into(folder, { config: { ...config, epochs: 2 } });
    const { result, lines } = await into(folder, { config: { ...config, epochs: 3 } });
    assert.match(lines.join(), /has other epochs \(/);
    assert.deepEqual(
      numbers(result),
      numbers(await train({ ...smallTask(), config: { ...config, epochs: 3 } })),
    );
  });

  it('tell a network that starts from other weights, and one that is on its way', async () => {
    const folder = temporary();
    const model = createModel('unet', { ...small, dropout: 0.1 });
    const { result } = await into(folder, { model }, 2);
    const same = await into(folder, { model }, 4);
    assert.match(same.lines.join(), /goes on from epoch 2/);
    assert.deepEqual(same.result.history.valLoss.slice(0, 2), result.history.valLoss);
    const { lines } = await into(
      folder,
      { model, split: splitOf((s) => ({ ...s, image: s.image.map((v) => v / 2) })) },
      2,
    );
    assert.match(lines.join(), /first weights/, 'fine-tuning is not a training from scratch');
  });

  it('of the earlier format are named and kept', async () => {
    const folder = temporary();
    const path = join(folder, 'epoch-00030.safetensors');
    writeSafetensors(path, {
      metadata: { format: 'unetlab-checkpoint-1', identity: 'x', state: '{}' },
      arrays: new Map(),
    });
    const { lines } = await into(folder);
    assert.match(
      lines.join(),
      /of an earlier format \(unetlab-checkpoint-1\) .* kept, not used, and this training starts anew/,
    );
    assert.ok(existsSync(path));
  });

  it('say that an augmentation of one’s own is known by its text alone', async () => {
    const { lines } = await into(temporary(), { augment: (sample) => sample });
    assert.match(lines.join(), /the augmentation is no augmenter\(\)/);
  });
});

describe('dataHash', () => {
  const [sample] = syntheticMicrobeads({ count: 1, size: 32, seed: 5 }) as [Sample];
  it('sees a pixel of image, mask or what is ignored, and no name', () => {
    const hash = dataHash([sample]);
    assert.deepEqual(dataHash([{ ...sample, id: 'other', group: 'other' }]), hash);
    const changed = <T extends Float32Array | Uint8Array>(values: T): T => {
      const copy = values.slice() as T;
      copy[1023] = 1 - copy[1023]!;
      return copy;
    };
    const image = dataHash([{ ...sample, image: changed(sample.image) }]);
    assert.ok(image.images !== hash.images && image.masks === hash.masks);
    const mask = dataHash([{ ...sample, mask: changed(sample.mask) }]);
    assert.ok(mask.masks !== hash.masks && mask.images === hash.images);
    assert.equal(hash.ignored, 'none');
    assert.notEqual(dataHash([{ ...sample, ignore: new Uint8Array(1024) }]).ignored, 'none');
    assert.notEqual(dataHash([{ ...sample, height: 16, width: 64 }]).images, hash.images);
  });
});

it('a loss with another focus is another loss to its checkpoints', async () => {
  const folder = temporary();
  await into(folder, { loss: focal() });
  const { lines } = await into(folder, { loss: focal({ gamma: 3 }) });
  assert.match(lines.join(), /has other loss/);
});
