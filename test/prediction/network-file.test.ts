import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { createModel, type ArchitectureName, type ModelConfig } from 'unetlab/models';
import {
  describeNetwork,
  loadNetwork,
  mapToPicture,
  preparePicture,
  readDescription,
  saveNetwork,
  type NetworkDescription,
} from 'unetlab/prediction';
import { CheckpointFolder, predict, readSafetensors, writeSafetensors } from 'unetlab/training';

const fixtures = join(process.cwd(), 'test', 'fixtures', 'prediction');
const frozen = join(fixtures, 'discs-1.safetensors');
const folder = mkdtempSync(join(tmpdir(), 'unetlab-network-'));
after(() => {
  rmSync(folder, { recursive: true, force: true });
});
const at = (name: string): string => join(folder, name);
const { format: _, architecture: __, model: ___, parameters: ____, ...description } = readDescription(frozen);

/** A copy of the frozen file whose bytes were changed. */
function changed(name: string, change: (bytes: Buffer) => Uint8Array): string {
  writeFileSync(at(name), change(readFileSync(frozen)));
  return at(name);
}

/** A copy of the frozen file with other metadata, and the digest that belongs to them. */
function withMetadata(name: string, metadata: Record<string, string>): string {
  const { metadata: old, arrays } = readSafetensors(frozen);
  const all: Record<string, string> = { ...old, ...metadata };
  const fields = ['format', 'version', 'architecture', 'model', 'parameters', 'description'];
  const digest = createHash('sha256').update(JSON.stringify(fields.map((field) => all[field])));
  writeSafetensors(at(name), { metadata: { ...all, digest: digest.digest('hex') }, arrays });
  return at(name);
}

describe('a network file of format 1', () => {
  it('still says of a picture what it said when it was written', () => {
    const { height, width, data, probability } = JSON.parse(
      readFileSync(join(fixtures, 'discs-1.json'), 'utf8'),
    ) as { height: number; width: number; data: number[]; probability: number[] };
    const { model, description: file } = loadNetwork(frozen);
    const prepared = preparePicture({ height, width, channels: 1, data }, file.preparation);
    const [map] = predict(model, [{ id: '', group: '', mask: new Uint8Array(height * width), ...prepared }]);
    const result = mapToPicture(map!, prepared, { height, width });
    model.dispose();
    const worst = result.reduce((most, p, i) => Math.max(most, Math.abs(p - probability[i]!)), 0);
    assert.ok(worst < 1e-5, `differs by ${worst}`);
    assert.ok(probability.some((p) => p > 0.9));
  });

  it('is described in some lines', () => {
    assert.deepEqual(describeNetwork(frozen).split('\n'), [
      'discs: unet, depth 2, 8 filters, 29,481 parameters',
      'takes: grey (colour becomes grey), intensities from 16 to 235, every size, pixels as they are',
      'foreground: probability 0.5 or more, in tiles of 256 px',
      'objects: connected pieces of 12 px or more, taken apart at necks 0.4 px deep (touching discs)',
      'masks: foreground is 255, background 0',
      'score: jaccard 0.8714 on 24 held-out crops',
      'trained: 2026-11-27 on synthetic microbeads (96 images, 4 groups, generator, s)',
      'licence: MIT',
    ]);
  });
});

