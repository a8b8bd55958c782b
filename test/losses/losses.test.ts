import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import type { Rank, Tensor4D } from '@tensorflow/tfjs';
import { tf } from 'unetlab/backend';
import {
  bce,
  combined,
  createLoss,
  describeLoss,
  dice,
  diceBce,
  focal,
  focalTversky,
  losses,
  lossValue,
  tversky,
  type Loss,
  type LossName,
} from 'unetlab/losses';

interface Fixture {
  readonly cases: readonly {
    readonly name: string;
    readonly shape: [number, number, number, number];
    readonly truth: number[];
    readonly logits: number[];
    readonly losses: Record<
      string,
      { readonly by: string; readonly value: number; readonly gradient: number[] }
    >;
  }[];
}

const fixture = JSON.parse(readFileSync('test/fixtures/losses/losses.json', 'utf8')) as Fixture;
const ours: Record<string, Loss> = {
  bce: bce(),
  'keras bce': bce(),
  'dice batch 1': dice(),
  'dice image 1': dice({ over: 'image' }),
  'dice batch 0.001': dice({ smooth: 0.001 }),
  'focal 0.25 2': focal(),
  'focal 0.25 0': focal({ gamma: 0 }),
  'focal class 0.25 2': focal({ weighting: 'class' }),
  'focal class 0.6 1.5': focal({ weighting: 'class', alpha: 0.6, gamma: 1.5 }),
  combined: combined(),
  'dice-bce': diceBce(),
  'tversky 0.3 0.7': tversky(),
  'focal-tversky 0.3 0.7 0.75': focalTversky(),
};

/** Value and gradient with respect to the logits. */
function evaluate(loss: Loss, truth: Tensor4D, logits: Tensor4D): { value: number; gradient: Float32Array } {
  return tf.tidy(() => {
    const { value, grad } = tf.valueAndGrad((z) => lossValue(loss, { truth, logits: z as Tensor4D }))(logits);
    return { value: value.dataSync()[0]!, gradient: Float32Array.from(grad.dataSync()) };
  });
}

describe('losses', () => {
  for (const { name, shape, truth, logits, losses: wanted } of fixture.cases)
    for (const [lossName, { by, value, gradient }] of Object.entries(wanted))
      it(`${lossName} as ${by} on ${name}`, () => {
        const got = evaluate(ours[lossName]!, tf.tensor4d(truth, shape), tf.tensor4d(logits, shape));
        const near = (a: number, b: number, what: string): void => {
          assert.ok(Math.abs(a - b) <= 1e-5 * Math.max(1, Math.abs(b)), `${what}: got ${a}, want ${b}`);
        };
        near(got.value, value, 'value');
        const largest = Math.max(...gradient.map(Math.abs));
        gradient.forEach((want, i) => {
          assert.ok(
            Math.abs(got.gradient[i]! - want) <= 1e-5 * largest + 1e-9,
            `gradient of pixel ${i}: got ${got.gradient[i]}, want ${want}`,
          );
        });
      });

  it('is 0 for Dice where mask and prediction are empty, and near 1 where only the mask is', () => {
    const truth = tf.zeros<Rank.R4>([1, 8, 8, 1]);
    const loss = dice({ smooth: 1e-3 });
    assert.ok(evaluate(loss, truth, tf.fill(truth.shape, -40)).value < 1e-6);
    assert.ok(evaluate(loss, truth, tf.fill(truth.shape, 40)).value > 0.999);
  });

  it('is finite with a finite gradient for any logit, in every loss', () => {
    const truth = tf.tensor4d([0, 1, 0, 1, 0, 1, 0, 1], [1, 2, 4, 1]);
    const logits = tf.tensor4d([-1e4, 1e4, 1e4, -1e4, 0, 0, 88, -88], [1, 2, 4, 1]);
    for (const name of Object.keys(losses) as LossName[]) {
      if (name === 'dice-boundary') continue; // takes a distance map; tested below
      const { value, gradient } = evaluate(createLoss(name), truth, logits);
      assert.ok(
        Number.isFinite(value) && gradient.every(Number.isFinite),
        `${name}: ${value}, ${gradient.join(' ')}`,
      );
    }
  });

  it('says that the boundary loss needs a distance map', () => {
    const truth = tf.ones<Rank.R4>([1, 2, 2, 1]);
    assert.throws(
      () => lossValue(createLoss('dice-boundary'), { truth, logits: truth }),
      /needs distance maps/,
    );
    const value = lossValue(createLoss('dice-boundary'), {
      truth,
      logits: truth.mul(0),
      distance: truth.mul(-2),
    });
    assert.ok(Math.abs(value.dataSync()[0]! - (1 - 5 / 7 - 0.01)) < 1e-6); // Dice 1 − (4 + 1)/(4 + 2 + 1), boundary −2 · 0.5 · 0.01
  });

  it('says in plain data what each computes', () => {
    assert.deepEqual(describeLoss(createLoss('combined', { smooth: 0.5 })), {
      name: 'combined',
      terms: [
        { name: 'dice', weight: 0.7, options: { smooth: 0.5, over: 'batch' } },
        { name: 'focal', weight: 0.3, options: { alpha: 0.25, gamma: 2, weighting: 'uniform' } },
      ],
    });
    assert.notDeepEqual(describeLoss(focalTversky({ gamma: 1 })), describeLoss(focalTversky()));
    for (const name of Object.keys(losses) as LossName[]) {
      const told = describeLoss(createLoss(name));
      assert.deepEqual(JSON.parse(JSON.stringify(told)), told);
    }
  });

  it('names the losses that exist', () => {
    assert.throws(() => createLoss('dize' as LossName), /unknown loss dize; there are dice, focal/);
  });
});
