import type { Numbers } from './numbers';

/** Ranks from 1, ties sharing their mean rank. The input must be finite. */
export function ranksOf(values: Numbers): Float64Array {
  const sorted = Float64Array.from(values).sort();
  const starts: number[] = []; // where each run of equal values begins; looking ranks up beats sorting indices
  const distinct = sorted.filter((value, i) => {
    const fresh = i === 0 || value !== sorted[i - 1];
    if (fresh) starts.push(i);
    return fresh;
  });
  starts.push(sorted.length);
  return Float64Array.from(values, (value) => {
    let low = 0;
    let high = distinct.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (distinct[middle]! < value) low = middle + 1;
      else high = middle;
    }
    return (starts[low]! + starts[low + 1]! + 1) / 2;
  });
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
