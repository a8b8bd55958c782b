import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import * as metrics from 'unetlab/metrics';

const names = ['jaccard', 'dice', 'accuracy', 'precision', 'recall'] as const;
interface Fixture {
  readonly cases: readonly ({ name: string; truth: number[]; probability: number[] } & Record<
    (typeof names)[number],
    number
  >)[];
}
const fixture = JSON.parse(readFileSync('test/fixtures/metrics/metrics.json', 'utf8')) as Fixture;
const near = (got: number, want: number, tolerance = 1e-12): void => {
  assert.ok(Math.abs(got - want) <= tolerance, `got ${got}, want ${want}`);
};

describe('scores', () => {
  for (const expected of fixture.cases)
    it(`equal scikit-learn's on ${expected.name}`, () => {
      const counts = metrics.confusionCounts(metrics.overlapSums(expected.truth, expected.probability));
      for (const name of names) near(metrics[name](counts), expected[name]);
    });

  it('follow the empty rule', () => {
    const empty = metrics.confusionCounts(metrics.overlapSums([0, 0, 0], [0, 0.1, 0.2]));
    assert.deepEqual(
      names.map((name) => metrics[name](empty)),
      [NaN, NaN, 1, NaN, NaN],
    );
    const claimed = metrics.confusionCounts(metrics.overlapSums([0, 0, 0], [0, 0.9, 0.2]));
    assert.deepEqual(
      [metrics.jaccard(claimed), metrics.dice(claimed), metrics.recall(claimed)],
      [NaN, NaN, NaN],
    );
    const missed = metrics.confusionCounts(metrics.overlapSums([0, 1, 0], [0, 0, 0]));
    assert.deepEqual([metrics.jaccard(missed), metrics.precision(missed), metrics.recall(missed)], [0, 1, 0]);
  });

  it('are soft where the published score is soft', () => {
    const sums = metrics.overlapSums([1, 0, 1, 0], [0.8, 0.1, 0.4, 0.3]);
    near(metrics.softJaccard(sums, 0), 1.2 / (2 + 1.6 - 1.2));
    near(metrics.softJaccard(sums), 2.2 / (2 + 1.6 - 1.2 + 1));
    near(metrics.softDice(sums, 0), 2.4 / 3.6);
    assert.ok(Number.isNaN(metrics.softJaccard(metrics.overlapSums([0, 0], [0, 0.9]))));
    assert.ok(Number.isNaN(metrics.softDice(metrics.overlapSums([0, 0], [0, 0.9]))));
  });

  it('differ between the mean over images and the pooled pixels', () => {
    const large = metrics.overlapSums([1, 1, 1, 1], [1, 1, 1, 1]);
    const small = metrics.overlapSums([1, 0, 0, 0], [0, 0, 0, 1]);
    const scores = metrics.segmentationScores([large, small]);
    near(scores.jaccard, 0.5);
    near(scores.jaccardPooled, 4 / 6);
    near(scores.accuracy, 6 / 8);
    assert.equal(scores.images, 2);
    assert.ok(Number.isNaN(metrics.segmentationScores([]).jaccard));
  });

  it('leave images without foreground out of the means, count them and report what was claimed there', () => {
    const found = metrics.overlapSums([1, 1, 0, 0], [1, 0, 0, 0]);
    const quiet = metrics.overlapSums([0, 0, 0, 0], [0, 0, 0, 0]);
    const loud = metrics.overlapSums([0, 0, 0, 0], [1, 1, 1, 0]);
    const scores = metrics.segmentationScores([found, quiet, loud]);
    near(scores.jaccard, 1 / 2);
    near(scores.dice, 2 / 3);
    near(scores.jaccardPooled, 1 / 5);
    assert.deepEqual(
      [scores.images, scores.scored, scores.imagesWithoutForeground, scores.falsePositivePixels],
      [3, 1, 2, 3],
    );
    assert.equal(
      metrics.scoredImages(scores),
      'mean over 1 of 3 images; 2 without foreground left out, 3 pixels predicted there',
    );
    const none = metrics.segmentationScores([quiet, loud]);
    for (const name of ['jaccard', 'jaccardPooled', 'jaccardSoft', 'dice', 'precision', 'recall'] as const)
      assert.ok(Number.isNaN(none[name]), name);
    assert.equal(
      metrics.scoredImages(none),
      'no score: none of 2 images has foreground; 3 pixels predicted there',
    );
    assert.equal(metrics.scoredImages(metrics.segmentationScores([found, found])), 'mean over 2 images');
  });

  it('leave out pixels to be ignored, as if the image were without them', () => {
    const ignore = [0, 1, 0, 1, 0, 0];
    const counted = <T>(values: readonly T[]): T[] => values.filter((_, i) => ignore[i] === 0);
    const [truth, probability] = [
      [1, 1, 0, 0, 1, 0],
      [0.9, 0.1, 0.7, 0.8, 0.3, 0.1],
    ];
    assert.deepEqual(
      metrics.overlapSums(truth, probability, 0.5, ignore),
      metrics.overlapSums(counted(truth), counted(probability)),
    );
    assert.throws(() => metrics.overlapSums([1], [1], 0.5, [0, 0]), /truth has 1 pixels, those to ignore/);
  });

  it('refuse images of different size', () => {
    assert.throws(() => metrics.overlapSums([1, 0], [1]), /truth has 2 pixels, the prediction 1/);
  });
});
