import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Tensor4D } from '@tensorflow/tfjs';
import { tf } from 'unetlab/backend';
import {
  createLoss,
  dice,
  focal,
  focalTversky,
  losses,
  lossValue,
  tversky,
  type Loss,
  type LossInputs,
  type LossName,
} from 'unetlab/losses';
import { signedDistance } from 'unetlab/metrics';
import { Random } from 'unetlab/random';

const [images, height, width, kept] = [3, 6, 10, 7];
const random = new Random(4);
/** Columns from `kept` on are to be ignored; what stands there must not matter. */
const truth = Float32Array.from({ length: images * height * width }, () => Number(random.uniform() < 0.4));
const logits = Float32Array.from(truth, () => 3 * random.normal());
const ignore = Uint8Array.from(truth, (_, i) => Number(i % width >= kept));
const cropped = (values: Float32Array): Float32Array => values.filter((_, i) => ignore[i] === 0);

const every: readonly (readonly [string, Loss])[] = [
  ...(Object.keys(losses) as LossName[]).map((name) => [name, createLoss(name)] as const),
  ['dice of each image', dice({ over: 'image', smooth: 0 })],
  ['tversky of each image', tversky({ over: 'image' })],
  ['focal tversky of each image', focalTversky({ over: 'image', gamma: 1.3 })],
  ['focal by class', focal({ weighting: 'class', gamma: 1.5 })],
];

function distances(masks: Float32Array, columns: number, leftOut?: Uint8Array): Float32Array {
  const pixels = height * columns;
  return Float32Array.from({ length: images }, (_, i) => i).reduce((all, i) => {
    const [from, to] = [i * pixels, (i + 1) * pixels];
    all.set(signedDistance(masks.subarray(from, to), height, columns, leftOut?.subarray(from, to)), from);
    return all;
  }, new Float32Array(masks.length));
}

function slope(loss: Loss, inputs: Omit<LossInputs, 'logits'>, at: Tensor4D): [number, Float32Array] {
  return tf.tidy(() => {
    const { value, grad } = tf.valueAndGrad((z) => lossValue(loss, { ...inputs, logits: z as Tensor4D }))(at);
    return [value.dataSync()[0]!, Float32Array.from(grad.dataSync())];
  });
}

const near = (got: number, want: number, what: string): void => {
  assert.ok(
    Math.abs(got - want) <= 1e-5 * Math.max(1e-2, Math.abs(want)),
    `${what}: got ${got}, want ${want}`,
  );
};

describe('pixels to be ignored', () => {
  for (const [name, loss] of every)
    it(`leave ${name} as it is on the other pixels alone, value and gradient`, () => {
      const whole = [images, height, width, 1] as [number, number, number, number];
      const part = [images, height, kept, 1] as [number, number, number, number];
      const [value, gradient] = slope(
        loss,
        {
          truth: tf.tensor4d(truth, whole),
          distance: tf.tensor4d(distances(truth, width, ignore), whole),
          counted: tf.tensor4d(
            Float32Array.from(ignore, (v) => 1 - v),
            whole,
          ),
        },
        tf.tensor4d(logits, whole),
      );
      const [wanted, wantedGradient] = slope(
        loss,
        {
          truth: tf.tensor4d(cropped(truth), part),
          distance: tf.tensor4d(distances(cropped(truth), kept), part),
        },
        tf.tensor4d(cropped(logits), part),
      );
      near(value, wanted, 'value');
      gradient.forEach((got, i) => {
        if (ignore[i] === 1) assert.ok(got === 0, `pixel ${i} is ignored, yet has gradient ${got}`);
      });
      cropped(gradient).forEach((got, i) => {
        near(got, wantedGradient[i]!, `gradient of pixel ${i}`);
      });
    });

  for (const [name, loss] of every)
    it(`may be a whole image, which then is none of ${name}`, () => {
      const shape = (n: number): [number, number, number, number] => [n, height, width, 1];
      const two = 2 * height * width;
      const counted = Float32Array.from(truth, (_, i) => Number(i < two));
      const far = distances(truth, width);
      const [value, gradient] = slope(
        loss,
        {
          truth: tf.tensor4d(truth, shape(3)),
          distance: tf.tensor4d(far, shape(3)),
          counted: tf.tensor4d(counted, shape(3)),
        },
        tf.tensor4d(logits, shape(3)),
      );
      const [wanted] = slope(
        loss,
        {
          truth: tf.tensor4d(truth.slice(0, two), shape(2)),
          distance: tf.tensor4d(far.slice(0, two), shape(2)),
        },
        tf.tensor4d(logits.slice(0, two), shape(2)),
      );
      near(value, wanted, 'value');
      const [none, flat] = slope(
        loss,
        {
          truth: tf.tensor4d(truth, shape(3)),
          distance: tf.tensor4d(far, shape(3)),
          counted: tf.zeros(shape(3)),
        },
        tf.tensor4d(logits, shape(3)),
      );
      assert.ok(Number.isFinite(none) && gradient.every(Number.isFinite) && flat.every((g) => g === 0), name);
    });
});