describe('saveNetwork and loadNetwork', () => {
  it('bring back every architecture with its weights, and all that was said of it', () => {
    const cases: [ArchitectureName, Partial<ModelConfig>][] = [
      ['unet', { norm: 'group', channels: 3 }],
      ['attention-unet', {}],
      ['trans-unet', { norm: 'none' }],
    ];
    for (const [name, config] of cases) {
      const model = createModel(name, { depth: 2, baseFilters: 4, seed: 9, ...config });
      const given: NetworkDescription = {
        ...description,
        note: 'Größe in µm — „Notiz“',
        scores: [{ ...description.scores[0]!, value: NaN }],
        preparation: { ...description.preparation, channels: model.config.channels },
      };
      const path = at(`new/${name}.safetensors`);
      saveNetwork(path, model, given);
      const { model: loaded, description: file } = loadNetwork(path);
      assert.deepEqual([...loaded.parameters.values()], [...model.parameters.values()]);
      assert.deepEqual(loaded.config, model.config);
      assert.equal(file.architecture, name);
      const { versions, ...origin } = file.origin;
      assert.equal(versions?.node, process.versions.node);
      assert.deepEqual(
        { ...file, origin },
        {
          ...given,
          origin:
            description.origin.recipe === null ? origin : { ...origin, recipe: description.origin.recipe },
          format: 1,
          architecture: name,
          model: model.config,
          parameters: model.parameters.count,
        },
      );
      loaded.dispose();
      model.dispose();
    }
    assert.deepEqual(
      readdirSync(at('new')).filter((file) => !file.endsWith('.safetensors')),
      [],
    );
  });

  it('refuse a description that use could not rely on, before anything is written', () => {
    const model = createModel('unet', { depth: 1, baseFilters: 4 });
    const refused = (change: object, reason: RegExp): void => {
      assert.throws(() => {
        saveNetwork(at('never.safetensors'), model, { ...description, ...change } as NetworkDescription);
      }, reason);
    };
    const { preparation } = description;
    refused(
      { preparation: { ...preparation, intensity: { low: 5, high: 5 } } },
      /^RangeError: invalid preparation.intensity: \{"low":5,"high":5\}; allowed: \{ low, high \} with low < high$/,
    );
    refused({ preparation: undefined }, /invalid preparation.channels: missing; allowed: 1 or 3/);
    refused(
      { preparation: { ...preparation, channels: 3 } },
      /invalid preparation.channels: 3; the network takes 1/,
    );
    refused(
      { preparation: { ...preparation, size: { kind: 'fit' } } },
      /invalid preparation.size.side: missing/,
    );
    refused(
      { preparation: { ...preparation, evenContrast: { referenceWidth: 0 } } },
      /invalid preparation.evenContrast.referenceWidth: 0; allowed: a number above 0/,
    );
    refused(
      { prediction: { threshold: 1, symmetries: false } },
      /invalid prediction.threshold: 1; allowed: a number in \(0, 1\)/,
    );
    refused(
      { prediction: { threshold: 0.5, symmetries: false, tiles: { size: 64, overlap: 64 } } },
      /invalid prediction.tiles.overlap: 64/,
    );
    refused(
      { objects: { method: 'discs' } },
      /invalid objects.method: "discs"; allowed: components, split, peaks/,
    );
    refused(
      { objects: { method: 'split', minimumArea: 4 } },
      /invalid objects.depth: missing; allowed: a number above 0/,
    );
    assert.throws(() => {
      saveNetwork(at('never.h5'), model, description);
    }, /never\.h5; allowed: names that end in \.safetensors/);
    model.dispose();
    assert.ok(!readdirSync(folder).some((name) => name.startsWith('never')));
  });

  it('say in one line why a file cannot be written', () => {
    const model = createModel('unet', { depth: 1, baseFilters: 4 });
    const save = (path: string) => () => {
      saveNetwork(path, model, description);
    };
    writeFileSync(at('file'), '');
    assert.throws(
      save(at('file/net.safetensors')),
      /file\/net.safetensors: a part of the path is a file, not a folder/,
    );
    const closed = mkdtempSync(at('closed-'));
    chmodSync(closed, 0o500);
    if (process.getuid?.() !== 0) assert.throws(save(join(closed, 'a.safetensors')), /no permission/);
    assert.throws(
      save('/proc/net.safetensors'),
      /^Error: the network cannot be saved as \/proc\/net\.safetensors: [^\n]+$/,
    );
    model.dispose();
  });
});

