import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Random } from 'unetlab/random';

const moments = (values: readonly number[]): { mean: number; variance: number } => {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  return { mean, variance: values.reduce((a, b) => a + (b - mean) ** 2, 0) / (values.length - 1) };
};
const draws = (draw: () => number, n = 20000): number[] => Array.from({ length: n }, draw);

describe('Random', () => {
  it('repeats for the same seed and differs for another', () => {
    const first = new Random(7);
    const again = new Random(7);
    const other = new Random(8);
    const a = draws(() => first.uint32(), 8);
    assert.deepEqual(
      a,
      draws(() => again.uint32(), 8),
    );
    assert.notDeepEqual(
      a,
      draws(() => other.uint32(), 8),
    );
  });

  it('has the moments of its distributions', () => {
    const random = new Random(1);
    const uniform = moments(draws(() => random.uniform()));
    assert.ok(Math.abs(uniform.mean - 0.5) < 0.01 && Math.abs(uniform.variance - 1 / 12) < 0.005);
    const normal = moments(draws(() => random.normal()));
    assert.ok(Math.abs(normal.mean) < 0.03 && Math.abs(normal.variance - 1) < 0.05);
    for (const mean of [0, 0.3, 5, 29, 80]) {
      const poisson = moments(draws(() => random.poisson(mean)));
      const slack = 4 * Math.sqrt(mean / 20000) + 0.02;
      assert.ok(Math.abs(poisson.mean - mean) < slack, `poisson(${mean}) mean ${poisson.mean}`);
      assert.ok(
        Math.abs(poisson.variance - mean) <= 0.06 * mean,
        `poisson(${mean}) variance ${poisson.variance}`,
      );
    }
  });

  it('shuffles every item and leaves the input alone', () => {
    const items = [1, 2, 3, 4, 5, 6];
    const shuffled = new Random(3).shuffle(items);
    assert.deepEqual(items, [1, 2, 3, 4, 5, 6]);
    assert.deepEqual(shuffled.slice().sort(), items);
  });

  it('goes on from a kept state', () => {
    const random = new Random(5);
    random.normal();
    const kept = Random.fromState(random.state);
    assert.equal(kept.uint32(), random.uint32());
  });

  it('refuses what it cannot use', () => {
    assert.throws(() => new Random(0.5), /invalid seed/);
    assert.throws(() => new Random(1).int(0), /invalid bound/);
  });
});
