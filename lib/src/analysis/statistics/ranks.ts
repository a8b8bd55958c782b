import type { Numbers } from './numbers';

/** Ranks from 1, ties sharing their mean rank. The input must be finite. */
export function ranksOf(values: Numbers): Float64Array {
  const order = orderOf(values);
  const ranks = new Float64Array(values.length);
  for (let start = 0; start < order.length; ) {
    let end = start + 1;
    while (end < order.length && values[order[end]!] === values[order[start]!]) end += 1;
    const shared = (start + end + 1) / 2;
    for (let i = start; i < end; i += 1) ranks[order[i]!] = shared;
    start = end;
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

/** Indices in ascending order of value; equal values keep their order. */
export function orderOf(values: Numbers): Uint32Array {
  return Uint32Array.from({ length: values.length }, (_, i) => i).sort(
    (a, b) => values[a]! - values[b]! || a - b,
  );
}
