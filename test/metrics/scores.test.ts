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
      [1, 1, 1, 1, 1],
    );
    const claimed = metrics.confusionCounts(metrics.overlapSums([0, 0, 0], [0, 0.9, 0.2]));
    assert.deepEqual([metrics.jaccard(claimed), metrics.dice(claimed), metrics.recall(claimed)], [0, 0, 1]);
    const missed = metrics.confusionCounts(metrics.overlapSums([0, 1, 0], [0, 0, 0]));
    assert.deepEqual([metrics.jaccard(missed), metrics.precision(missed), metrics.recall(missed)], [0, 1, 0]);
  });

  it('are soft where the published score is soft', () => {
    const sums = metrics.overlapSums([1, 0, 1, 0], [0.8, 0.1, 0.4, 0.3]);
    near(metrics.softJaccard(sums, 0), 1.2 / (2 + 1.6 - 1.2));
    near(metrics.softJaccard(sums), 2.2 / (2 + 1.6 - 1.2 + 1));
    near(metrics.softDice(sums, 0), 2.4 / 3.6);
    near(metrics.softJaccard(metrics.overlapSums([0, 0], [0, 0])), 1);
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

  it('refuse images of different size', () => {
    assert.throws(() => metrics.overlapSums([1, 0], [1]), /truth has 2 pixels, the prediction 1/);
  });
});
