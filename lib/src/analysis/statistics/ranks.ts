import type { Numbers } from './numbers';

/** Ranks from 1, ties sharing their mean rank. The input must be finite. */
export function ranksOf(values: Numbers): Float64Array {
  const sorted = Float64Array.from(values).sort();
  const distinct = new Float64Array(sorted.length);
  const starts = new Float64Array(sorted.length + 1); // where each run of equal values begins; looking ranks up beats sorting indices
  let count = 0;
  for (let i = 0; i < sorted.length; i += 1) {
    if (i > 0 && sorted[i] === sorted[i - 1]) continue;
    distinct[count] = sorted[i]!;
    starts[count] = i;
    count += 1;
  }
  starts[count] = sorted.length;
  const ranks = new Float64Array(values.length);
  for (let i = 0; i < ranks.length; i += 1) {
    const value = values[i]!;
    let low = 0;
    let high = count - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (distinct[middle]! < value) low = middle + 1;
      else high = middle;
    }
    ranks[i] = (starts[low]! + starts[low + 1]! + 1) / 2;
  }
  return ranks;
}

/** Σ (t³ − t) over the sizes t of ties: what tie corrections need. */
export function tieTerm(values: Numbers): number {
  const sorted = Float64Array.from(values).sort();
  let sum = 0;
  for (let start = 0; start < sorted.length; ) {
    let end = start + 1;
    while (end < sorted.length && sorted[end] === sorted[start]) end += 1;
    const size = end - start;
    sum += size ** 3 - size;
    start = end;
  }
  return sum;
}
