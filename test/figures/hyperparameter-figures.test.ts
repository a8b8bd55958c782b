import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { objectiveOf } from 'unetlab/analysis';
import {
  afterSearchFigure,
  afterSearchInfo,
  boughtTrials,
  endedCurvesFigure,
  endedCurvesInfo,
  expectedBestInfo,
} from 'unetlab/figures';
import { Random } from 'unetlab/random';
import { hyperparameterRuns, prunedRuns } from './gallery/hyperparameters';

const records = hyperparameterRuns(12, 4);
const score = objectiveOf(records, { prefer: ['jaccard'] });

describe('endedCurvesInfo', () => {
  it('counts what pruning left untrained, and draws the best on top', () => {
    const pruned = prunedRuns(records);
    const { curves, trained, whole } = endedCurvesInfo(pruned, { score });
    assert.equal(whole, 12 * 18);
    assert.equal(
      trained,
      curves.reduce((sum, { scores }) => sum + scores.length, 0),
    );
    assert.ok(trained < whole);
    assert.equal(curves.at(-1)!.state, 'best');
    assert.equal(curves[0]!.state, 'pruned');
  });

  it('leaves failed trials out, and says so', () => {
    const failed = { ...records[0]!, state: 'failed' as const, history: null };
    const info = endedCurvesInfo([failed, ...records.slice(1)], { score });
    assert.equal(info.leftOut, 1);
    assert.match(endedCurvesFigure(info).description, /11 trials, 0 of them pruned; 1 without a history/);
    assert.throws(() => endedCurvesInfo([failed], { score }), /no trial has a history of best_val_jaccard/);
  });
});

describe('expectedBestInfo', () => {
  it('counts how many trials the hours hold, and ends at the best recorded', () => {
    const study = {
      title: 'a',
      quantity: 'Jaccard',
      scores: [0.1, 0.4, 0.3],
      secondsEach: 900,
      objective: score,
    };
    const [only] = expectedBestInfo([study], { hours: [36, 48], random: new Random(1) }).studies;
    assert.deepEqual(only!.recorded, { tries: 3, hours: 0.75, best: 0.4 });
    assert.deepEqual(
      only!.bought.map(({ tries }) => tries),
      [144, 192],
    );
    assert.equal(only!.bought[0].chanceOfRecord, 144 / 147);
    assert.ok(only!.bought[0].mean <= 0.4); // three scores have no tail
    assert.ok(Math.abs(only!.curve[0]!.mean - 0.8 / 3) < 0.01);
  });

  it('takes only runs that have both a score and a time', () => {
    const { scores, secondsEach } = boughtTrials(
      [
        { ...records[0]!, summary: { best_val_jaccard: 0.5, seconds: 10 } },
        { ...records[1]!, summary: { best_val_jaccard: 0.6, training_time_seconds: 30 } },
        { ...records[2]!, summary: { best_val_jaccard: 0.7 } },
      ],
      score,
      { title: 'a', quantity: 'Jaccard' },
    );
    assert.deepEqual(scores, [0.5, 0.6]);
    assert.equal(secondsEach, 20);
    const none = [{ ...records[2]!, summary: { best_val_jaccard: 0.7 } }];
    assert.throws(() => boughtTrials(none, score, { title: 'a', quantity: 'J' }), /a: no run has both/);
  });
});

describe('afterSearchInfo', () => {
  it('leaves rows without a score out, and has no spread of one', () => {
    const rows = [
      { name: 'all', scores: [0.2, 0.4] },
      { name: 'winner', scores: [0.4] },
      { name: 'none', scores: [] },
    ];
    const info = afterSearchInfo(rows, { quantity: 'Jaccard' });
    assert.deepEqual(
      info.rows.map(({ name, sd }) => [name, sd === null]),
      [
        ['all', false],
        ['winner', true],
      ],
    );
    assert.match(afterSearchFigure(info).description, /winner 0\.4000 \(1\)/);
    assert.throws(() => afterSearchInfo([], { quantity: 'Jaccard' }), /no score/);
  });
});
