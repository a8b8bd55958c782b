import { maxBins } from './binned-features';
import { binsOf, lowestBit, PairSums } from './pair-sums';
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
  return new TreeShareReader(measures, pairs).read(tree);
}

/** {@link treeShares} of tree after tree, in the same buffers. */
export class TreeShareReader {
  private readonly measure: Float64Array;
  private readonly masks: Uint32Array;
  private readonly widths: Float64Array;
  /** Features that bound the current node, in the order of their first split; `onPath` says which. */
  private readonly path: Int32Array;
  private readonly onPath: Uint8Array;
  private depth = 0;
  private readonly marginals: Float64Array;
  private readonly bounded: Float64Array;
  private readonly pairs: readonly PairSums[];
  private mean = 0;
  private squares = 0;

  constructor(
    private readonly measures: readonly Float64Array[],
    pairs: readonly (readonly [number, number])[],
  ) {
    const p = measures.length;
    this.measure = new Float64Array(p * maxBins);
    for (const [f, measure] of measures.entries()) this.measure.set(measure, binsOf(f));
    this.masks = Uint32Array.from(measures, ({ length }) => 2 ** length - 1);
    this.widths = new Float64Array(p).fill(1);
    this.path = new Int32Array(p);
    this.onPath = new Uint8Array(p);
    this.marginals = new Float64Array(p * maxBins);
    this.bounded = new Float64Array(p);
    this.pairs = pairs.map(([f, g]) => new PairSums(f, g));
  }

  read(tree: Tree): TreeShares {
    this.marginals.fill(0);
    this.bounded.fill(0);
    for (const pair of this.pairs) pair.clear();
    this.mean = 0;
    this.squares = 0;
    this.visit(tree, 0, 1);
    const { measures, measure, marginals, bounded, mean, squares } = this;
    const p = measures.length;
    const variance = Math.max(0, squares - mean * mean);
    const main = new Float64Array(p);
    const shares = new Float64Array(this.pairs.length);
    if (variance <= 1e-14 * squares) return { variance: 0, main, pairs: shares };
    for (let f = 0; f < p; f += 1) {
      let sum = 0;
      const rest = -bounded[f]!; // the leaves that do not bound f add mean − bounded everywhere; minus the mean
      for (let b = binsOf(f); b < binsOf(f) + measures[f]!.length; b += 1)
        sum += measure[b]! * (marginals[b]! + rest) ** 2;
      main[f] = sum / variance;
    }
    this.pairs.forEach((pair, k) => {
      const { f, g } = pair;
      const sum = pair.deviations(measures[f]!, measures[g]!, marginals, bounded);
      shares[k] = Math.max(0, sum / variance - main[f]! - main[g]!);
    });
    return { variance, main, pairs: shares };
  }

  private visit(tree: Tree, node: number, volume: number): void {
    const f = tree.feature[node]!;
    if (f < 0) {
      this.leaf(tree.value[node]!, volume);
      return;
    }
    const mask = this.masks[f]!;
    const width = this.widths[f]!;
    const fresh = this.onPath[f] === 0;
    if (fresh) {
      this.onPath[f] = 1;
      this.path[this.depth] = f;
      this.depth += 1;
    }
    for (let right = 0; right < 2; right += 1) {
      const bins = right === 0 ? tree.leftBins[node]! : ~tree.leftBins[node]!;
      const kept = (mask & bins) >>> 0;
      const left = this.widthOf(f, kept);
      this.masks[f] = kept;
      this.widths[f] = left;
      if (left > 0) this.visit(tree, tree.leftChild[node]! + right, (volume * left) / width);
    }
    this.masks[f] = mask;
    this.widths[f] = width;
    if (fresh) {
      this.onPath[f] = 0;
      this.depth -= 1;
    }
  }

  private leaf(value: number, volume: number): void {
    const { path, masks, widths, marginals, bounded, onPath } = this;
    const amount = value * volume;
    this.mean += amount;
    this.squares += value * amount;
    for (let d = 0; d < this.depth; d += 1) {
      const f = path[d]!;
      bounded[f]! += amount;
      const each = amount / widths[f]!;
      for (let m = masks[f]!; m !== 0; m &= m - 1) marginals[binsOf(f) + lowestBit(m)]! += each;
    }
    for (const pair of this.pairs) {
      const { f, g } = pair;
      if (onPath[f] === 1 && onPath[g] === 1) pair.add(masks[f]!, masks[g]!, widths[f]!, widths[g]!, amount);
    }
  }

  private widthOf(f: number, mask: number): number {
    let sum = 0;
    for (let m = mask; m !== 0; m &= m - 1) sum += this.measure[binsOf(f) + lowestBit(m)]!;
    return sum;
  }
}
