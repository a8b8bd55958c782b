import assert from 'node:assert/strict';
import { describe as suite, it } from 'node:test';
import { correlation, correlationMatrix } from 'unetlab/analysis';
import { close, withNaN } from '../close';
import { want } from './want';

suite('correlation, against scipy', () => {
  const c = want.correlation;
  it('agrees with ties and missing values', () => {
    const pearson = correlation(withNaN(c.x), withNaN(c.y));
    assert.equal(pearson.n, 37);
    close(pearson.r, c.r, 'r');
    close(pearson.p, c.p, 'p', 1e-7);
    close(pearson.interval?.low, c.low, 'low');
    close(pearson.interval?.high, c.high, 'high');
    const spearman = correlation(withNaN(c.x), withNaN(c.y), { method: 'spearman' });
    close(spearman.r, c.rho, 'rho');
    close(spearman.p, c.rho_p, 'p of rho', 1e-7);
    assert.ok(spearman.interval!.low < c.rho && c.rho < spearman.interval!.high);
  });

  it('fills a matrix pairwise, with a reason where there is no correlation', () => {
    for (const method of ['pearson', 'spearman'] as const) {
      const matrix = correlationMatrix(
        [
          { name: 'x', values: withNaN(c.x) },
          { name: 'y', values: withNaN(c.y) },
          { name: 'constant', values: c.x.map(() => 2) },
          { name: 'empty', values: c.x.map(() => NaN) },
        ],
        { method },
      );
      close(matrix.cells[1]![0]!.r, method === 'pearson' ? c.r : c.rho, `${method} cell`);
      close(matrix.cells[0]![0]!.r, 1, 'diagonal');
      assert.equal(matrix.cells[0]![2]!.reason, 'a column is constant');
      assert.equal(matrix.cells[3]![0]!.reason, 'no row has both values');
    }
    assert.throws(() => correlation([1, 2], [1]), /must have the same length; got 2 and 1/);
  });
});
