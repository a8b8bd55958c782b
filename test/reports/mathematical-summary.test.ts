import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  gradientTermsInfo,
  lossMathematicsInfo,
  pixelInfluenceInfo,
  publishedPixelClasses,
} from 'unetlab/figures';
import { mathematicalSummary, type MathematicalSummaryParts } from 'unetlab/reports';

const parts: MathematicalSummaryParts = {
  mathematics: lossMathematicsInfo(),
  influence: pixelInfluenceInfo([{ name: '512²', classes: publishedPixelClasses }]),
};
const write = (more: Partial<MathematicalSummaryParts> = {}): string =>
  mathematicalSummary({ ...parts, ...more }).markdown;

describe('mathematicalSummary', () => {
  it('computes the published table', () => {
    const markdown = write();
    assert.match(markdown, /\| Background \(easy\) \| 230,000 \| 87\.8 % \| 0\.01 \| 25\.3 % \|/);
    assert.match(markdown, /\| Foreground \(medium\) \| 28,000 \| 10\.7 % \| 0\.1 \| 30\.8 % \|/);
    assert.match(markdown, /\| Boundary \(hard\) \| 4,000 \| 1\.5 % \| 1 \| 44\.0 % \| 29× \|/);
    assert.match(markdown, /is 58:1 by count and 1:1\.7 with the weights/);
    assert.match(markdown, /99 % of the loss of an easy pixel is gone/);
  });

  it('changes with the weights', () => {
    const classes = publishedPixelClasses.map((row, index) => (index === 0 ? { ...row, weight: 0.02 } : row));
    assert.doesNotMatch(
      write({ influence: pixelInfluenceInfo([{ name: '512²', classes }]) }),
      /25\.3 %|44\.0 %/,
    );
  });

  it('speaks of stages only where the lead changes', () => {
    const terms = (lead: (epoch: number) => number): string =>
      write({
        terms: gradientTermsInfo(
          ['Dice', 'Focal'],
          Array.from({ length: 9 }, (_, index) => ({ epoch: index + 1, norms: [lead(index), 1] })),
        ),
      });
    assert.match(
      terms(() => 2),
      /Dice leads in every third of the training/,
    );
    assert.match(
      terms((epoch) => (epoch < 4 ? 2 : 0.5)),
      /The lead changes between the thirds/,
    );
    assert.doesNotMatch(write(), /thirds|every third/);
  });

  it('says whether imbalance grows with the size, from the shares', () => {
    const foreground = (large: number): string =>
      write({
        foreground: [
          { side: 256, share: 0.1, images: 8 },
          { side: 512, share: large, images: 8 },
        ],
      });
    assert.match(foreground(0.101), /resampling does not change the imbalance/);
    assert.match(foreground(0.2), /differs between the sizes by a factor of 2\.00/);
  });

  it('names the check that fails', () => {
    const check = { name: 'Dice', automatic: 1e-9, finite: 1e-7, tolerance: 1e-5 };
    assert.match(write({ checks: [check] }), /All 1 formula agree/);
    assert.match(write({ checks: [check, { ...check, name: 'Focal', finite: 1 }] }), /Focal: the difference/);
  });
});