describe('a file that is no network', () => {
  const refused = (path: string, reason: string): void => {
    for (const read of [loadNetwork, describeNetwork])
      assert.throws(
        () => read(path),
        (error: Error) => {
          assert.equal(error.message, `the network ${path} cannot be read: ${reason}`);
          return true;
        },
      );
  };

  it('is refused where it is missing, a folder, empty or something else', () => {
    refused(at('none.safetensors'), 'there is no such file');
    refused(folder, 'it is a folder; name a .safetensors file');
    writeFileSync(at('empty.safetensors'), '');
    refused(at('empty.safetensors'), 'cut short: 0 bytes');
    writeFileSync(at('picture.safetensors'), Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'));
    refused(at('picture.safetensors'), 'it is no safetensors file');
    copyFileSync(join(fixtures, 'discs-1.json'), at('json.safetensors'));
    refused(at('json.safetensors'), 'it is no safetensors file');
  });

  it('is refused where it is torn or was changed', () => {
    const whole = readFileSync(frozen).length;
    refused(
      changed('header.safetensors', (bytes) => bytes.subarray(0, 400)),
      'cut short inside the header',
    );
    const data = whole - 8 - Number(readFileSync(frozen).readBigUInt64LE(0));
    refused(
      changed('data.safetensors', (bytes) => bytes.subarray(0, whole - 1000)),
      `cut short: ${data - 1000} of ${data} bytes of arrays`,
    );
    const flipped = changed('flipped.safetensors', (bytes) => {
      bytes[whole - 9]! ^= 1;
      return bytes;
    });
    assert.throws(
      () => loadNetwork(flipped),
      /flipped.safetensors cannot be read: its checksum does not match: bytes were changed$/,
    );
    refused(
      changed('scrambled.safetensors', (bytes) => bytes.fill(1, 100, 120)),
      'its header is damaged, or it is no safetensors file',
    );
    refused(
      changed('edited.safetensors', (bytes) => {
        const place = bytes.indexOf('threshold\\":0.5');
        bytes.write('7', place + 'threshold\\":0.'.length);
        return bytes;
      }),
      'its checksum does not match: the description was changed',
    );
  });

  it('is refused where it is of a later format, or of another kind', () => {
    refused(
      withMetadata('later.safetensors', { version: '2' }),
      'it has the format 2, this unetlab reads up to 1: read it with the version that wrote it, or a later one',
    );
    refused(
      withMetadata('torch.safetensors', { format: 'pt' }),
      'it is a safetensors file, but no network of unetlab (its format is pt)',
    );
    refused(
      withMetadata('vnet.safetensors', { architecture: 'vnet' }),
      'its architecture is vnet; there are unet, attention-unet, attention-resunet, residual-unet, unet++, trans-unet',
    );
    refused(
      withMetadata('bare.safetensors', { description: '{}' }),
      'invalid name: missing; allowed: a text',
    );
    const path = new CheckpointFolder(folder, {
      hash: 'a'.repeat(64),
      family: 'a'.repeat(64),
      parts: {},
    }).save({
      state: {} as never,
      current: new Map(),
      best: new Map(),
    });
    refused(path, 'it is a checkpoint of a training, not a finished network');
  });

  it('is refused where its arrays are not those of its network', () => {
    const { metadata, arrays } = readSafetensors(frozen);
    const some = new Map(arrays);
    some.delete('head/bias');
    writeSafetensors(at('missing.safetensors'), { metadata, arrays: some });
    assert.throws(() => loadNetwork(at('missing.safetensors')), /no value for parameter head\/bias/);
    const more = new Map(arrays).set('head2/bias', { shape: [1], values: new Float32Array(1) });
    writeSafetensors(at('more.safetensors'), { metadata, arrays: more });
    assert.throws(
      () => loadNetwork(at('more.safetensors')),
      /its array head2\/bias has the shape \[1\], the network has none of this name/,
    );
    const turned = new Map(arrays);
    const kernel = turned.get('encoder0/conv1/kernel')!;
    turned.set('encoder0/conv1/kernel', { ...kernel, shape: [...kernel.shape].reverse() });
    writeSafetensors(at('turned.safetensors'), { metadata, arrays: turned });
    assert.throws(
      () => loadNetwork(at('turned.safetensors')),
      /encoder0\/conv1\/kernel has the shape \[8, 1, 3, 3\], the network's \[3, 3, 1, 8\]/,
    );
  });
});
