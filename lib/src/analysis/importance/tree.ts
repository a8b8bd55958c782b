import type { Random } from '../../random';
import { maxBins, type BinnedFeatures } from './binned-features';

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

/** The leaf's value for a row whose bin in feature `f` stands at `bins[f · stride + row]`. */
export function predict(tree: Tree, bins: Uint8Array, stride: number, row: number): number {
  let node = 0;
  for (let f = tree.feature[0]!; f >= 0; f = tree.feature[node]!) {
    const goesLeft = (tree.leftBins[node]! >>> bins[f * stride + row]!) & 1;
    node = tree.leftChild[node]! + 1 - goesLeft;
  }
  return tree.value[node]!;
}

/**
 * Grows regression trees by the largest fall of the squared error (Breiman, 2001, Machine Learning 45). Splits are sets
 * of bins: a threshold for ordered features; for unordered ones the best subset, found by ordering levels by their mean
 * (Fisher, 1958, JASA 53). Buffers are kept between trees.
 */
export class TreeGrower {
  private readonly rows: Int32Array;
  private readonly weight: Float64Array;
  private readonly weighted: Float64Array;
  private readonly spareRows: Int32Array;
  private readonly spareWeight: Float64Array;
  private readonly spareWeighted: Float64Array;
  private readonly binWeight = new Float64Array(maxBins);
  private readonly binSum = new Float64Array(maxBins);
  private readonly order: Int32Array;
  private readonly feature: Int16Array;
  private readonly leftBins: Uint32Array;
  private readonly leftChild: Int32Array;
  private readonly value: Float64Array;
  private readonly from: Int32Array;
  private readonly to: Int32Array;
  /** Best split found by the last `search`: its bins on the left, or 0 for none. */
  private bestBins = 0;
  private bestFeature = -1;
  private bestGain = 0;

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
    this.order = Int32Array.from({ length: data.names.length }, (_, f) => f);
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
      this.search(start, end, total, sum, random);
      if (this.bestBins === 0) continue;
      const middle = this.partition(start, end);
      this.feature[node] = this.bestFeature;
      this.leftBins[node] = this.bestBins;
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

  /** Tries `tried` features in random order, and goes on while none of them allows a split. */
  private search(start: number, end: number, total: number, sum: number, random: Random): void {
    this.bestBins = 0;
    this.bestGain = 1e-12 * Math.max(1e-300, Math.abs((sum * sum) / total));
    const { order, data } = this;
    const p = order.length;
    for (let k = 0; k < p; k += 1) {
      if (k >= this.options.tried && this.bestBins !== 0) return;
      const pick = k + random.int(p - k);
      const f = order[pick]!;
      order[pick] = order[k]!;
      order[k] = f;
      const count = data.binCounts[f]!;
      if (count < 2) continue;
      this.histogram(f, count, start, end);
      if (data.unordered[f]) this.bestSubset(f, count, total, sum);
      else this.bestThreshold(f, count, total, sum);
    }
  }

  private histogram(f: number, count: number, start: number, end: number): void {
    const { binWeight, binSum, rows, weight, weighted } = this;
    const { bins, n } = this.data;
    binWeight.fill(0, 0, count);
    binSum.fill(0, 0, count);
    const offset = f * n;
    for (let i = start; i < end; i += 1) {
      const b = bins[offset + rows[i]!]!;
      binWeight[b]! += weight[i]!;
      binSum[b]! += weighted[i]!;
    }
  }

  private bestThreshold(f: number, count: number, total: number, sum: number): void {
    const base = (sum * sum) / total;
    const { minLeaf } = this.options;
    let leftWeight = 0;
    let leftSum = 0;
    for (let b = 0; b < count - 1; b += 1) {
      if (this.binWeight[b] === 0) continue;
      leftWeight += this.binWeight[b]!;
      leftSum += this.binSum[b]!;
      const rightWeight = total - leftWeight;
      if (leftWeight < minLeaf) continue;
      if (rightWeight < minLeaf) return;
      const rightSum = sum - leftSum;
      const gain =
        (leftSum * leftSum * rightWeight + rightSum * rightSum * leftWeight) / (leftWeight * rightWeight) -
        base;
      if (gain > this.bestGain) {
        this.bestGain = gain;
        this.bestFeature = f;
        this.bestBins = this.throughGap(b, count);
      }
    }
  }

  /** Bins up to the middle of the gap of empty bins after `b`, so that unseen values join their nearer neighbour. */
  private throughGap(b: number, count: number): number {
    let next = b + 1;
    while (next < count - 1 && this.binWeight[next] === 0) next += 1;
    const last = b + ((next - b - 1) >> 1);
    return (2 ** (last + 1) - 1) >>> 0;
  }

  private bestSubset(f: number, count: number, total: number, sum: number): void {
    const base = (sum * sum) / total;
    const { minLeaf } = this.options;
    const present: number[] = [];
    for (let b = 0; b < count; b += 1) if (this.binWeight[b]! > 0) present.push(b);
    present.sort((a, b) => this.binSum[a]! / this.binWeight[a]! - this.binSum[b]! / this.binWeight[b]!);
    let leftWeight = 0;
    let leftSum = 0;
    let mask = 0;
    for (let k = 0; k < present.length - 1; k += 1) {
      const b = present[k]!;
      leftWeight += this.binWeight[b]!;
      leftSum += this.binSum[b]!;
      mask = (mask | (1 << b)) >>> 0;
      const rightWeight = total - leftWeight;
      if (leftWeight < minLeaf || rightWeight < minLeaf) continue;
      const rightSum = sum - leftSum;
      const gain =
        (leftSum * leftSum * rightWeight + rightSum * rightSum * leftWeight) / (leftWeight * rightWeight) -
        base;
      if (gain > this.bestGain) {
        this.bestGain = gain;
        this.bestFeature = f;
        this.bestBins = mask;
      }
    }
  }

  private partition(start: number, end: number): number {
    const { rows, weight, weighted, spareRows, spareWeight, spareWeighted } = this;
    const { bins, n } = this.data;
    const offset = this.bestFeature * n;
    let left = start;
    let right = 0;
    for (let i = start; i < end; i += 1) {
      const row = rows[i]!;
      if ((this.bestBins >>> bins[offset + row]!) & 1) {
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
