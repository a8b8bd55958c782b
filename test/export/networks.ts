import { tf } from 'unetlab/backend';
import { createModel, type ArchitectureName, type Model, type ModelConfig } from 'unetlab/models';
import { predictPicture, type NetworkFile, type Preparation, type RawPicture } from 'unetlab/prediction';
import { Random } from 'unetlab/random';

/** A small network whose norms and biases are not at their start values, with a description. */
export function networkOf(
  architecture: ArchitectureName,
  config: Partial<ModelConfig> = {},
  preparation: Partial<Preparation> = {},
): { model: Model; description: NetworkFile } {
  const model = createModel(architecture, { depth: 2, baseFilters: 8, seed: 3, ...config });
  const random = new Random(11);
  for (const { name, variable } of model.parameters.all) {
    if (name.endsWith('kernel')) continue;
    const values = Float32Array.from({ length: variable.size }, () =>
      /variance|scale/.test(name) ? random.between(0.5, 2) : random.between(-0.4, 0.4),
    );
    tf.tidy(() => {
      variable.assign(tf.tensor(values, variable.shape));
    });
  }
  const description: NetworkFile = {
    name: `a small ${architecture}`,
    preparation: {
      channels: model.config.channels,
      intensity: { low: 20, high: 220 },
      size: { kind: 'native' },
      ...preparation,
    },
    prediction: { threshold: 0.5, symmetries: false },
    objects: { method: 'components', minimumArea: 4 },
    masks: 'foreground is 255, background 0',
    scores: [],
    data: { name: 'none', hash: 'none', images: 1, groups: 1 },
    origin: { recipe: null, seed: 3, fold: null, created: '2026-11-27T12:00:00.000Z' },
    licence: 'MIT',
    format: 1,
    architecture,
    model: model.config,
    parameters: model.parameters.count,
  };
  return { model, description };
}

/** Dark spots on an uneven ground with noise, 8 bits; partly beyond the range that becomes [0, 1]. */
export function spots(height: number, width: number, channels: 1 | 2 | 3 | 4, seed = 1): RawPicture {
  const random = new Random(seed);
  const centres = Array.from({ length: Math.ceil((height * width) / 300) }, (): [number, number, number] => [
    random.between(0, height),
    random.between(0, width),
    random.between(0.2, 0.5),
  ]);
  const data = new Uint8Array(height * width * channels);
  for (let i = 0; i < height * width; i += 1) {
    const [y, x] = [Math.floor(i / width), i % width];
    const shade = centres.reduce(
      (product, [cy, cx, depth]) => product * (1 - depth * Math.exp(-((y - cy) ** 2 + (x - cx) ** 2) / 14)),
      120 + (100 * x) / width + (30 * y) / height,
    );
    for (let c = 0; c < channels; c += 1)
      data[i * channels + c] = Math.max(0, Math.min(255, shade * (1 - 0.1 * c) + random.between(-6, 6)));
  }
  return { height, width, channels, data };
}

/** Pictures of one size as `[n, c, h, w]`. */
export function planesOf(pictures: readonly RawPicture[]): Float32Array {
  return Float32Array.from(
    pictures.flatMap(({ height, width, channels, data }) =>
      Array.from({ length: channels * height * width }, (_, i) => {
        const plane = Math.floor(i / (height * width));
        return data[(i % (height * width)) * channels + plane]!;
      }),
    ),
  );
}

/** What the network itself says of pictures, one after the other. */
export function ours(model: Model, description: NetworkFile, pictures: readonly RawPicture[]): Float32Array {
  const maps = pictures.map((picture) => predictPicture(model, picture, description, { mode: 'eager' }));
  return Float32Array.from(maps.flatMap((map) => Array.from(map)));
}

/** The largest difference. */
export function worst(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let most = a.length === b.length ? 0 : Infinity;
  for (let i = 0; i < a.length; i += 1) most = Math.max(most, Math.abs(a[i]! - b[i]!));
  return Number.isFinite(most) ? most : Infinity;
}

/** A float32 array as a `.npy` file. */
export function npy(values: Float32Array, shape: readonly number[]): Uint8Array {
  const text = `{'descr': '<f4', 'fortran_order': False, 'shape': (${shape.join(', ')}), }`.padEnd(117);
  const head = Buffer.from(`\x93NUMPY\x01\x00\x76\x00${text}\n`, 'latin1');
  return Buffer.concat([head, new Uint8Array(values.buffer, values.byteOffset, values.byteLength)]);
}
