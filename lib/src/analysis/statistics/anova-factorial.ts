import { fUpper } from './distributions';
import { omegaSquared, type EffectSize } from './effect-size';
import { SequentialFit } from './least-squares';
import { requireSameLength, type Numbers } from './numbers';

/** A factor with levels, one entry a run; null marks a missing level. */
export interface AnovaFactor {
  readonly name: string;
  readonly levels: readonly (string | number | boolean | null)[];
}

/** A number that enters as one straight-line term. */
export interface Covariate {
  readonly name: string;
  readonly values: Numbers;
}

/** A line of the table of an analysis of variance. */
export interface AnovaTerm {
  /** Name of the factor, or names joined by ` × ` for an interaction. */
  readonly term: string;
  readonly df: number;
  readonly sumSq: number;
  readonly f: number | null;
  readonly p: number | null;
  /** Partial ω². */
  readonly effect: EffectSize;
}

/** Factorial analysis of variance. */
export interface FactorialAnova {
  readonly terms: readonly AnovaTerm[];
  readonly residual: { readonly df: number; readonly sumSq: number };
  /** Complete rows that entered. */
  readonly n: number;
  /** Rows left out because the response, a level or a covariate was missing. */
  readonly dropped: number;
  /** Share of the variance that the whole model fits; null where the response is constant. */
  readonly rSquared: number | null;
  /** What the design does not allow: empty cells, aliased terms, no residual. */
  readonly notices: readonly string[];
}

/**
 * Analysis of variance with type II sums of squares, for unbalanced designs: each term is judged after all terms that
 * do not contain it, so the answer does not depend on the order of the factors (Langsrud, 2003, Statistics and
 * Computing 13). Degrees of freedom are those that the data can estimate; a term without any is named in `notices`.
 *
 * @param interactions highest order of interaction, 1 for main effects alone; default 2 (pairs).
 */
export function factorialAnova(
  response: Numbers,
  factors: readonly AnovaFactor[],
  {
    interactions = 2,
    covariates = [],
    level = 0.95,
  }: { interactions?: number; covariates?: readonly Covariate[]; level?: number } = {},
): FactorialAnova {
  for (const { levels, name } of factors)
    if (levels.length !== response.length)
      throw new RangeError(`factor ${name} has ${levels.length} entries for ${response.length} responses`);
  for (const { values, name } of covariates)
    requireSameLength(values, response, `covariate ${name} and response`);
  const rows = Array.from({ length: response.length }, (_, i) => i).filter(
    (i) =>
      Number.isFinite(response[i]) &&
      factors.every(({ levels }) => levels[i] !== null) &&
      covariates.every(({ values }) => Number.isFinite(values[i])),
  );
  const n = rows.length;
  const y = Float64Array.from(rows, (i) => response[i]!);
  const mean = y.reduce((sum, value) => sum + value, 0) / n;
  const total = y.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const notices: string[] = [];
  const terms = [
    ...covariates.map(({ name, values }) => ({
      name,
      members: [name],
      columns: [centred(Float64Array.from(rows, (i) => values[i]!))],
    })),
    ...termsOf(factors, rows, Math.min(interactions, factors.length), notices),
  ];
  const full = fit(y, terms);
  const residualDf = n - full.rank;
  const noise = negligible(full.rss, total) ? 0 : full.rss;
  if (residualDf === 0)
    notices.push('no degrees of freedom are left to judge the terms by; leave out interactions or add runs');
  const table = terms.map((term): AnovaTerm => {
    const others = terms.filter(
      (other) => other !== term && !term.members.every((m) => other.members.includes(m)),
    );
    const model = fit(y, others);
    const [rss, rank] = [model.rss, model.rank];
    for (const column of term.columns) model.add(column);
    const df = model.rank - rank;
    const sumSq = Math.max(0, rss - model.rss);
    if (df === 0)
      notices.push(`${term.name} cannot be told from the other terms: the runs do not cross them`);
    const testable = df > 0 && residualDf > 0 && total > 0;
    const f = !testable ? null : noise === 0 ? Infinity : sumSq / df / (noise / residualDf);
    return {
      term: term.name,
      df,
      sumSq,
      f,
      p: f === null ? null : fUpper(f, df, residualDf),
      effect:
        f === null
          ? { value: null, interval: null, reason: 'not testable in this design' }
          : omegaSquared(f, df, residualDf, n, level),
    };
  });
  return {
    terms: table,
    residual: { df: residualDf, sumSq: full.rss },
    n,
    dropped: response.length - n,
    rSquared: total > 0 ? 1 - full.rss / total : null,
    notices,
  };
}

interface Term {
  readonly name: string;
  readonly members: readonly string[];
  readonly columns: readonly Float64Array[];
}

function fit(y: Float64Array, terms: readonly Term[]): SequentialFit {
  const model = new SequentialFit(y);
  model.add(new Float64Array(y.length).fill(1));
  for (const { columns } of terms) for (const column of columns) model.add(column);
  return model;
}

function termsOf(
  factors: readonly AnovaFactor[],
  rows: readonly number[],
  order: number,
  notices: string[],
): Term[] {
  const dummies = factors.map(({ levels }) => {
    const seen = [...new Set(rows.map((i) => levels[i]!))];
    return seen.slice(1).map((level) => Float64Array.from(rows, (i) => (levels[i] === level ? 1 : 0)));
  });
  const terms: Term[] = [];
  for (const subset of subsets(factors.length, order)) {
    const members = subset.map((f) => factors[f]!.name);
    const columns = subset
      .map((f) => dummies[f]!)
      .reduce((left, right) => left.flatMap((a) => right.map((b) => a.map((value, i) => value * b[i]!))));
    if (subset.length > 1) {
      const cells = new Set(rows.map((i) => JSON.stringify(subset.map((f) => factors[f]!.levels[i])))).size;
      const possible = subset.reduce((product, f) => product * (dummies[f]!.length + 1), 1);
      if (cells < possible)
        notices.push(
          `${members.join(' × ')}: ${possible - cells} of ${possible} cells are empty, so the interaction is tested on the others only`,
        );
    }
    terms.push({ name: members.join(' × '), members, columns });
  }
  return terms;
}

function subsets(count: number, order: number): number[][] {
  const bySize: number[][][] = [[[]]];
  for (let size = 1; size <= order; size += 1)
    bySize.push(
      bySize[size - 1]!.flatMap((head) => {
        const from = head.length === 0 ? 0 : head[head.length - 1]! + 1;
        return Array.from({ length: count - from }, (_, i) => [...head, from + i]);
      }),
    );
  return bySize.slice(1).flat();
}

function centred(values: Float64Array): Float64Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.map((value) => value - mean);
}

function negligible(part: number, whole: number): boolean {
  return part <= 1e-20 * whole;
}
