import assert from 'node:assert/strict';
import { describe as suite, it } from 'node:test';
import {
  brownForsythe,
  describe,
  hedgesG,
  holm,
  kruskal,
  oneWayAnova,
  pairwiseWelch,
  welchAnova,
  welchTest,
} from 'unetlab/analysis';
import { close } from '../close';
import { want } from './want';

const named = (values: number[][]) => values.map((group, i) => ({ name: `g${i}`, values: [...group, NaN] })); // a missing value each: it must not count

suite('groups, against scipy and statsmodels', () => {
  for (const c of want.groups) {
    it(c.name, () => {
      const groups = named(c.values);
      c.describe.forEach((d, i) => {
        const got = describe(groups[i]!.values);
        close(got.mean, d.mean, 'mean');
        if (d.sd === null) assert.equal(got.sd, null);
        else close(got.sd, d.sd, 'sd');
        close(got.median, d.median, 'median');
        assert.equal(got.missing, 1);
      });
      const anova = oneWayAnova(groups);
      close(anova.f, c.f, 'F');
      close(anova.p, c.p, 'p of F', 1e-7);
      close(anova.effect.value, c.omega, 'omega squared');
      close(anova.effect.interval?.low, c.omega_low, 'omega low', 1e-5);
      close(anova.effect.interval?.high, c.omega_high, 'omega high', 1e-5);
      const rank = kruskal(groups);
      close(rank.h, c.h, 'H');
      close(rank.p, c.kruskal_p, 'p of H', 1e-7);
      const spread = brownForsythe(groups);
      close(spread.f, c.levene, 'Brown-Forsythe F');
      close(spread.p, c.levene_p, 'Brown-Forsythe p', 1e-7);
      const welch = welchAnova(groups);
      close(welch.f, c.welch_f, 'Welch F');
      close(welch.df?.[1], c.welch_df2, 'Welch df');
      close(welch.p, c.welch_p, 'Welch p', 1e-7);
      const pairs = pairwiseWelch(groups);
      assert.equal(pairs.length, c.pairs.length);
      c.pairs.forEach((p, i) => {
        const got = pairs[i]!;
        if (p.t === null) {
          assert.equal(got.p, null);
          assert.match(got.reason ?? '', /group of one/);
          assert.equal(got.effect.value, null);
          return;
        }
        close(got.t, p.t, 't');
        close(got.df, p.df, 'df');
        close(got.p, p.p, 'p', 1e-7);
        close(got.pHolm, p.holm, 'Holm p', 1e-7);
        close(got.interval?.low, p.low, 'difference low', 1e-7);
        close(got.interval?.high, p.high, 'difference high', 1e-7);
        close(got.effect.value, p.g, 'Hedges g');
        close(got.effect.interval?.low, p.g_low, 'g low', 1e-6);
        close(got.effect.interval?.high, p.g_high, 'g high', 1e-6);
      });
    });
  }

  it('says what cannot be tested instead of answering NaN', () => {
    assert.deepEqual(describe([NaN, Infinity]), {
      n: 0,
      missing: 2,
      mean: null,
      sd: null,
      interval: null,
      min: null,
      median: null,
      max: null,
    });
    assert.match(oneWayAnova([{ name: 'a', values: [1, 2] }]).reason ?? '', /two are needed/);
    assert.match(
      oneWayAnova([
        { name: 'a', values: [1] },
        { name: 'b', values: [2] },
      ]).reason ?? '',
      /one value/,
    );
    assert.match(
      kruskal([
        { name: 'a', values: [1, 1] },
        { name: 'b', values: [1] },
      ]).reason ?? '',
      /equal/,
    );
    assert.match(welchTest([1, 1], [1, 1]).reason ?? '', /varies/);
    assert.match(hedgesG([], [1, 2]).reason ?? '', /empty/);
    assert.equal(
      oneWayAnova([
        { name: 'a', values: [1, 1] },
        { name: 'b', values: [2, 2] },
      ]).p,
      0,
    );
    assert.throws(() => welchTest([1, 2], [3, 4], 95), /invalid level; not in \(0, 1\): 95/);
  });

  it('corrects by Holm and skips tests that were not made', () => {
    assert.deepEqual(holm([0.01, null, 0.04, 0.03]), [0.03, null, 0.06, 0.06]);
  });
});
