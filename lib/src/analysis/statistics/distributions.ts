import chiSquareCdf from '@stdlib/stats-base-dists-chisquare-cdf';
import fCdf from '@stdlib/stats-base-dists-f-cdf';
import stdlibNormalCdf from '@stdlib/stats-base-dists-normal-cdf';
import stdlibNormalQuantile from '@stdlib/stats-base-dists-normal-quantile';
import tCdf from '@stdlib/stats-base-dists-t-cdf';
import stdlibTQuantile from '@stdlib/stats-base-dists-t-quantile';

/** P(|T| ≥ |t|) for Student's t with `df` > 0 degrees of freedom. */
export function tTwoSided(t: number, df: number): number {
  return Number.isFinite(t) ? 2 * tCdf(-Math.abs(t), df) : 0;
}

/** P(T ≥ t) for Student's t. */
export function tUpper(t: number, df: number): number {
  if (t === Infinity) return 0;
  return t === -Infinity ? 1 : tCdf(-t, df);
}

/** The value that Student's t stays below with probability `p`. */
export function tQuantile(p: number, df: number): number {
  return stdlibTQuantile(p, df);
}

/** P(F ≥ f) with `d1` and `d2` degrees of freedom, exact far into the tail (through the reciprocal). */
export function fUpper(f: number, d1: number, d2: number): number {
  if (f === Infinity) return 0;
  return f <= 0 ? 1 : fCdf(1 / f, d2, d1);
}

/** P(χ² ≥ x) with `df` degrees of freedom; values below 1e-15 are rounded to 0. */
export function chiSquareUpper(x: number, df: number): number {
  return x <= 0 ? 1 : Math.max(0, 1 - chiSquareCdf(x, df));
}

/** P(Z ≤ z) for the standard normal. */
export function normalCdf(z: number): number {
  return stdlibNormalCdf(z, 0, 1);
}

/** The value that the standard normal stays below with probability `p`. */
export function normalQuantile(p: number): number {
  return stdlibNormalQuantile(p, 0, 1);
}

/** The regularised incomplete beta function I_x(a, b), through the F distribution. */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  return x >= 1 ? 1 : fCdf((b * x) / (a * (1 - x)), 2 * a, 2 * b);
}

const lanczos = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

/** log Γ(x) for x > 0 (Lanczos, g = 7; relative error below 1e-13). */
export function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const z = x - 1;
  let sum = lanczos[0]!;
  for (let i = 1; i < lanczos.length; i += 1) sum += lanczos[i]! / (z + i);
  const t = z + 7.5;
  return 0.5 * Math.log(2 * Math.PI) + (z + 0.5) * Math.log(t) - t + Math.log(sum);
}
