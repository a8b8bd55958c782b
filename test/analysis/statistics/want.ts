import { fixture } from '../close';

export interface PairFixture {
  a: number;
  b: number;
  t: number | null;
  df: number;
  p: number;
  low: number;
  high: number;
  g: number;
  g_low: number;
  g_high: number;
  holm: number;
}
export interface GroupsFixture {
  name: string;
  values: number[][];
  f: number;
  p: number;
  omega: number;
  omega_low: number;
  omega_high: number;
  h: number;
  kruskal_p: number;
  levene: number;
  levene_p: number;
  welch_f: number;
  welch_df2: number;
  welch_p: number;
  pairs: PairFixture[];
  describe: { mean: number; sd: number | null; median: number }[];
}
export interface BootstrapFixture {
  low: number;
  high: number;
  replicates: number[];
  estimate: number;
}
export interface Fixture {
  groups: GroupsFixture[];
  correlation: {
    x: (number | null)[];
    y: (number | null)[];
    r: number;
    p: number;
    low: number;
    high: number;
    rho: number;
    rho_p: number;
  };
  noncentral: { kind: 't' | 'f'; x: number; df: number; df2: number; nc: number; cdf: number }[];
  factorial: {
    rows: { lr: string[]; bs: string[]; loss: string[]; depth: number[]; y: number[] };
    cases: {
      formula: string;
      r_squared: number;
      terms: Record<string, { df: number; sum_sq: number; f: number | null; p: number | null }>;
    }[];
  };
  resampling: {
    a: number[];
    b: number[];
    one: BootstrapFixture;
    two: BootstrapFixture;
    permutation: {
      u: number[];
      v: number[];
      w: number[];
      exact: Record<'two-sided' | 'greater' | 'less', number>;
      single: number;
      x: number[];
      y: number[];
      pairing: number;
    };
    expected_maximum: { n: number; value: number }[];
    chisquare: { counts: number[]; statistic: number; p: number };
  };
  trends: {
    x: number[];
    y: number[];
    slope: number;
    p: number;
    slope_ci: [number, number];
    band: [number, number][];
    lowess_first: number;
    lowess_last: number;
  };
  grubbs: { values: number[]; simulated_p: number };
}

/** What scipy and statsmodels answer, made by test/fixtures/analysis/make.py. */
export const want = fixture<Fixture>('statistics.json');
