import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Rank, Tensor4D } from '@tensorflow/tfjs';
import { Program, tf, type Precision } from 'unetlab/backend';
import { createModel, type ArchitectureName, type Model, type ModelConfig } from 'unetlab/models';
import { Random } from 'unetlab/random';

const random = new Random(5);

/** Statistics, scales and offsets as after a training. */
function trained(name: ArchitectureName, config: Partial<ModelConfig>): Model {
  const model = createModel(name, config);
  for (const { name: of, variable } of model.parameters.all) {
    if (of.endsWith('kernel')) continue;
    const spread = /(variance|scale)$/.test(of);
    const values = Float32Array.from({ length: variable.size }, () =>
      spread ? 0.75 + 0.5 * random.uniform() : 0.2 * random.normal(),
    );
    tf.tidy(() => {
      variable.assign(tf.tensor(values, variable.shape));
    });
  }
  return model;
}

/** Probabilities of a function of images, from a graph. */
function probabilities(
  model: { readonly variables: readonly ReturnType<typeof tf.variable>[] },
  forward: (x: Tensor4D) => Tensor4D,
  x: Tensor4D,
  options: { precision?: Precision; mode?: 'eager' },
): Float32Array {
  const notices: string[] = [];
  const program = new Program({
    variables: model.variables,
    inference: true,
    onNotice: (line) => notices.push(line),
    ...options,
  });
  const ask = program.define('ask', ({ images }: { images: Tensor4D }) => ({
    y: tf.sigmoid(forward(images)),
  }));
  const { y } = ask({ images: x });
  const values = Float32Array.from(y.dataSync());
  y.dispose();
  program.dispose();
  assert.deepEqual(notices, []);
  return values;
}

const cases: readonly (readonly [ArchitectureName, Partial<ModelConfig>, [number, number, number]])[] = [
  ['unet', {}, [2, 64, 48]],
  ['unet', { depth: 3, channels: 3 }, [1, 75, 131]],
  ['unet', { depth: 2, baseFilters: 48, norm: 'none' }, [1, 37, 41]],
  ['unet', { depth: 2, baseFilters: 8 }, [1, 21, 6]],
  ['unet', { depth: 1 }, [3, 1, 5]],
  ['unet', { depth: 3, norm: 'group' }, [1, 70, 33]],
  ['residual-unet', { depth: 2 }, [1, 50, 33]],
  ['attention-unet', { depth: 2, baseFilters: 32 }, [1, 30, 33]],
  ['attention-resunet', { depth: 2, norm: 'none' }, [1, 33, 30]],
  ['unet++', { depth: 3, deepSupervision: true }, [1, 33, 40]],
  ['trans-unet', { depth: 2 }, [1, 33, 40]],
];

describe('a network for prediction alone', () => {
  for (const [name, config, [n, height, width]] of cases)
    it(`says what the network says: ${name} ${JSON.stringify(config)}, ${height} × ${width}`, () => {
      const model = trained(name, config);
      const { channels } = model.config;
      const x = tf.tensor4d(
        Float32Array.from({ length: n * height * width * channels }, () => random.uniform()),
        [n, height, width, channels],
      );
      const before = tf.memory().numTensors;
      const plain = { variables: model.parameters.all.map(({ variable }) => variable) };
      const whole = (images: Tensor4D): Tensor4D => model.forward(images, { training: false })[0];
      const expected = probabilities(plain, whole, x, {});
      const worst = (got: Float32Array): number =>
        got.reduce((most, p, i) => Math.max(most, Math.abs(p - expected[i]!)), 0);

      const network = model.inference('float32');
      const forward = (images: Tensor4D): Tensor4D => network.forward(images);
      for (const options of [{}, { mode: 'eager' as const }]) {
        const got = probabilities(network, forward, x, options);
        assert.equal(got.length, n * height * width);
        assert.ok(worst(got) < 1e-5, `${worst(got)}`);
      }
      network.dispose();

      // Its products are bfloat16, those of the network as it was trained float32: it may be some times as far from float32.
      const low = model.inference('bfloat16');
      const got = probabilities(low, (images) => low.forward(images), x, { precision: 'bfloat16' });
      const far = (values: Float32Array): number =>
        Math.sqrt(values.reduce((sum, p, i) => sum + (p - expected[i]!) ** 2, 0) / values.length);
      const unfolded = far(probabilities(plain, whole, x, { precision: 'bfloat16' }));
      assert.ok(far(got) < 3 * unfolded + 1e-4, `${far(got)}, unfolded ${unfolded}`);
      low.dispose();
      assert.equal(tf.memory().numTensors, before);
      x.dispose();
      model.dispose();
    });

  it('keeps the weights that the network had', () => {
    const model = trained('unet', { depth: 1 });
    const network = model.inference('float32');
    const x = tf.randomUniform<Rank.R4>([1, 8, 8, 1]);
    const ask = (): Float32Array => tf.tidy(() => network.forward(x).dataSync<'float32'>().slice());
    const before = ask();
    for (const { variable } of model.parameters.all)
      tf.tidy(() => {
        variable.assign(tf.zerosLike(variable));
      });
    assert.deepEqual(ask(), before);
    tf.dispose(x);
    network.dispose();
    model.dispose();
  });
});
