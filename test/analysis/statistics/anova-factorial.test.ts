import assert from 'node:assert/strict';
import { describe as suite, it } from 'node:test';
import { factorialAnova } from 'unetlab/analysis';
import { close } from '../close';
import { want } from './want';

const levels = (n: number, pick: (i: number) => string) => Array.from({ length: n }, (_, i) => pick(i));

suite('factorial analysis of variance, type II, against statsmodels', () => {
  const { rows, cases } = want.factorial;
  const factor = (name: 'lr' | 'bs' | 'loss') => ({ name, levels: rows[name] });
  const shapes: Record<string, Parameters<typeof factorialAnova>> = {
    'y ~ C(lr) + C(bs)': [rows.y, [factor('lr'), factor('bs')], { interactions: 1 }],
    'y ~ C(lr) * C(bs)': [rows.y, [factor('lr'), factor('bs')]],
    'y ~ C(lr) * C(bs) * C(loss)': [
      rows.y,
      [factor('lr'), factor('bs'), factor('loss')],
      { interactions: 3 },
    ],
    'y ~ (C(lr) + C(bs) + C(loss))**2': [rows.y, [factor('lr'), factor('bs'), factor('loss')]],
    'y ~ C(bs) * C(loss) + depth': [
      rows.y,
      [factor('bs'), factor('loss')],
      { covariates: [{ name: 'depth', values: rows.depth }] },
    ],
  };
  for (const c of cases)
    it(c.formula, () => {
      const got = factorialAnova(...shapes[c.formula]!);
      close(got.rSquared, c.r_squared, 'R squared');
      for (const [name, row] of Object.entries(c.terms)) {
        if (name === 'Residual') {
          assert.equal(got.residual.df, row.df);
          close(got.residual.sumSq, row.sum_sq, 'residual');
          continue;
        }
        const wanted = name.replace(/C\((\w+)\)/g, '$1').replaceAll(':', ' × ');
        const term = got.terms.find(({ term }) => term === wanted);
        assert.ok(term, `no term ${wanted}`);
        assert.equal(term.df, row.df, name);
        close(term.sumSq, row.sum_sq, `${name} sum of squares`);
        close(term.f, row.f!, `${name} F`);
        close(term.p, row.p!, `${name} p`, 1e-7);
      }
    });

  it('names empty cells, aliased terms and a model without residual', () => {
    const y = [1, 2, 3, 4, 5, 6, 7];
    const a = levels(7, (i) => (i < 4 ? 'low' : 'high'));
    const empty = factorialAnova(y, [
      { name: 'a', levels: a },
      { name: 'b', levels: ['x', 'x', 'y', 'y', 'x', 'x', 'x'] },
    ]);
    assert.ok(empty.notices.some((notice) => notice.includes('a × b: 1 of 4 cells are empty')));
    const aliased = factorialAnova(
      y,
      [
        { name: 'a', levels: a },
        { name: 'copy', levels: a.map((v) => `${v}!`) },
      ],
      {
        interactions: 1,
      },
    );
    assert.ok(
      aliased.notices.some((notice) => notice.startsWith('copy cannot be told from the other terms')),
    );
    assert.equal(aliased.terms[0]!.p, null);
    const saturated = factorialAnova([1, 2], [{ name: 'a', levels: ['x', 'y'] }]);
    assert.equal(saturated.terms[0]!.p, null);
    assert.match(saturated.notices.join(), /no degrees of freedom/);
    assert.throws(() => factorialAnova(y, [{ name: 'a', levels: ['x'] }]), /factor a has 1 entries for 7/);
  });

  it('does not depend on the order of the factors', () => {
    const one = factorialAnova(rows.y, [factor('lr'), factor('bs'), factor('loss')]);
    const two = factorialAnova(rows.y, [factor('loss'), factor('lr'), factor('bs')]);
    for (const { term, sumSq } of one.terms.filter(({ term }) => !term.includes('×')))
      close(two.terms.find((t) => t.term === term)?.sumSq, sumSq, term);
  });
});
