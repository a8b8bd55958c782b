import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  publishedComparisonInfo,
  slideScoresFigure,
  slideScoresInfo,
  trainingSpeedInfo,
} from 'unetlab/figures';

describe('publishedComparisonInfo', () => {
  it('gives difference and ratio where both sides are there', () => {
    const { rows } = publishedComparisonInfo([
      { label: 'a', published: 0.2, measured: 0.5 },
      { label: 'b', published: null, measured: 0.5 },
      { label: 'c', published: 0, measured: 0.5 },
    ]);
    assert.ok(Math.abs(rows[0]!.difference! - 0.3) < 1e-12);
    assert.equal(rows[0]!.ratio, 2.5);
    assert.deepEqual([rows[1]!.difference, rows[1]!.ratio], [null, null]);
    assert.deepEqual([rows[2]!.difference, rows[2]!.ratio], [0.5, null]);
  });
});

describe('slideScoresInfo', () => {
  const scores = [
    { slide: 'poor', id: 'p1', value: 0.2 },
    { slide: 'good', id: 'g1', value: 0.8 },
    { slide: 'good', id: 'g2', value: 0.6 },
    { slide: 'good', id: 'g3', value: NaN },
  ];

  it('sorts slides by their mean and keeps the mean over images apart from the mean over slides', () => {
    const info = slideScoresInfo(scores);
    assert.deepEqual(info.slides, ['good', 'poor']);
    assert.ok(Math.abs(info.series[0]!.mean - 1.6 / 3) < 1e-12);
    assert.ok(Math.abs(info.series[0]!.slideMean - 0.45) < 1e-12);
    assert.deepEqual(
      info.series[0]!.means.map(({ n }) => n),
      [2, 1],
    );
  });

  it('names the images without a score', () => {
    assert.match(slideScoresFigure(slideScoresInfo(scores)).description, /Without a score: g3/);
    assert.throws(() => slideScoresInfo([{ slide: 'a', id: 'b', value: NaN }]), /no score is a number/);
  });
});

describe('trainingSpeedInfo', () => {
  it('sorts each setting slowest first and counts speed from the slowest', () => {
    const { settings } = trainingSpeedInfo([
      { name: 'fast', setting: 's', milliseconds: 100 },
      { name: 'slow', setting: 's', milliseconds: 400 },
      { name: 'other', setting: 't', milliseconds: 50 },
    ]);
    assert.deepEqual(
      settings.map(({ setting, rows }) => [setting, rows.map(({ name, speedup }) => [name, speedup])]),
      [
        [
          's',
          [
            ['slow', 1],
            ['fast', 4],
          ],
        ],
        ['t', [['other', 1]]],
      ],
    );
  });

  it('refuses a time that is not positive', () => {
    assert.throws(
      () => trainingSpeedInfo([{ name: 'x', setting: 's', milliseconds: 0 }]),
      /invalid time of x/,
    );
  });
});
