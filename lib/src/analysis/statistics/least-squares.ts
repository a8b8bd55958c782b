import type { Numbers } from './numbers';

/**
 * Least squares fitted column by column: each column is made orthogonal to those before it (modified Gram–Schmidt,
 * twice, for accuracy), and the residual sum of squares falls by what it explains. A column that depends on earlier
 * ones (relative residual below 1e-9) is skipped, so `rank` counts what can be estimated.
 */
export class SequentialFit {
  /** Columns that added something. */
  rank = 0;
  private readonly basis: Float64Array[] = [];
  private readonly residual: Float64Array;

  /** @param y the response; complete. */
  constructor(y: Numbers) {
    this.residual = Float64Array.from(y);
  }

  /** Residual sum of squares of the columns so far. */
  get rss(): number {
    return dot(this.residual, this.residual);
  }

  /** Adds a column; false where it depends on the earlier ones. */
  add(column: Numbers): boolean {
    const q = Float64Array.from(column);
    const before = Math.sqrt(dot(q, q));
    if (before === 0 || this.rank >= q.length) return false;
    for (let pass = 0; pass < 2; pass += 1) for (const b of this.basis) subtract(q, b, dot(q, b));
    const after = Math.sqrt(dot(q, q));
    if (after < 1e-9 * before) return false;
    for (let i = 0; i < q.length; i += 1) q[i]! /= after;
    subtract(this.residual, q, dot(this.residual, q));
    this.basis.push(q);
    this.rank += 1;
    return true;
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += a[i]! * b[i]!;
  return sum;
}

function subtract(from: Float64Array, direction: Float64Array, amount: number): void {
  for (let i = 0; i < from.length; i += 1) from[i]! -= amount * direction[i]!;
}
