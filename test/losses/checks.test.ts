import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Rank } from '@tensorflow/tfjs';
import { tf } from 'unetlab/backend';
import {
  bce,
  bceForm,
  checkGradients,
  createLoss,
  focalTversky,
  gradientCases,
  gradientTable,
  lossTerms,
  worstAgreement,
  type GradientCheck,
} from 'unetlab/losses';

describe('a check of gradients', () => {
  const agreement = (largest: number, automatic: number | null, difference: number) => ({
    largest,
    automatic,
    difference,
  });
  const checks: GradientCheck[] = [
    { case: 'a', loss: 1, lossError: 0, byLogit: agreement(2, 3, 4), byProbability: agreement(5, null, 7) },
    { case: 'b', loss: 8, lossError: 0, byLogit: agreement(9, 1, 11), byProbability: agreement(12, 13, 6) },
  ];

  it('is a table of what is largest and how far the ways are apart', () => {
    assert.deepEqual(gradientTable(checks), [
      {
        case: 'a',
        loss: 1,
        'largest ∂L/∂z': 2,
        'automatic by z': 3,
        'differences by z': 4,
        'largest ∂L/∂p': 5,
        'automatic by p': null,
        'differences by p': 7,
      },
      {
        case: 'b',
        loss: 8,
        'largest ∂L/∂z': 9,
        'automatic by z': 1,
        'differences by z': 11,
        'largest ∂L/∂p': 12,
        'automatic by p': 13,
        'differences by p': 6,
      },
    ]);
    assert.deepEqual(worstAgreement(checks), {
      byLogit: { automatic: 3, difference: 11 },
      byProbability: { automatic: 13, difference: 7 },
    });
    assert.deepEqual(worstAgreement([checks[0]!]).byProbability, { automatic: 0, difference: 7 });
  });

  it('is made at the logits and the probabilities of its cases', () => {
    const cases = gradientCases();
    assert.deepEqual(new Set(cases.at(-1)!.logits), new Set([-16, -9, 9, 16]));
    const form = bceForm();
    checkGradients(bce(), form).forEach(({ byLogit, byProbability }, i) => {
      for (const [got, values] of [
        [byLogit.largest, form.byLogit(cases[i]!)],
        [byProbability.largest, form.byProbability(cases[i]!)],
      ] as const) {
        const want = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
        assert.ok(Math.abs(got - want) <= 1e-4 * want, `case ${i}: ${got}, ${want}`);
      }
      const moderate = cases[i]!.logits.every((z) => Math.abs(z) <= 8);
      assert.equal(byProbability.automatic === null, !moderate);
    });
  });
});

describe('a loss', () => {
  it('names what it lacks and what it does not take', () => {
    const truth = tf.ones<Rank.R4>([1, 2, 2, 1]);
    assert.throws(
      () => lossTerms(createLoss('dice-boundary'), { truth, logits: truth }),
      /^Error: the loss dice-boundary needs distance maps$/,
    );
    for (const gamma of [0, -1, 3.01, NaN])
      assert.throws(() => focalTversky({ gamma }), new RegExp(`invalid gamma; not in \\(0, 3\\]: ${gamma}`));
    assert.equal(focalTversky({ gamma: 3 }).terms[0]!.options.gamma, 3);
  });
});
