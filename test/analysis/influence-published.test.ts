import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  pixelInfluence,
  publishedPixelClasses,
  publishedPixelClassesAt256,
  type PixelClass,
} from 'unetlab/figures';

/** Every number that the published table and its text state, in their own words. */
function published(at512: readonly PixelClass[], at256: readonly PixelClass[]): Record<string, string> {
  const { classes, imbalance, weightedImbalance, ratio } = pixelInfluence(at512);
  const shares = (of: 'share' | 'influence'): string =>
    classes.map((row) => (100 * row[of]).toFixed(1)).join(' / ');
  return {
    pixels: classes.map(({ pixels }) => pixels.toLocaleString('en-US')).join(' / '),
    'percent without focal loss': shares('share'),
    'percent with focal loss': shares('influence'),
    amplification: `${classes[2]!.amplification.toFixed(0)}×`,
    'imbalance without': `${Math.round(imbalance)}:1`,
    // published as 1.7:1, but it is boundary over background: the direction of the first ratio is turned round
    'imbalance with': `${(1 / weightedImbalance).toFixed(1)}:1`,
    'foreground to background at 512²': `1:${ratio.toFixed(1)}`,
    'foreground to background at 256²': `1:${pixelInfluence(at256).ratio.toFixed(1)}`,
  };
}

const wanted = {
  pixels: '230,000 / 28,000 / 4,000',
  'percent without focal loss': '87.8 / 10.7 / 1.5',
  'percent with focal loss': '25.3 / 30.8 / 44.0',
  amplification: '29×',
  'imbalance without': '58:1',
  'imbalance with': '1.7:1',
  'foreground to background at 512²': '1:7.2',
  'foreground to background at 256²': '1:3.3',
};

describe('the published pixel table', () => {
  it('is reproduced to the digit', () => {
    assert.deepEqual(published(publishedPixelClasses, publishedPixelClassesAt256), wanted);
  });

  it('is not, with any one weight or count changed', () => {
    publishedPixelClasses.forEach((_, changed) => {
      for (const change of [
        (row: PixelClass) => ({ ...row, weight: row.weight * 1.1 }),
        (row: PixelClass) => ({ ...row, pixels: row.pixels * 1.1 }),
      ]) {
        const altered = publishedPixelClasses.map((row, i) => (i === changed ? change(row) : row));
        assert.notDeepEqual(published(altered, publishedPixelClassesAt256), wanted);
        const other = publishedPixelClassesAt256.map((row, i) =>
          i === 0 ? { ...row, pixels: row.pixels * 1.1 } : row,
        );
        assert.notDeepEqual(published(publishedPixelClasses, other), wanted);
      }
    });
  });

  it('has ratios that stand for two pictures: 23.1 % and 12.2 % foreground', () => {
    const foreground = (classes: readonly PixelClass[]): string =>
      (100 * (1 - pixelInfluence(classes).classes[0]!.share)).toFixed(1);
    assert.deepEqual([publishedPixelClassesAt256, publishedPixelClasses].map(foreground), ['23.1', '12.2']);
  });
});
