import assert from 'node:assert/strict';
import { describe as suite, it } from 'node:test';
import { trend } from 'unetlab/analysis';
import { close } from '../close';
import { want } from './want';

suite('trend, against statsmodels', () => {
  const c = want.trends;
  it('straight line on a log axis', () => {
    const got = trend(c.x, c.y, { scale: 'log', points: 3 });
    close(got.slope, c.slope, 'slope');
    close(got.p, c.p, 'p', 1e-6);
    close(got.slopeInterval?.low, c.slope_ci[0], 'slope low');
    c.band.forEach(([low, high], i) => {
      close(got.low[i], low, `band low ${i}`, 1e-7);
      close(got.high[i], high, `band high ${i}`, 1e-7);
    });
  });
  it('LOESS', () => {
    const got = trend(c.x, c.y, { method: 'loess', points: 5 });
    close(got.fit[0], c.lowess_first, 'first', 1e-6);
    close(got.fit[4], c.lowess_last, 'last', 1e-6);
    got.fit.forEach((fit, i) => {
      assert.ok(got.low[i]! < fit && fit < got.high[i]!);
    });
  });
  it('drops what a log axis cannot show, and has a reason for no trend', () => {
    assert.equal(trend([0, 1, 10, 100], [1, 2, 3, 4], { scale: 'log' }).dropped, 1);
    assert.match(trend([1, 1, 1], [1, 2, 3]).reason ?? '', /constant/);
    assert.match(trend([1, 2], [1, 2]).reason ?? '', /three are needed/);
    const ties = trend([4, 4, 4, 8, 8, 8, 16, 16], [1, 2, 3, 4, 5, 6, 7, 8], { method: 'loess', span: 0.3 });
    ties.fit.forEach((fit, i) => {
      assert.ok(Number.isFinite(fit) && Number.isFinite(ties.low[i]), `fit ${i}`);
    });
  });
});
