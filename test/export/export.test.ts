import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, describe, it } from 'node:test';
import { unzipSync } from 'fflate';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { exportNetwork, type ExportOptions } from 'unetlab/export';
import { loadNetwork, saveNetwork } from 'unetlab/prediction';
import { parse } from 'yaml';
import { worst } from './networks';

const fixtures = join(process.cwd(), 'test', 'fixtures', 'prediction');
const frozen = join(fixtures, 'discs-1.safetensors');
const folder = mkdtempSync(join(tmpdir(), 'unetlab-export-'));
after(() => {
  rmSync(folder, { recursive: true, force: true });
});
const refused = async (options: Omit<ExportOptions, 'folder'>, reason: RegExp): Promise<void> => {
  await assert.rejects(exportNetwork(frozen, { ...options, folder: join(folder, 'never') }), reason);
};

describe('exportNetwork', () => {
  it('writes ONNX that says of a picture what the network says', async () => {
    const { height, width, data, probability } = JSON.parse(
      readFileSync(join(fixtures, 'discs-1.json'), 'utf8'),
    ) as { height: number; width: number; data: number[]; probability: number[] };
    for (const [precision, allowed] of [
      ['float32', 1e-4],
      ['float16', 0.03],
    ] as const) {
      const { path, bytes } = await exportNetwork(frozen, { format: 'onnx', folder, precision });
      assert.equal(path, join(folder, 'discs-1.onnx'));
      assert.equal(bytes, readFileSync(path).length);
      const session = await InferenceSession.create(path, { logSeverityLevel: 3 });
      const image = new Tensor('float32', Float32Array.from(data), [1, 1, height, width]);
      const result = (await session.run({ image })).probability!;
      const difference = worst(result.data as Float32Array, probability);
      assert.ok(difference < allowed, `${precision} differs by ${difference}`);
      await session.release();
    }
  });

  it('names what it writes after the training and its fold, so that no fold replaces another', async () => {
    const paths: string[] = [];
    for (const fold of ['fold-0', 'fold-1']) {
      const network = join(folder, 'beads', fold, 'network.safetensors');
      mkdirSync(dirname(network), { recursive: true });
      copyFileSync(frozen, network);
      const { path } = await exportNetwork(network, { format: 'savedmodel', folder });
      paths.push(path);
    }
    assert.deepEqual(
      paths,
      ['beads-fold-0-savedmodel', 'beads-fold-1-savedmodel'].map((name) => join(folder, name)),
    );
  });

  it('writes a bioimage.io package with all that its description names', async () => {
    const { path } = await exportNetwork(frozen, {
      format: 'bioimage',
      folder,
      authors: ['Ada Lovelace'],
    });
    const files = unzipSync(readFileSync(path));
    const rdf = parse(Buffer.from(files['rdf.yaml']!).toString()) as Record<string, unknown>;
    assert.deepEqual(rdf.authors, [{ name: 'Ada Lovelace' }]);
    assert.equal(rdf.license, 'MIT');
    assert.deepEqual(Object.keys(files).sort(), [
      'README.md',
      'cover.png',
      'rdf.yaml',
      'test_input.npy',
      'test_output.npy',
      'weights.onnx',
    ]);
    assert.equal(Buffer.from(files['test_input.npy']!).subarray(1, 6).toString(), 'NUMPY');
  });

  it('writes a web page that names every script in its policy', async () => {
    const { path } = await exportNetwork(frozen, { format: 'web', folder });
    assert.equal(path, join(folder, 'discs-1-web', 'index.html'));
    const page = readFileSync(path, 'utf8');
    assert.match(page, /default-src 'none'; script-src 'wasm-unsafe-eval' 'sha256-/);
    assert.ok(!page.includes('{{'));
  });

  it('writes a page for the kind of picture that the levels are of, and none for kinds that no browser reads', async () => {
    const { model, description } = loadNetwork(frozen);
    const { format: _, architecture: __, model: ___, parameters: ____, ...given } = description;
    const page = async (kind: string, low: number, high: number): Promise<string> => {
      const intensity = { low, high };
      const range = { ranges: { [kind]: intensity }, text: '', notices: [] };
      const path = join(folder, `${kind}.safetensors`);
      saveNetwork(path, model, { ...given, preparation: { ...given.preparation, intensity, range } });
      const { path: written } = await exportNetwork(path, { format: 'web', folder });
      return /"takes":"(\w+)"/.exec(readFileSync(written, 'utf8'))![1]!;
    };
    try {
      assert.equal(await page('uint8', 0, 255), 'uint8');
      assert.equal(await page('uint16', 100, 240), 'uint16'); // dim pictures of 16 bits
      await assert.rejects(
        page('float32', 0, 1),
        /^Error: a browser reads .* was trained on float32; --format onnx/,
      );
    } finally {
      model.dispose();
    }
  });

  it('says what is handed on without the mean over symmetries', async () => {
    const { model, description } = loadNetwork(frozen);
    const { format: _, architecture: __, model: ___, parameters: ____, ...given } = description;
    const path = join(folder, 'mean.safetensors');
    saveNetwork(path, model, { ...given, prediction: { ...given.prediction, symmetries: true } });
    model.dispose();
    const { notices } = await exportNetwork(path, { format: 'savedmodel', folder });
    assert.match(notices.join(), /scored as the mean over the symmetries/);
    assert.deepEqual(readdirSync(join(folder, 'mean-savedmodel')), ['saved_model.pb']);
  });

  it('refuses what the format cannot hold or the package lacks', async () => {
    await refused(
      { format: 'web', precision: 'float16' },
      /invalid --precision float16 for web; allowed: float32/,
    );
    await refused({ format: 'bioimage' }, /names its authors: --author "First Last"/);
    const { model, description } = loadNetwork(frozen);
    const {
      format: _,
      architecture: __,
      model: ___,
      parameters: ____,
      licence: _____,
      ...given
    } = description;
    const path = join(folder, 'free.safetensors');
    saveNetwork(path, model, given);
    model.dispose();
    await assert.rejects(
      exportNetwork(path, { format: 'bioimage', folder, authors: ['Ada Lovelace'] }),
      /needs a licence, and the network has none: --licence CC-BY-4.0/,
    );
  });
});
