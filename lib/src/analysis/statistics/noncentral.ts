import { incompleteBeta, logGamma, normalCdf } from './distributions';

const negligible = 1e-14;

/**
 * P(F ≤ f) for the noncentral F distribution with noncentrality `lambda` ≥ 0, as the Poisson mixture of beta
 * integrals (Johnson, Kotz and Balakrishnan, 1995, Continuous Univariate Distributions 2, ch. 30), summed outward
 * from the largest weight.
 */
export function noncentralFCdf(f: number, d1: number, d2: number, lambda: number): number {
  if (f <= 0) return 0;
  const x = (d1 * f) / (d1 * f + d2);
  return poissonMixture(lambda / 2, (j) => incompleteBeta(x, d1 / 2 + j, d2 / 2));
}

/**
 * P(T ≤ t) for the noncentral t distribution with noncentrality `delta` (Lenth, 1989, AS 243, summed outward from
 * the largest weight so that large noncentralities do not underflow).
 */
export function noncentralTCdf(t: number, df: number, delta: number): number {
  if (t < 0) return 1 - noncentralTCdf(-t, df, -delta);
  const x = (t * t) / (t * t + df);
  const half = (delta * delta) / 2;
  const even = poissonMixture(half, (j) => incompleteBeta(x, j + 0.5, df / 2));
  const odd = poissonMixture(
    half,
    (j) => Math.exp(logGamma(j + 1) - logGamma(j + 1.5)) * incompleteBeta(x, j + 1, df / 2),
  );
  return Math.min(1, normalCdf(-delta) + 0.5 * (even + (delta / Math.SQRT2) * odd));
}

/** The noncentrality for which `cdf` equals `target`; `cdf` must fall as its argument grows. Bisection. */
export function solveNoncentrality(
  cdf: (noncentrality: number) => number,
  target: number,
  from: number,
  to: number,
): number {
  let low = from;
  let high = to;
  if (cdf(low) <= target) return low;
  for (let step = 0; step < 200 && high - low > 1e-10 * Math.max(1, Math.abs(high)); step += 1) {
    const middle = (low + high) / 2;
    if (cdf(middle) > target) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function poissonMixture(mean: number, term: (j: number) => number): number {
  if (mean === 0) return term(0);
  const mode = Math.floor(mean);
  const weightAtMode = Math.exp(-mean + mode * Math.log(mean) - logGamma(mode + 1));
  let sum = weightAtMode * term(mode);
  let weight = weightAtMode;
  for (let j = mode - 1; j >= 0; j -= 1) {
    weight *= (j + 1) / mean;
    sum += weight * term(j);
    if (weight < negligible) break;
  }
  weight = weightAtMode;
  for (let j = mode + 1; ; j += 1) {
    weight *= mean / j;
    sum += weight * term(j);
    if (weight < negligible) break;
  }
  return sum;
}
