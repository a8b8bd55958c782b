import { hedgesG, welchTest } from '../../analysis';
import type { StrategyOutcome } from './outcome';

/** A strategy against the first one, over seeds. */
export interface StrategyCompared {
  readonly strategy: string;
  readonly against: string;
  /** Difference of the means of the hard Jaccard. */
  readonly difference: number;
  /** 95 % interval of the difference (Welch); null with one seed. */
  readonly low: number | null;
  readonly high: number | null;
  /** Hedges' g; null with one seed. */
  readonly g: number | null;
  readonly seeds: number;
}

/** Scores that a strategy reached, one a seed. */
export function finalsOf(outcomes: readonly StrategyOutcome[], strategy: string): number[] {
  return outcomes.filter((one) => one.strategy === strategy).map(({ final }) => final);
}

export const meanOfFinals = (values: readonly number[]): number =>
  values.reduce((a, b) => a + b, 0) / values.length;

/** Every strategy but the first, held against the first. */
export function compareStrategies(
  outcomes: readonly StrategyOutcome[],
  [first, ...others]: readonly string[],
): StrategyCompared[] {
  if (first === undefined) return [];
  return others.map((strategy) => {
    const [a, b] = [finalsOf(outcomes, strategy), finalsOf(outcomes, first)];
    const enough = a.length > 1 && b.length > 1;
    const interval = enough ? welchTest(a, b).interval : null;
    return {
      strategy,
      against: first,
      difference: meanOfFinals(a) - meanOfFinals(b),
      low: interval?.low ?? null,
      high: interval?.high ?? null,
      g: enough ? hedgesG(a, b).value : null,
      seeds: a.length,
    };
  });
}

/** The comparisons as a table. */
export function strategyTable(
  compared: readonly StrategyCompared[],
): Record<string, string | number | null>[] {
  return compared.map(({ strategy, against, difference, low, high, g, seeds }) => ({
    strategy,
    against,
    difference,
    'interval from': low,
    to: high,
    'Hedges’ g': g,
    seeds,
  }));
}
