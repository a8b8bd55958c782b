import { finite, type Numbers } from './numbers';

/**
 * The axis on which values are spread more evenly: `log` for positive values that span a factor of 10 or more and whose
 * logarithms lie nearer to an even spread (Kolmogorov–Smirnov distance) than they themselves do; else `linear`. A
 * learning rate drawn log-uniformly gets `log`, one drawn uniformly from the same range `linear`.
 */
export function scaleOf(values: Numbers): 'linear' | 'log' {
  const sorted = finite(values).slice().sort();
  if (sorted.length < 2) return 'linear';
  const [least, most] = [sorted[0]!, sorted[sorted.length - 1]!];
  if (!(least > 0) || most < 10 * least) return 'linear';
  return distanceFromEven(sorted.map(Math.log)) < distanceFromEven(sorted) ? 'log' : 'linear';
}

function distanceFromEven(sorted: Float64Array): number {
  const n = sorted.length;
  const [least, most] = [sorted[0]!, sorted[n - 1]!];
  let distance = 0;
  sorted.forEach((value, i) => {
    const even = (value - least) / (most - least);
    distance = Math.max(distance, (i + 1) / n - even, even - i / n);
  });
  return distance;
}
