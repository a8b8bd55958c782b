import type { Random } from '../../random';
import type { BinnedFeatures } from './binned-features';
import { SplitSearch } from './split-search';

/** A regression tree over binned features. Node 0 is the root; the right child of a node is its left child plus one. */
export interface Tree {
  /** Feature that a node splits on; −1 for a leaf. */
  readonly feature: Int16Array;
  /** Bins that go left, one bit each. */
  readonly leftBins: Uint32Array;
  readonly leftChild: Int32Array;
  /** Mean of the response in the node. */
  readonly value: Float64Array;
}

export interface TreeOptions {
  /** Features tried at each split. */
  readonly tried: number;
  /** Least weight (runs, counted as often as drawn) in a leaf. */
  readonly minLeaf: number;
}

/**
 * Grows regression trees by the largest fall of the squared error (Breiman, 2001, Machine Learning 45). Buffers are kept
 * between trees.
 */
export class TreeGrower {
  private readonly rows: Int32Array;
  private readonly weight: Float64Array;
  private readonly weighted: Float64Array;
  private readonly spareRows: Int32Array;
  private readonly spareWeight: Float64Array;
  private readonly spareWeighted: Float64Array;
  private readonly splits: SplitSearch;
  private readonly feature: Int16Array;
  private readonly leftBins: Uint32Array;
  private readonly leftChild: Int32Array;
  private readonly value: Float64Array;
  private readonly from: Int32Array;
  private readonly to: Int32Array;

  constructor(
    private readonly data: BinnedFeatures,
    private readonly y: Float64Array,
    private readonly options: TreeOptions,
  ) {
    const { n } = data;
    this.rows = new Int32Array(n);
    this.weight = new Float64Array(n);
    this.weighted = new Float64Array(n);
    this.spareRows = new Int32Array(n);
    this.spareWeight = new Float64Array(n);
    this.spareWeighted = new Float64Array(n);
    this.splits = new SplitSearch(data, options, this.rows, this.weight, this.weighted);
    const nodes = 2 * n + 1;
    this.feature = new Int16Array(nodes);
    this.leftBins = new Uint32Array(nodes);
    this.leftChild = new Int32Array(nodes);
    this.value = new Float64Array(nodes);
    this.from = new Int32Array(nodes);
    this.to = new Int32Array(nodes);
  }

  /** @param weights how often each row counts; 0 leaves it out. */
  grow(weights: Float64Array, random: Random): Tree {
    let count = 0;
    for (let i = 0; i < this.data.n; i += 1) {
      if (weights[i] === 0) continue;
      this.rows[count] = i;
      this.weight[count] = weights[i]!;
      this.weighted[count] = weights[i]! * this.y[i]!;
      count += 1;
    }
    this.from[0] = 0;
    this.to[0] = count;
    let nodes = 1;
    for (let node = 0; node < nodes; node += 1) {
      const start = this.from[node]!;
      const end = this.to[node]!;
      let total = 0;
      let sum = 0;
      for (let i = start; i < end; i += 1) {
        total += this.weight[i]!;
        sum += this.weighted[i]!;
      }
      this.value[node] = sum / total;
      this.feature[node] = -1;
      if (total < 2 * this.options.minLeaf || end - start < 2) continue;
      this.splits.find(start, end, total, sum, random);
      if (this.splits.bins === 0) continue;
      const middle = this.partition(start, end);
      this.feature[node] = this.splits.feature;
      this.leftBins[node] = this.splits.bins;
      this.leftChild[node] = nodes;
      this.from[nodes] = start;
      this.to[nodes] = middle;
      this.from[nodes + 1] = middle;
      this.to[nodes + 1] = end;
      nodes += 2;
    }
    return {
      feature: this.feature.slice(0, nodes),
      leftBins: this.leftBins.slice(0, nodes),
      leftChild: this.leftChild.slice(0, nodes),
      value: this.value.slice(0, nodes),
    };
  }

  private partition(start: number, end: number): number {
    const { rows, weight, weighted, spareRows, spareWeight, spareWeighted } = this;
    const { bins, n } = this.data;
    const leftBins = this.splits.bins;
    const offset = this.splits.feature * n;
    let left = start;
    let right = 0;
    for (let i = start; i < end; i += 1) {
      const row = rows[i]!;
      if ((leftBins >>> bins[offset + row]!) & 1) {
        rows[left] = row;
        weight[left] = weight[i]!;
        weighted[left] = weighted[i]!;
        left += 1;
      } else {
        spareRows[right] = row;
        spareWeight[right] = weight[i]!;
        spareWeighted[right] = weighted[i]!;
        right += 1;
      }
    }
    for (let k = 0; k < right; k += 1) {
      rows[left + k] = spareRows[k]!;
      weight[left + k] = spareWeight[k]!;
      weighted[left + k] = spareWeighted[k]!;
    }
    return left;
  }
}
