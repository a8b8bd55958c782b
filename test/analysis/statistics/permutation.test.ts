import assert from 'node:assert/strict';
import { describe as suite, it } from 'node:test';
import { betweenGroups, meanDifference, permutationCorrelation, permutationTest } from 'unetlab/analysis';
import { Random } from 'unetlab/random';
import { close } from '../close';
import { want } from './want';

const levels = (n: number, pick: (i: number) => string) => Array.from({ length: n }, (_, i) => pick(i));

suite('permutation tests, against scipy', () => {
  const { u, v, w, exact, single, x, y, pairing } = want.resampling.permutation;
  const random = new Random(5);
  const groups = [
    { name: 'u', values: u },
    { name: 'v', values: [...v, NaN] },
  ];
  it('enumerates unequal groups exactly', () => {
    for (const alternative of ['two-sided', 'greater', 'less'] as const) {
      const got = permutationTest(groups, meanDifference, { random, alternative });
      assert.equal(got.exact, true);
      assert.equal(got.arrangements, 210);
      close(got.p, exact[alternative], alternative);
    }
  });
  it('takes a group of one', () => {
    const got = permutationTest([groups[0]!, { name: 'w', values: w }], meanDifference, { random });
    close(got.p, single, 'p');
  });
  it('samples when there are too many arrangements, and never answers 0', () => {
    const got = permutationTest(groups, meanDifference, { random, permutations: 200 });
    assert.equal(got.exact, false);
    assert.ok(Math.abs(got.p! - exact['two-sided']) < 0.12);
    const far = permutationTest(
      [
        { name: 'a', values: levels(20, () => '').map((_, i) => i) },
        { name: 'b', values: levels(20, () => '').map((_, i) => i + 100) },
      ],
      betweenGroups,
      { random, permutations: 99, alternative: 'greater' },
    );
    assert.equal(far.p, 0.01);
    assert.match(
      permutationTest([groups[0]!, { name: 'e', values: [] }], meanDifference, { random }).reason ?? '',
      /group e is empty/,
    );
  });
  it('tests a correlation', () => {
    const got = permutationCorrelation(x, y, { random, permutations: 20000 });
    assert.ok(Math.abs(got.p! - pairing) < 0.015, `got ${String(got.p)}, want ${pairing}`);
    assert.match(permutationCorrelation([1, 1, 1, 1], [1, 2, 3, 4], { random }).reason ?? '', /constant/);
  });
});
