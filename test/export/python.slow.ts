import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, describe, it } from 'node:test';
import { exportNetwork, toOnnx, toSavedModel } from 'unetlab/export';
import type { ArchitectureName, ModelConfig } from 'unetlab/models';
import {
  loadNetwork,
  predictPicture,
  readDescription,
  saveNetwork,
  type Preparation,
  type RawPicture,
} from 'unetlab/prediction';
import { networkOf, npy, ours, spots } from './networks';

const python = process.env.UNETLAB_EXPORT_PYTHON;
/** One that also has torch, where there is one. */
const torch = process.env.UNETLAB_TORCH_PYTHON;
const scripts = join(process.cwd(), 'test', 'export', 'python');
const frozen = join(process.cwd(), 'test', 'fixtures', 'prediction', 'discs-1.safetensors');
const folder = mkdtempSync(join(tmpdir(), 'unetlab-export-'));
after(() => {
  rmSync(folder, { recursive: true, force: true });
});

const run = (program: string, ...args: string[]): unknown =>
  JSON.parse(
    execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
      .trim()
      .split('\n')
      .at(-1)!,
  );

const skip = python === undefined && 'needs the environment that npm run test:export makes';

describe('Python', { skip }, () => {
  it('finds in ONNX and SavedModel what the network says', () => {
    const cases: [string, ArchitectureName, Partial<ModelConfig>, Partial<Preparation>][] = [
      ['unet', 'unet', { norm: 'batch' }, {}],
      ['unet-rgb', 'unet', { channels: 3, norm: 'group' }, {}],
      ['attention-unet', 'attention-unet', {}, {}],
      ['attention-resunet', 'attention-resunet', { norm: 'group' }, {}],
      ['residual-unet', 'residual-unet', { norm: 'none' }, {}],
      ['unet-plus-plus', 'unet++', {}, {}],
      ['trans-unet', 'trans-unet', {}, {}],
      ['fit', 'unet', {}, { size: { kind: 'fit', side: 48 } }],
      ['even', 'unet', {}, { size: { kind: 'stretch', side: 96 }, evenContrast: {} }],
      ['even-native', 'unet', {}, { evenContrast: { referenceWidth: 200 } }],
      ['even-bright', 'unet', { channels: 3 }, { evenContrast: { objects: 'bright' } }],
    ];
    const place = join(folder, 'cases');
    for (const [name, architecture, config, preparation] of cases) {
      const { model, description } = networkOf(architecture, config, preparation);
      const write = (file: string, bytes: Uint8Array): void => {
        mkdirSync(dirname(join(place, name, file)), { recursive: true });
        writeFileSync(join(place, name, file), bytes);
      };
      write('model.onnx', toOnnx(model, description));
      write('saved_model/saved_model.pb', toSavedModel(model, description));
      const calls = [[spots(61, 84, 1)], [spots(45, 33, 3, 2), spots(45, 33, 3, 3), spots(45, 33, 3, 4)]];
      calls.forEach((pictures, i) => {
        const { height, width, channels } = pictures[0]!;
        const values = Float32Array.from(pictures.flatMap(({ data }) => Array.from(data)));
        write(`picture-${i}.npy`, npy(values, [pictures.length, height, width, channels]));
        write(
          `probability-${i}.npy`,
          npy(ours(model, description, pictures), [pictures.length, height, width, 1]),
        );
      });
      model.dispose();
    }
    const result = run(python!, join(scripts, 'check.py'), place) as Record<string, Record<string, number>>;
    assert.deepEqual(Object.keys(result).sort(), cases.map(([name]) => name).sort());
    for (const [name, programs] of Object.entries(result))
      for (const [program, worst] of Object.entries(programs))
        assert.ok(worst < 1e-4, `${program} on ${name} differs by ${worst}`);
  });

  it('accepts the bioimage.io package by bioimageio.core’s own test', async () => {
    const { path } = await exportNetwork(frozen, { format: 'bioimage', folder, authors: ['Ada Lovelace'] });
    const program = join(dirname(python!), 'bioimageio');
    const env = { ...process.env, XDG_CACHE_HOME: join(folder, 'cache') };
    const { status, stdout, stderr } = spawnSync(program, ['test', path], { encoding: 'utf8', env });
    assert.equal(status, 0, `${stdout}\n${stderr}`);
  });

  it('reads a network file with numpy and safetensors alone', () => {
    const pair = join(dirname(frozen), 'discs-1.json');
    const result = run(python!, join(scripts, 'read.py'), frozen, pair) as {
      description: object;
      arrays: Record<string, [number[], number]>;
    };
    const { format: _, parameters: __, ...description } = readDescription(frozen);
    assert.deepEqual(result.description, description);
    const { model } = loadNetwork(frozen);
    for (const { name, variable } of model.parameters.all) {
      const [shape, sum] = result.arrays[name]!;
      assert.deepEqual(shape, variable.shape);
      assert.ok(
        Math.abs(sum - Float32Array.from(variable.dataSync()).reduce((a, b) => a + b, 0)) < 1e-3,
        name,
      );
    }
    model.dispose();
  });

  it(
    'computes the U-Net in PyTorch to 1e-5',
    { skip: torch === undefined && 'needs torch: npm run bench -- training installs it' },
    () => {
      const configs: Partial<ModelConfig>[] = [
        { depth: 3, norm: 'batch' },
        { depth: 1, norm: 'group', channels: 3 },
        { norm: 'none' },
      ];
      configs.forEach((config, i) => {
        const { model, description } = networkOf('unet', config);
        const path = join(folder, `torch-${i}.safetensors`);
        saveNetwork(path, model, description);
        const picture: RawPicture = spots(43, 58, 3, 9);
        const probability = predictPicture(model, picture, description, { mode: 'eager' });
        const pair = join(folder, `torch-${i}.json`);
        writeFileSync(
          pair,
          JSON.stringify({
            ...picture,
            data: Array.from(picture.data),
            probability: Array.from(probability),
          }),
        );
        model.dispose();
        const { torch: worst } = run(torch!, join(scripts, 'read.py'), path, pair) as { torch: number };
        assert.ok(worst < 1e-5, `${JSON.stringify(config)} differs by ${worst}`);
      });
    },
  );
});
