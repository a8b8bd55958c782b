import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { lossExplorerFigure, lossMathematicsFigure, lossMathematicsInfo } from 'unetlab/figures';

describe('focal loss with one α for every pixel', () => {
  const uniform = lossMathematicsInfo({ weighting: 'uniform' });

  it('mirrors foreground and background, which α and 1 − α do not', () => {
    const close = (a: readonly number[], b: readonly number[]): boolean =>
      a.every((value, i) => Math.abs(value - b[i]!) < 1e-9);
    assert.ok(close(uniform.focal.background, [...uniform.focal.foreground].reverse()));
    const { foreground, background } = lossMathematicsInfo().focal;
    assert.ok(
      close(
        background,
        [...foreground].reverse().map((value) => 3 * value),
      ),
    );
  });

  it('is said in the figure and drawn by the sliders', () => {
    assert.match(JSON.stringify(lossMathematicsFigure(uniform).layout), /α = 0\.25 for every pixel/);
    const [one, zero] = lossExplorerFigure(uniform).data as { y: number[] }[];
    assert.ok(Math.abs(one!.y[0]! - zero!.y.at(-1)!) < 1e-9);
  });
});
