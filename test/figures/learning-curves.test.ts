import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { learningCurvesFigure, learningCurvesInfo } from 'unetlab/figures';

const history = {
  loss: [0.9, 0.8, 0.7, 0.6],
  val_loss: [0.95, 0.85, 0.8, 0.82],
  jacard_coef: [0.1, 0.2, 0.3, 0.4],
  val_jacard_coef: [0.1, 0.35, NaN, 0.35],
};

describe('learningCurvesInfo', () => {
  it('finds the first epoch at which the validation metric is greatest, counted from 1', () => {
    const { runs, metricLabel } = learningCurvesInfo([{ name: 'a', history }]);
    assert.equal(metricLabel, 'Jaccard');
    assert.deepEqual(runs[0]!.epochs, [1, 2, 3, 4]);
    assert.deepEqual(runs[0]!.best, { epoch: 2, value: 0.35 });
    assert.deepEqual(runs[0]!.final, { epoch: 4, value: 0.35 });
  });

  it('takes the epochs from the history where it has them', () => {
    const resumed = { ...history, epoch: [11, 12, 13, 14] };
    assert.equal(learningCurvesInfo([{ name: 'a', history: resumed }]).runs[0]!.best?.epoch, 12);
  });

  it('reads the columns of our own trainer, and says that its two Jaccards differ', () => {
    const own = {
      epoch: [1, 2],
      loss: [1, 0.5],
      jaccard: [0.1, 0.2],
      valLoss: [1, 0.6],
      valJaccard: [0.3, 0.25],
      valJaccardSoft: [0.2, 0.2],
    };
    const info = learningCurvesInfo([{ name: 'a', history: own }]);
    assert.deepEqual(info.runs[0]!.best, { epoch: 1, value: 0.3 });
    assert.deepEqual(info.runs[0]!.valLoss, [1, 0.6]);
    assert.match(info.metricLabel, /training soft, validation at 0\.5/);
  });

  it('leaves out what the history does not hold, and says so of a metric without a value', () => {
    const info = learningCurvesInfo([{ name: 'a', history: { val_jaccard: [NaN, NaN] } }]);
    assert.equal(info.runs[0]!.trainLoss, null);
    assert.equal(info.runs[0]!.best, null);
    assert.match(learningCurvesFigure(info).description, /no value/);
  });

  it('names the columns that there are where the metric is missing', () => {
    assert.throws(() => learningCurvesInfo([{ name: 'a', history: { loss: [1] } }]), /columns are loss/);
    assert.throws(
      () => learningCurvesInfo([{ name: 'a', history }], { metric: 'dice' }),
      /no validation column of dice.*val_jacard_coef/,
    );
    assert.throws(() => learningCurvesInfo([]), /at least one/);
  });
});

describe('learningCurvesFigure', () => {
  it('marks the best epoch and states it', () => {
    const figure = learningCurvesFigure(learningCurvesInfo([{ name: 'a', history }]));
    const star = figure.data.find((trace) => trace.name === 'best epoch');
    assert.deepEqual([star?.x, star?.y], [[2], [0.35]]);
    assert.match(figure.description, /best 0\.3500 at epoch 2 of 4/);
  });

  it('gives each of several runs one legend entry', () => {
    const runs = ['a', 'b'].map((name) => ({ name, history }));
    const figure = learningCurvesFigure(learningCurvesInfo(runs));
    const entries = figure.data.filter((trace) => trace.showlegend === true).map((trace) => trace.name);
    assert.deepEqual(entries, ['a', 'b', 'validation', 'training', 'best epoch']);
  });
});
