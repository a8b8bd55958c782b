import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { toOnnx, type OnnxOptions } from 'unetlab/export';
import { architectures, type ArchitectureName, type Model, type Norm } from 'unetlab/models';
import type { NetworkFile, RawPicture } from 'unetlab/prediction';
import { networkOf, ours, planesOf, spots, worst } from './networks';

const names = Object.keys(architectures) as ArchitectureName[];

/** Largest difference between onnxruntime and ours, over calls with different sizes and batches. */
async function difference(
  { model, description }: { model: Model; description: NetworkFile },
  calls: readonly (readonly RawPicture[])[],
  options: OnnxOptions = {},
): Promise<number> {
  const session = await InferenceSession.create(toOnnx(model, description, options), { logSeverityLevel: 3 });
  let most = 0;
  for (const pictures of calls) {
    const { height, width, channels } = pictures[0]!;
    const image = new Tensor('float32', planesOf(pictures), [pictures.length, channels, height, width]);
    const { probability } = await session.run({ image });
    assert.deepEqual(probability!.dims, [pictures.length, 1, height, width]);
    const want = ours(model, description, pictures);
    assert.ok(worst(want, new Float32Array(want.length)) > 0.01);
    most = Math.max(most, worst(probability!.data as Float32Array, want));
  }
  await session.release();
  model.dispose();
  return most;
}

const oddSizes = [
  [spots(37, 50, 1)],
  [spots(64, 48, 1, 2), spots(64, 48, 1, 3), spots(64, 48, 1, 4)],
  [spots(5, 131, 1, 5), spots(5, 131, 1, 6)],
];

describe('an ONNX model', () => {
  for (const name of names)
    it(`of ${name} says what the network says, for every norm, any size and batch`, async () => {
      for (const norm of ['batch', 'group', 'none'] satisfies Norm[]) {
        const most = await difference(networkOf(name, { norm }), oddSizes);
        assert.ok(most < 1e-4, `${norm}: differs by ${most}`);
      }
    });

  it('takes grey and colour, with and without alpha, whatever its network sees', async () => {
    for (const channels of [1, 3] as const) {
      const calls = ([1, 2, 3, 4] as const).map((given) => [spots(21, 34, given, 7)]);
      const most = await difference(networkOf('unet', { channels }), calls);
      assert.ok(most < 1e-4, `${channels} channels: differs by ${most}`);
    }
  });

  it('resizes as the preparation does, and brings the map back', async () => {
    for (const size of [
      { kind: 'stretch', side: 40 },
      { kind: 'fit', side: 37 },
    ] as const) {
      const most = await difference(networkOf('unet', {}, { size }), [
        [spots(64, 90, 1)],
        [spots(23, 31, 1, 2), spots(23, 31, 1, 3)],
        [spots(40, 40, 1)],
        [spots(20, 64, 1)],
      ]);
      assert.ok(most < 1e-4, `${size.kind}: differs by ${most}`);
    }
  });

  it('makes the contrast even as the preparation does', async () => {
    const flat = { ...spots(48, 60, 1), data: new Uint8Array(48 * 60).fill(140) };
    for (const evenContrast of [{}, { objects: 'bright', background: 0.5, depth: 0.3 }] as const)
      for (const channels of [1, 3] as const) {
        const network = networkOf(
          'unet',
          { channels },
          { evenContrast, size: { kind: 'stretch', side: 96 } },
        );
        const most = await difference(network, [
          [spots(128, 160, channels)],
          [spots(90, 70, channels, 2), spots(90, 70, channels, 3)],
          ...(channels === 1 ? [[flat], [spots(48, 60, 1), flat]] : []),
        ]);
        assert.ok(most < 1e-4, `${JSON.stringify(evenContrast)}, ${channels}: differs by ${most}`);
      }
  });

  it('makes the contrast of every size even by the width that the network file holds', async () => {
    for (const objects of ['dark', 'bright'] as const) {
      const evenContrast = { objects, referenceWidth: 160 };
      const most = await difference(networkOf('unet', {}, { evenContrast }), [
        [spots(128, 160, 1)],
        [spots(300, 420, 1, 2)],
        [spots(70, 50, 1, 3), spots(70, 50, 1, 4)],
        [spots(16, 16, 1, 5)],
      ]);
      assert.ok(most < 1e-4, `${objects}: differs by ${most}`);
    }
  });

  it('in float16 is about half as large and differs by little', async () => {
    const { model, description } = networkOf('unet');
    const [whole, half] = (['float32', 'float16'] as const).map(
      (precision) => toOnnx(model, description, { precision }).length,
    );
    model.dispose();
    assert.ok(half! < 0.6 * whole!, `${half} and ${whole} bytes`);
    for (const norm of ['batch', 'group'] as const) {
      const most = await difference(networkOf('unet', { norm }), oddSizes, { precision: 'float16' });
      assert.ok(most < 0.02, `${norm}: differs by ${most}`);
    }
  });
});
