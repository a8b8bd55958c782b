import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { trivialScores, withinTrivial, type ScoredImage } from 'unetlab/metrics';

const image = (values: number[], mask: number[], ignore?: number[]): ScoredImage => ({
  image: values,
  channels: 1,
  mask,
  ...(ignore && { ignore }),
});

describe('trivialScores', () => {
  it('scores everything, nothing, and the threshold that training images ask for', () => {
    const train = [image([0.2, 0.3, 0.7, 0.8], [1, 1, 0, 0])];
    const test = [image([0.1, 0.25, 0.2, 0.9], [1, 1, 0, 0]), image([0.9, 0.9, 0.9, 0.9], [0, 0, 0, 0])];
    const { everything, nothing, threshold } = trivialScores(train, test);
    assert.equal(everything.jaccard, 1 / 2);
    assert.equal(everything.falsePositivePixels, 4);
    assert.equal(nothing.jaccard, 0);
    assert.equal(threshold.foreground, 'darker');
    assert.ok(threshold.level > 0.3 && threshold.level <= 0.7, `${threshold.level}`);
    assert.equal(threshold.jaccard, 2 / 3);
    assert.equal(threshold.scored, 1);
  });

  it('finds bright foreground in colour, and leaves out pixels to be ignored', () => {
    const rgb: ScoredImage = {
      image: [0.1, 0.2, 0.3, 0.9, 0.8, 1, 1, 1, 1],
      channels: 3,
      mask: [0, 1, 0],
      ignore: [0, 0, 1],
    };
    const { threshold, everything } = trivialScores([rgb], [rgb]);
    assert.equal(threshold.foreground, 'brighter');
    assert.equal(threshold.jaccard, 1);
    assert.equal(everything.jaccard, 1 / 2);
  });

  it('says where a score beats none of them', () => {
    const sample = image([0.2, 0.3, 0.7, 0.8], [1, 1, 0, 0]);
    const trivial = trivialScores([sample], [image([0.2, 0.8, 0.7, 0.8], [1, 1, 0, 0])]);
    assert.match(
      withinTrivial({ jaccard: 0.4 }, trivial)!,
      /^a Jaccard of 0\.400 is no better than calling (every pixel foreground|foreground what is darker than 0\.\d\d) \(0\.500\)$/,
    );
    assert.equal(withinTrivial({ jaccard: 0.6 }, trivial), null);
    assert.equal(withinTrivial({ jaccard: NaN }, trivial), null);
  });
});
