import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { detectionScores, matchByOverlap } from 'unetlab/metrics';

const row = (text: string): number[] => Array.from(text, (letter) => (letter === '.' ? 0 : Number(letter)));

describe('matchByOverlap', () => {
  it('pairs objects that share more than half of what they cover together, whatever their numbers', () => {
    const truth = row('111..222..333..');
    const predicted = row('777...88..9....');
    const { pairs, missed, spurious } = matchByOverlap(truth, predicted);
    assert.deepEqual(
      pairs.map(({ truth: t, predicted: p }) => [t, p]),
      [
        [0, 0],
        [1, 1],
      ],
    );
    assert.deepEqual(
      pairs.map(({ distance }) => Number(distance.toFixed(4))),
      [0, 0.3333],
    );
    assert.deepEqual([missed, spurious], [[2], [2]]);
  });

  it('takes no pair at exactly one half', () => {
    assert.equal(matchByOverlap(row('11..'), row('.1..')).pairs.length, 0);
    assert.equal(matchByOverlap(row('111.'), row('.11.')).pairs.length, 1);
  });

  it('counts two objects drawn as one as one spurious and two missed', () => {
    const scores = detectionScores([matchByOverlap(row('1112222'), row('3333333'))]);
    assert.deepEqual([scores.truth, scores.predicted, scores.matched], [2, 1, 1]);
    const equal = detectionScores([matchByOverlap(row('111222'), row('333333'))]);
    assert.deepEqual([equal.truth, equal.predicted, equal.matched], [2, 1, 0]);
  });

  it('leaves out objects that lie mostly in ignored pixels, on either side', () => {
    const ignore = row('0000011111');
    const { pairs, missed, spurious } = matchByOverlap(row('111..222..'), row('111....33.'), 0.5, ignore);
    assert.deepEqual([pairs.length, missed, spurious], [1, [], []]);
  });

  it('says what is wrong with sizes and thresholds', () => {
    assert.throws(() => matchByOverlap([1, 1], [1]), /truth has 2 pixels, the prediction 1/);
    assert.throws(() => matchByOverlap([1], [1], 0.3), /invalid overlap; not in \[0.5, 1\): 0.3/);
  });
});
