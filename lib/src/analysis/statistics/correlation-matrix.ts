import {
  completePairs,
  correlationOfComplete,
  type Correlation,
  type CorrelationMethod,
} from './correlation';
import { finite, requireLevel, type Numbers } from './numbers';
import { ranksOf } from './ranks';

/** Every pair of columns; `cells[i][j]` belongs to `names[i]` and `names[j]`. */
export interface CorrelationMatrix {
  readonly method: CorrelationMethod;
  readonly names: readonly string[];
  readonly cells: readonly (readonly Correlation[])[];
}

/** Correlation matrix, each pair over the rows where both are finite (pairwise complete). */
export function correlationMatrix(
  columns: readonly { readonly name: string; readonly values: Numbers }[],
  { method = 'pearson', level = 0.95 }: { method?: CorrelationMethod; level?: number } = {},
): CorrelationMatrix {
  requireLevel(level);
  const ready = columns.map(({ values }) => {
    const kept = finite(values);
    const complete = kept.length === values.length;
    return { values, ranks: complete && method === 'spearman' ? ranksOf(kept) : null, kept, complete };
  });
  const cells: Correlation[][] = columns.map(() => []);
  ready.forEach((a, i) => {
    for (let j = i; j < ready.length; j += 1) {
      const b = ready[j]!;
      let left: Numbers;
      let right: Numbers;
      if (a.complete && b.complete && a.values.length === b.values.length) {
        [left, right] = [a.ranks ?? a.kept, b.ranks ?? b.kept];
      } else {
        const pairs = completePairs(a.values, b.values);
        [left, right] = method === 'spearman' ? [ranksOf(pairs.x), ranksOf(pairs.y)] : [pairs.x, pairs.y];
      }
      const cell = correlationOfComplete(left, right, method, level);
      cells[i]![j] = cell;
      cells[j]![i] = cell;
    }
  });
  return { method, names: columns.map(({ name }) => name), cells };
}
