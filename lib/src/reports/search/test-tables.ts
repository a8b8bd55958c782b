import type { FactorialAnova } from '../../analysis';
import type { FactorFacts } from '../facts/factor-facts';
import { roundedOr } from '../resolution/columns';
import { probabilityText } from '../words';

type Row = Record<string, string | number | null>;

/** Whether the values of each setting differ at all: Kruskal–Wallis, and corrected by Holm over the settings. */
export function factorTestTable(factors: readonly FactorFacts[]): Row[] {
  return factors.map(({ key, summary, p, pHolm }) => ({
    setting: key,
    values: summary.levels.length,
    runs: summary.levels.reduce((sum, { n }) => sum + n, 0),
    'Kruskal–Wallis p': probabilityText(p),
    'after Holm': probabilityText(pHolm),
  }));
}

/** The same beside other studies. */
export function studyTestTable(study: string, factors: readonly FactorFacts[]): Row[] {
  return factors.map(({ title, summary, p, pHolm }) => ({
    study,
    setting: title,
    values: summary.levels.length,
    'p of any difference': probabilityText(p),
    'after Holm': probabilityText(pHolm),
  }));
}

/** Pairs of a setting's values with two runs each: difference with its interval, p by Welch and Holm, Hedges' g. */
export function pairTable(factor: FactorFacts | null): Row[] {
  return (factor?.pairs ?? [])
    .filter(({ difference }) => difference !== null)
    .map(({ a, b, nA, nB, difference, interval, pHolm, effect }) => ({
      pair: `${a} − ${b}`,
      runs: `${nA}, ${nB}`,
      difference: roundedOr(difference),
      'interval from': roundedOr(interval?.low ?? null),
      to: roundedOr(interval?.high ?? null),
      'p (Holm)': probabilityText(pHolm),
      'Hedges’ g': effect.value,
    }));
}

/** The terms of an analysis of variance. @param measure what was measured, where there are several */
export function anovaTable({ terms }: Pick<FactorialAnova, 'terms'>, measure?: string): Row[] {
  return terms.map(({ term, df, f, p, effect }) => ({
    ...(measure !== undefined && { measure }),
    term,
    df,
    F: f,
    p: probabilityText(p),
    'partial ω²': effect.value,
  }));
}
