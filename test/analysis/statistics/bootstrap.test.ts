import assert from 'node:assert/strict';
import { describe as suite, it } from 'node:test';
import { bcaInterval, bootstrap, bootstrapRows, correlation } from 'unetlab/analysis';
import { Random } from 'unetlab/random';
import { close, withNaN } from '../close';
import { want } from './want';

suite('bootstrap, against scipy', () => {
  const { a, b, one, two } = want.resampling;
  const jackknife = (values: number[], of: (rest: number[]) => number) =>
    values.map((_, left) => of(values.filter((_, i) => i !== left)));
  const mean = (values: number[]) => values.reduce((s, v) => s + v, 0) / values.length;

  it('gives the same BCa interval from the same replicates, for one sample and for two', () => {
    const single = bcaInterval(one.estimate, one.replicates, [jackknife(a, mean)], 0.95);
    close(single?.low, one.low, 'low');
    close(single?.high, one.high, 'high');
    const both = bcaInterval(
      two.estimate,
      two.replicates,
      [jackknife(a, (rest) => mean(rest) - mean(b)), jackknife(b, (rest) => mean(a) - mean(rest))],
      0.95,
    );
    close(both?.low, two.low, 'low of two');
    close(both?.high, two.high, 'high of two');
  });

  it('resamples to nearly the same interval, and repeats with the seed', () => {
    const run = (seed: number) =>
      bootstrap([a], ([x]) => mean([...x!]), { random: new Random(seed), resamples: 4000 });
    const got = run(1);
    close(got.interval?.low, one.low, 'low', 0.1);
    close(got.interval?.high, one.high, 'high', 0.1);
    assert.deepEqual(run(1), got);
    assert.notDeepEqual(run(2), got);
  });

  it('keeps rows together and refuses samples of one', () => {
    const c = want.correlation;
    const got = bootstrapRows([withNaN(c.x), withNaN(c.y)], ([x, y]) => correlation(x!, y!).r!, {
      random: new Random(3),
      resamples: 1000,
    });
    close(got.estimate, c.r, 'r');
    assert.ok(got.interval!.low < c.r && got.interval!.high > c.r);
    assert.match(
      bootstrap([[1, NaN]], () => 1, { random: new Random(1) }).reason ?? '',
      /holds 1 value; two are/,
    );
    const flat = bootstrap([[2, 2, 2]], ([x]) => x![0]!, { random: new Random(1), resamples: 50 });
    assert.equal(flat.method, 'percentile');
  });
});
