import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { tf } from 'unetlab/backend';
import { packBatch, syntheticMicrobeads } from 'unetlab/data';
import { combined, diceBoundary, diceForm, focalForm, GradientProbe, lossValue } from 'unetlab/losses';
import { createModel } from 'unetlab/models';

const batch = packBatch(syntheticMicrobeads({ count: 2, size: 32, seed: 7, beads: 400 }));
const classOf = Uint8Array.from(batch.masks, (y, i) => (y === 1 ? 1 : i % 5 === 0 ? 2 : 0));
const model = createModel('unet', { depth: 2, baseFilters: 4, norm: 'group', seed: 3 });

describe('gradient probe', () => {
  const probe = new GradientProbe(model, combined());
  const measured = probe.measure(batch, classOf, 3);

  it('gives the gradient of each logit as the closed form has it', () => {
    const { logits, probability } = measured;
    assert.ok(Math.abs(probability[5]! - 1 / (1 + Math.exp(-logits[5]!))) < 1e-6);
    [diceForm(), focalForm()].forEach((form, t) => {
      const want = form.byLogit({ truth: batch.masks, logits, images: 2 });
      const largest = want.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      want.forEach((value, i) => {
        assert.ok(Math.abs(value - measured.byLogit[t]![i]!) < 1e-4 * largest);
      });
      assert.ok(Math.abs(measured.terms[t]! - form.value({ truth: batch.masks, logits, images: 2 })) < 1e-5);
    });
  });

  it('divides the gradient by the weights: parts add up to what tf.variableGrads gives', () => {
    const whole = squaredGradient();
    const weight = (i: number): number => (i < 3 ? 0.7 : 0.3);
    let sum = 0;
    measured.products.forEach((row, i) => {
      row.forEach((value, j) => {
        sum += weight(i) * weight(j) * value;
      });
    });
    assert.ok(Math.abs(sum / whole - 1) < 1e-3, `${sum} against ${whole}`);
    assert.equal(measured.products.length, 6);
  });

  it('follows the model when its weights change, and keeps no tensor', () => {
    const kept = tf.memory().numTensors;
    const values = model.parameters.values();
    model.parameters.restore(new Map(Array.from(values, ([name, v]) => [name, v.map((w) => 0.5 * w)])));
    const other = probe.measure(batch, classOf, 3);
    model.parameters.restore(values);
    assert.notDeepEqual(other.terms, measured.terms);
    assert.deepEqual(probe.measure(batch, classOf, 3).terms, measured.terms);
    assert.equal(tf.memory().numTensors, kept);
    probe.dispose();
  });

  it('says what does not fit', () => {
    assert.throws(() => probe.measure(batch, [0, 1], 2), /invalid classOf: 2 values for 2 images of 32 × 32/);
    assert.throws(() => new GradientProbe(model, diceBoundary()), /the term boundary needs distance maps/);
  });
});

/** ‖∂L/∂w‖² of the combined loss, without the probe. */
function squaredGradient(): number {
  const images = tf.tensor4d(batch.images, [...batch.shape]);
  const truth = tf.tensor4d(batch.masks, [2, 32, 32, 1]);
  const { value, grads } = tf.variableGrads(
    () => lossValue(combined(), { truth, logits: model.forward(images, { training: false })[0] }),
    model.trainable.map(({ variable }) => variable),
  );
  let sum = 0;
  for (const gradient of Object.values(grads)) for (const g of gradient.dataSync()) sum += g * g;
  tf.dispose([images, truth, value, grads]);
  return sum;
}
