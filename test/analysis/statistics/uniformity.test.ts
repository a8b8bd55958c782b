import assert from 'node:assert/strict';
import { describe as suite, it } from 'node:test';
import { uniformityTest } from 'unetlab/analysis';
import { close } from '../close';
import { want } from './want';

suite('evenness over a range, against scipy', () => {
  it('agrees', () => {
    const { counts, statistic, p } = want.resampling.chisquare;
    const values = counts.flatMap((count, bin) => Array.from({ length: count }, () => (bin + 0.5) / 5));
    const got = uniformityTest(values, 0, 1, 5);
    assert.deepEqual(got.counts, counts);
    close(got.chiSquare, statistic, 'statistic');
    close(got.p, p, 'p');
  });
});
