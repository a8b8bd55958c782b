import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  discAreas,
  foldsFigure,
  foldsInfo,
  halvingStairsInfo,
  trainingScheduleInfo,
  uNetShapeInfo,
} from 'unetlab/figures';
import { createModel } from 'unetlab/models';

const close = (got: number, want: number, tolerance = 1e-12): void => {
  assert.ok(Math.abs(got - want) <= tolerance, `got ${got}, want ${want}`);
};

describe('uNetShapeInfo', () => {
  it('has the sides and channels that the network has', () => {
    const model = createModel('unet', { depth: 3, baseFilters: 4, seed: 1 });
    const { levels } = uNetShapeInfo(model.config, { size: 64 });
    const filtersOf = (name: string): number | undefined =>
      model.parameters.all
        .find((parameter) => parameter.name.startsWith(`${name}/conv2`))
        ?.variable.shape.at(-1);
    assert.deepEqual(
      levels.map(({ channels }) => channels),
      ['encoder0', 'encoder1', 'encoder2', 'bottleneck'].map(filtersOf),
    );
    assert.deepEqual(
      levels.map(({ side }) => side),
      [64, 32, 16, 8],
    );
    model.dispose();
  });

  it('counts how far a number sees as the published network does: 140 pixels after four poolings', () => {
    const { levels } = uNetShapeInfo({ channels: 1, depth: 4, baseFilters: 16 }, { size: 500 });
    assert.deepEqual(
      levels.map(({ sees }) => sees),
      [5, 14, 32, 68, 140],
    );
    assert.equal(levels[0]!.side, 512); // mirrored up to a multiple of 16
  });
});

describe('discAreas', () => {
  it('agrees with counted pixels', () => {
    const [shift, radius, probability] = [0.7, 1.2, 0.8];
    let [hit, truth, predicted] = [0, 0, 0];
    const step = 0.005;
    for (let x = -3; x < 3; x += step)
      for (let y = -2; y < 2; y += step) {
        const inTruth = x * x + y * y < 1;
        const inside = (x - shift) ** 2 + y * y < radius ** 2;
        if (inTruth) truth += 1;
        if (inside) predicted += probability;
        if (inTruth && inside) hit += probability;
      }
    const areas = discAreas({ shift, radius, probability });
    close(areas.hit, hit / truth, 2e-3);
    close(areas.dice, (2 * hit) / (truth + predicted), 2e-3);
    close(areas.jaccard, hit / (truth + predicted - hit), 2e-3);
  });

  it('knows its ends: exact, inside, apart', () => {
    assert.equal(discAreas({ shift: 0, radius: 1, probability: 1 }).dice, 1);
    close(discAreas({ shift: 0.1, radius: 0.5, probability: 1 }).hit, 0.25);
    assert.equal(discAreas({ shift: 2, radius: 1, probability: 1 }).dice, 0);
    close(discAreas({ shift: 0, radius: 1, probability: 0.5 }).dice, 2 / 3);
  });
});

describe('foldsInfo', () => {
  const image = (id: string, group: string) => ({ id, group });
  const [a1, a2, b1, b2, c1] = [
    image('1', 'a'),
    image('2', 'a'),
    image('3', 'b'),
    image('4', 'b'),
    image('5', 'c'),
  ];

  it('lays images out by group and counts the groups that a division tears', () => {
    const whole = { train: [a1, a2], validation: [b1, b2], test: [c1] };
    const torn = { train: [a1, b1], validation: [b2], test: [a2, c1] };
    const { groups, rows } = foldsInfo([
      { name: 'by group', split: whole },
      { name: 'one by one', split: torn },
    ]);
    assert.deepEqual(groups, [
      { name: 'a', images: 2 },
      { name: 'b', images: 2 },
      { name: 'c', images: 1 },
    ]);
    assert.deepEqual(
      rows.map((row) => row.torn),
      [0, 2],
    );
    assert.deepEqual(rows[1]!.sides, ['training', 'held out', 'training', 'validation', 'held out']);
  });

  it('takes what validates as held out where nothing is kept for a test, and says so in words', () => {
    const info = foldsInfo([{ name: 'fold 0', split: { train: [a1, a2], validation: [b1], test: [] } }], {
      unit: 'slides',
    });
    assert.deepEqual(info.rows[0]!.sides, ['training', 'training', 'held out']);
    assert.match(
      foldsFigure(info).description,
      /3 images of 2 slides\. fold 0: 2 training, 1 held out, no slide on/,
    );
    assert.throws(() => foldsInfo([]), /no split to draw/);
  });
});

describe('foldsFigure', () => {
  it('leaves out what all names of groups begin with', () => {
    const train = ['set_10x_s1', 'set_10x_s2'].map((group) => ({ id: group, group }));
    const test = [{ id: 'x', group: 'set_20x_s1' }];
    const { layout } = foldsFigure(foldsInfo([{ name: 'f', split: { train, validation: [], test } }]));
    const texts = (layout.annotations ?? []).map(({ text }) => text);
    assert.deepEqual(texts, ['10x_s1', '10x_s2', '20x_s1']);
  });
});

describe('halvingStairsInfo', () => {
  it('adds up what is trained: 9 to epoch 1, 3 to 3, 1 to 9', () => {
    const { steps, halved, whole } = halvingStairsInfo({ trials: 9, epochs: 9, minEpochs: 1, factor: 3 });
    assert.deepEqual(
      steps.map(({ trials, to }) => [trials, to]),
      [
        [9, 1],
        [3, 3],
        [1, 9],
      ],
    );
    assert.deepEqual([halved, whole], [9 + 3 * 2 + 1 * 6, 81]);
  });

  it('lets one go on where fewer than the factor are left', () => {
    const { steps } = halvingStairsInfo({ trials: 2, epochs: 10, minEpochs: 2, factor: 4 });
    assert.deepEqual(
      steps.map(({ trials }) => trials),
      [2, 1, 1],
    );
  });
});

describe('trainingScheduleInfo', () => {
  it('lays stages out in the seconds of their epochs, mixed sides at their mean', () => {
    const { strategies, seconds, largest } = trainingScheduleInfo(
      {
        staged: [
          { sides: [256], rates: [1, 1, 1, 1] },
          { sides: [512], rates: [1, 1] },
        ],
        mixed: [{ sides: [256, 512], rates: [1, 1] }],
      },
      { 256: 1, 512: 4 },
    );
    assert.deepEqual(
      strategies.map(({ stages }) => stages.map(({ from, to }) => [from, to])),
      [
        [
          [0, 4],
          [4, 12],
        ],
        [[0, 5]],
      ],
    );
    assert.deepEqual([seconds, largest], [12, 512]);
    assert.throws(() => trainingScheduleInfo({ a: [{ sides: [128], rates: [1] }] }, { 256: 1 }), /at 128²/);
  });
});
