import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import {
  assertGradients,
  bce,
  bceForm,
  boundaryForm,
  boundaryTerm,
  checkGradients,
  combined,
  combinedForm,
  dice,
  diceForm,
  finiteDifference,
  focal,
  focalForm,
  focalTversky,
  focalTverskyForm,
  gradientCases,
  tversky,
  tverskyForm,
  weighted,
  weightedForm,
  type ClosedForm,
  type Loss,
} from 'unetlab/losses';

const pairs: readonly (readonly [name: string, loss: Loss, form: ClosedForm])[] = [
  ['bce', bce(), bceForm()],
  ['focal', focal(), focalForm()],
  ['focal without focusing', focal({ gamma: 0 }), focalForm({ gamma: 0 })],
  [
    'focal by class',
    focal({ weighting: 'class', gamma: 1.5 }),
    focalForm({ weighting: 'class', gamma: 1.5 }),
  ],
  ['dice of the batch', dice(), diceForm()],
  ['dice of each image', dice({ over: 'image' }), diceForm({ over: 'image' })],
  ['dice with a small ε', dice({ smooth: 0.05 }), diceForm({ smooth: 0.05 })],
  ['tversky', tversky(), tverskyForm()],
  ['tversky of each image', tversky({ over: 'image', beta: 0.4 }), tverskyForm({ over: 'image', beta: 0.4 })],
  ['focal tversky', focalTversky(), focalTverskyForm()],
  ['boundary', weighted('boundary', [[1, boundaryTerm()]]), boundaryForm()],
  ['combined', combined(), combinedForm()],
];

describe('closed forms', () => {
  for (const [name, loss, form] of pairs)
    it(`${name}: written out = automatic = finite difference, on every case`, () => {
      const checks = checkGradients(loss, form);
      assert.deepEqual(
        checks.map((check) => check.case),
        gradientCases().map((given) => given.name),
      );
      assertGradients(checks);
      for (const { case: where, byLogit, byProbability } of checks.slice(0, 4)) {
        // where no p is extreme, float32 agrees to five digits and double precision to eight
        assert.ok(byLogit.automatic! < 1e-5 && byProbability.automatic! < 1e-5, where);
        assert.ok(byLogit.difference < 1e-8 && byProbability.difference < 1e-7, where);
      }
    });

  it('are checked so sharply that a forgotten ε, a lost factor and a wrong sign are found', () => {
    const half = weightedForm('half', [[0.999, focalForm()]]);
    const wrong: readonly (readonly [Loss, ClosedForm])[] = [
      [dice(), diceForm({ smooth: 0.99 })],
      [dice({ over: 'image' }), diceForm()],
      [focal(), { ...focalForm(), byLogit: half.byLogit }],
      [focal(), { ...focalForm(), byProbability: half.byProbability }],
      [
        bce(),
        {
          ...bceForm(),
          byLogit: (batch) =>
            bceForm()
              .byLogit(batch)
              .map((g) => -g),
        },
      ],
    ];
    for (const [loss, form] of wrong)
      assert.throws(() => {
        assertGradients(checkGradients(loss, form));
      }, /differ by/);
  });

  const fixture = JSON.parse(readFileSync('test/fixtures/losses/losses.json', 'utf8')) as {
    cases: {
      name: string;
      shape: number[];
      truth: number[];
      logits: number[];
      losses: Record<string, { by: string; value: number; gradient: number[] }>;
    }[];
  };
  const forms: Record<string, ClosedForm> = {
    bce: bceForm(),
    'dice batch 1': diceForm(),
    'dice image 1': diceForm({ over: 'image' }),
    'dice batch 0.001': diceForm({ smooth: 0.001 }),
    'focal 0.25 2': focalForm(),
    'focal class 0.6 1.5': focalForm({ weighting: 'class', alpha: 0.6, gamma: 1.5 }),
    combined: combinedForm(),
    'tversky 0.3 0.7': tverskyForm(),
    'focal-tversky 0.3 0.7 0.75': focalTverskyForm(),
  };
  for (const { name, shape, truth, logits, losses } of fixture.cases)
    for (const [lossName, form] of Object.entries(forms)) {
      const wanted = losses[lossName];
      if (!wanted) continue; // Keras clips extreme logits, so it has no say there
      it(`${lossName} as ${wanted.by} on ${name}`, () => {
        const batch = { truth, logits, images: shape[0]! };
        const { by, value, gradient } = wanted;
        const tolerance = by === 'torch' ? 1e-9 : 1e-6; // Keras computes parts of it in float32
        const near = (got: number, want: number, scale: number, what: string): void => {
          assert.ok(Math.abs(got - want) <= tolerance * scale, `${what}: got ${got}, want ${want}`);
        };
        near(form.value(batch), value, Math.max(1, Math.abs(value)), 'value');
        const largest = Math.max(...gradient.map(Math.abs));
        form.byLogit(batch).forEach((got, i) => {
          near(got, gradient[i]!, largest + 1e-6, `gradient of pixel ${i}`);
        });
      });
    }

  it('stay finite by the logit where p is 0 or 1 to the last bit', () => {
    const batch = { truth: [0, 1, 0, 1, 1], logits: [1e4, -1e4, -1e4, 1e4, 0], distance: [1, -1, 2, -2, 0] };
    for (const [name, , form] of pairs)
      assert.ok(form.byLogit(batch).every(Number.isFinite), `${name}: ${form.byLogit(batch).join(' ')}`);
  });

  it('differentiates a function that it knows nothing of', () => {
    const logits = [-2, 0.5, 3];
    const cubes = finiteDifference(({ logits: z }) => z[0]! ** 3 + 2 * z[1]!, { truth: [0, 0, 0], logits });
    [12, 2, 0].forEach((want, i) => {
      assert.ok(Math.abs(cubes[i]! - want) < 1e-9);
    });
  });

  it('says what does not fit', () => {
    assert.throws(() => diceForm().value({ truth: [0], logits: [0, 1] }), /differ in length: 1 and 2/);
    assert.throws(() => diceForm().value({ truth: [0, 1], logits: [0, 1], images: 3 }), /invalid images: 3/);
    assert.throws(() => boundaryForm().value({ truth: [0], logits: [0] }), /needs distances/);
    assert.throws(() => focalForm({ gamma: -1 }), /invalid gamma/);
  });
});
