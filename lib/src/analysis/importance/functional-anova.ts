import { maxBins } from './binned-features';
import type { Tree } from './tree';

/** Shares of one tree's variance over the search space. */
export interface TreeShares {
  /** Variance of the tree's prediction over the whole space. */
  readonly variance: number;
  /** Share of each feature alone; zeros where the variance is 0. */
  readonly main: Float64Array;
  /** Share of each asked pair beyond its two features alone, in the order of `pairs`. */
  readonly pairs: Float64Array;
}

/**
 * Functional analysis of variance of a tree (Hutter, Hoos and Leyton-Brown, 2014, ICML, "An Efficient Approach for
 * Assessing Hyperparameter Importance"): how much of the variance of its prediction, over the whole space with the given
 * measure, each feature explains alone, and pairs beyond that.
 *
 * Exact: every leaf is a box, and adds its value times the measure of its other sides to the marginal of each feature
 * that bounds it.
 *
 * @param measures share of the space in each bin of each feature.
 */
export function treeShares(
  tree: Tree,
  measures: readonly Float64Array[],
  pairs: readonly (readonly [number, number])[] = [],
): TreeShares {
  const p = measures.length;
  const masks = Uint32Array.from(measures, ({ length }) => 2 ** length - 1);
  const widths = new Float64Array(p).fill(1);
  const path: number[] = []; // features that bound the current node
  const onPath = new Uint8Array(p);
  const marginals = measures.map((measure) => new Float64Array(measure.length));
  const bounded = new Float64Array(p);
  const pairSums = pairs.map(() => new PairSums());
  let mean = 0;
  let squares = 0;

  const visit = (node: number, volume: number): void => {
    const f = tree.feature[node]!;
    if (f < 0) {
      leaf(tree.value[node]!, volume);
      return;
    }
    const mask = masks[f]!;
    const width = widths[f]!;
    const fresh = onPath[f] === 0;
    if (fresh) {
      onPath[f] = 1;
      path.push(f);
    }
    for (const right of [0, 1]) {
      const bins = (right === 0 ? tree.leftBins[node]! : ~tree.leftBins[node]!) >>> 0;
      masks[f] = (mask & bins) >>> 0;
      widths[f] = widthOf(masks[f], measures[f]!);
      if (widths[f] > 0) visit(tree.leftChild[node]! + right, (volume * widths[f]) / width);
    }
    masks[f] = mask;
    widths[f] = width;
    if (fresh) {
      onPath[f] = 0;
      path.pop();
    }
  };

  const leaf = (value: number, volume: number): void => {
    const amount = value * volume;
    mean += amount;
    squares += value * amount;
    for (const f of path) {
      bounded[f]! += amount;
      const marginal = marginals[f]!;
      const each = amount / widths[f]!;
      for (let m = masks[f]!; m !== 0; m &= m - 1) marginal[lowestBit(m)]! += each;
    }
    for (let k = 0; k < pairs.length; k += 1) {
      const [f, g] = pairs[k]!;
      if (onPath[f] === 1 && onPath[g] === 1)
        pairSums[k]!.add(masks[f]!, masks[g]!, widths[f]!, widths[g]!, amount);
    }
  };

  visit(0, 1);
  const variance = Math.max(0, squares - mean * mean);
  const main = new Float64Array(p);
  const shares = new Float64Array(pairs.length);
  if (variance <= 1e-14 * squares) return { variance: 0, main, pairs: shares };
  for (let f = 0; f < p; f += 1) {
    let sum = 0;
    const rest = -bounded[f]!; // the leaves that do not bound f add mean − bounded everywhere; minus the mean
    measures[f]!.forEach((measure, b) => (sum += measure * (marginals[f]![b]! + rest) ** 2));
    main[f] = sum / variance;
  }
  pairs.forEach(([f, g], k) => {
    const both = pairSums[k]!;
    // marginal of the pair, minus the mean: its own sum, and each feature's sum over the leaves that bound it alone
    let sum = 0;
    for (let b = 0; b < measures[f]!.length; b += 1) {
      const overF = marginals[f]![b]! - both.sideF[b]!;
      for (let c = 0; c < measures[g]!.length; c += 1) {
        const overG = marginals[g]![c]! - both.sideG[c]!;
        const deviation =
          both.cells[b * maxBins + c]! + overF + overG - bounded[f]! - bounded[g]! + both.total;
        sum += measures[f]![b]! * measures[g]![c]! * deviation * deviation;
      }
    }
    shares[k] = Math.max(0, sum / variance - main[f]! - main[g]!);
  });
  return { variance, main, pairs: shares };
}

function widthOf(mask: number, measure: Float64Array): number {
  let sum = 0;
  for (let m = mask; m !== 0; m &= m - 1) sum += measure[lowestBit(m)]!;
  return sum;
}

/** Index of the lowest set bit of a 32-bit mask. */
function lowestBit(mask: number): number {
  return 31 - Math.clz32(mask & -mask);
}

/** Sums over the leaves that bound both features of a pair: their density on the pair's grid and on each side. */
class PairSums {
  readonly cells = new Float64Array(maxBins * maxBins);
  readonly sideF = new Float64Array(maxBins);
  readonly sideG = new Float64Array(maxBins);
  total = 0;

  add(maskF: number, maskG: number, widthF: number, widthG: number, amount: number): void {
    this.total += amount;
    const density = amount / (widthF * widthG);
    for (let m = maskG; m !== 0; m &= m - 1) this.sideG[lowestBit(m)]! += amount / widthG;
    for (let m = maskF; m !== 0; m &= m - 1) {
      const b = lowestBit(m);
      this.sideF[b]! += amount / widthF;
      for (let k = maskG; k !== 0; k &= k - 1) this.cells[b * maxBins + lowestBit(k)]! += density;
    }
  }
}
