import { describe as suite, it } from 'node:test';
import { noncentralFCdf, noncentralTCdf } from 'unetlab/analysis';
import { close } from '../close';
import { want } from './want';

suite('noncentral distributions, against scipy', () => {
  for (const c of want.noncentral)
    it(`${c.kind}(${c.x}; ${c.df}, ${c.nc})`, () => {
      close(
        c.kind === 't' ? noncentralTCdf(c.x, c.df, c.nc) : noncentralFCdf(c.x, c.df, c.df2, c.nc),
        c.cdf,
        'cdf',
        1e-9,
      );
    });
});
