import { maxBins } from './binned-features';

/** Where the bins of a feature begin in an array that holds those of every feature. */
export function binsOf(f: number): number {
  return f * maxBins;
}

/** Index of the lowest set bit of a 32-bit mask. */
export function lowestBit(mask: number): number {
  return 31 - Math.clz32(mask & -mask);
}

/** Sums over the leaves that bound both features of a pair: their density on the pair's grid and on each side. */
export class PairSums {
  private readonly cells = new Float64Array(maxBins * maxBins);
  private readonly sideF = new Float64Array(maxBins);
  private readonly sideG = new Float64Array(maxBins);
  private total = 0;

  constructor(
    readonly f: number,
    readonly g: number,
  ) {}

  clear(): void {
    this.cells.fill(0);
    this.sideF.fill(0);
    this.sideG.fill(0);
    this.total = 0;
  }

  add(maskF: number, maskG: number, widthF: number, widthG: number, amount: number): void {
    const { cells, sideF, sideG } = this;
    this.total += amount;
    const density = amount / (widthF * widthG);
    for (let m = maskG; m !== 0; m &= m - 1) sideG[lowestBit(m)]! += amount / widthG;
    for (let m = maskF; m !== 0; m &= m - 1) {
      const b = lowestBit(m);
      sideF[b]! += amount / widthF;
      for (let k = maskG; k !== 0; k &= k - 1) cells[b * maxBins + lowestBit(k)]! += density;
    }
  }

  /**
   * Squared deviation of the pair's marginal from the mean, over the pair's grid: its own sum, and each feature's sum over
   * the leaves that bound it alone.
   */
  deviations(
    measureF: Float64Array,
    measureG: Float64Array,
    marginals: Float64Array,
    bounded: Float64Array,
  ): number {
    const { f, g, cells, sideF, sideG, total } = this;
    let sum = 0;
    for (let b = 0; b < measureF.length; b += 1) {
      const overF = marginals[binsOf(f) + b]! - sideF[b]!;
      for (let c = 0; c < measureG.length; c += 1) {
        const overG = marginals[binsOf(g) + c]! - sideG[c]!;
        const deviation = cells[b * maxBins + c]! + overF + overG - bounded[f]! - bounded[g]! + total;
        sum += measureF[b]! * measureG[c]! * deviation * deviation;
      }
    }
    return sum;
  }
}
