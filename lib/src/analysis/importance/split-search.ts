import type { Random } from '../../random';
import { maxBins, type BinnedFeatures } from './binned-features';
import type { TreeOptions } from './tree';

/** Features whose bins are summed in one pass over the rows: their sums do not wait for each other. */
const lanes = 4;
/** A lane holds the weight and the weighted response of a bin side by side. */
const laneSize = 2 * maxBins;

/**
 * The best split of a tree's node: the set of bins whose removal lets the squared error fall furthest. A threshold for
 * ordered features; for unordered ones the best subset, found by ordering levels by their mean (Fisher, 1958, JASA 53).
 */
export class SplitSearch {
  /** Bins that go left, one bit each; 0 where no split was found. */
  bins = 0;
  feature = -1;
  private gain = 0;
  private readonly order: Int32Array;
  private readonly tallies = new Float64Array(lanes * laneSize);
  private readonly levels = new Int32Array(maxBins);
  private readonly means = new Float64Array(maxBins);

  /** @param rows rows of the tree's nodes, with their `weight` and response times weight; the grower's own arrays. */
  constructor(
    private readonly data: BinnedFeatures,
    private readonly options: TreeOptions,
    private readonly rows: Int32Array,
    private readonly weight: Float64Array,
    private readonly weighted: Float64Array,
  ) {
    this.order = Int32Array.from({ length: data.names.length }, (_, f) => f);
  }

  /** Tries `tried` features in random order on the rows from `start` to `end`, and goes on while none allows a split. */
  find(start: number, end: number, total: number, sum: number, random: Random): void {
    this.bins = 0;
    this.gain = 1e-12 * Math.max(1e-300, Math.abs((sum * sum) / total));
    const { order } = this;
    const p = order.length;
    const first = Math.min(this.options.tried, p);
    for (let k = 0; k < first; k += 1) this.draw(k, random);
    for (let k = 0; k < first; k += lanes)
      this.tryFeatures(k, Math.min(k + lanes, first), start, end, total, sum);
    for (let k = first; k < p && this.bins === 0; k += 1) {
      this.draw(k, random);
      this.tryFeatures(k, k + 1, start, end, total, sum);
    }
  }

  /** Puts one of the features that are left at place `k`. */
  private draw(k: number, random: Random): void {
    const { order } = this;
    const pick = k + random.int(order.length - k);
    const f = order[pick]!;
    order[pick] = order[k]!;
    order[k] = f;
  }

  private tryFeatures(
    k: number,
    until: number,
    start: number,
    end: number,
    total: number,
    sum: number,
  ): void {
    const { order, data } = this;
    this.tallies.fill(0, 0, (until - k) * laneSize);
    if (until - k === lanes) this.tallyAll(k, start, end);
    else for (let lane = 0; k + lane < until; lane += 1) this.tally(lane, order[k + lane]!, start, end);
    for (let lane = 0; k + lane < until; lane += 1) {
      const f = order[k + lane]!;
      if (data.unordered[f]!) this.bestSubset(f, lane * laneSize, total, sum);
      else this.bestThreshold(f, lane * laneSize, total, sum);
    }
  }

  private tally(lane: number, f: number, start: number, end: number): void {
    const { tallies, rows, weight, weighted } = this;
    const { bins, n } = this.data;
    const column = f * n;
    const base = lane * laneSize;
    for (let i = start; i < end; i += 1) {
      const at = base + 2 * bins[column + rows[i]!]!;
      tallies[at]! += weight[i]!;
      tallies[at + 1]! += weighted[i]!;
    }
  }

  /** {@link tally} for the features at `k` to `k + 3`. */
  private tallyAll(k: number, start: number, end: number): void {
    const { tallies, rows, weight, weighted, order } = this;
    const { bins, n } = this.data;
    const column0 = order[k]! * n;
    const column1 = order[k + 1]! * n;
    const column2 = order[k + 2]! * n;
    const column3 = order[k + 3]! * n;
    for (let i = start; i < end; i += 1) {
      const row = rows[i]!;
      const w = weight[i]!;
      const wy = weighted[i]!;
      const at0 = 2 * bins[column0 + row]!;
      const at1 = laneSize + 2 * bins[column1 + row]!;
      const at2 = 2 * laneSize + 2 * bins[column2 + row]!;
      const at3 = 3 * laneSize + 2 * bins[column3 + row]!;
      tallies[at0]! += w;
      tallies[at0 + 1]! += wy;
      tallies[at1]! += w;
      tallies[at1 + 1]! += wy;
      tallies[at2]! += w;
      tallies[at2 + 1]! += wy;
      tallies[at3]! += w;
      tallies[at3 + 1]! += wy;
    }
  }

  private bestThreshold(f: number, base: number, total: number, sum: number): void {
    const { tallies } = this;
    const { minLeaf } = this.options;
    const count = this.data.binCounts[f]!;
    const before = (sum * sum) / total;
    let leftWeight = 0;
    let leftSum = 0;
    for (let b = 0; b < count - 1; b += 1) {
      const weight = tallies[base + 2 * b]!;
      if (weight === 0) continue;
      leftWeight += weight;
      leftSum += tallies[base + 2 * b + 1]!;
      const rightWeight = total - leftWeight;
      if (leftWeight < minLeaf) continue;
      if (rightWeight < minLeaf) return;
      const gain = gainOf(leftWeight, leftSum, rightWeight, sum - leftSum) - before;
      if (gain > this.gain) {
        this.gain = gain;
        this.feature = f;
        this.bins = this.throughGap(base, b, count);
      }
    }
  }

  /** Bins up to the middle of the gap of empty bins after `b`, so that unseen values join their nearer neighbour. */
  private throughGap(base: number, b: number, count: number): number {
    let next = b + 1;
    while (next < count - 1 && this.tallies[base + 2 * next] === 0) next += 1;
    const last = b + ((next - b - 1) >> 1);
    return 0xffffffff >>> (maxBins - 1 - last);
  }

  private bestSubset(f: number, base: number, total: number, sum: number): void {
    const { tallies, levels } = this;
    const { minLeaf } = this.options;
    const present = this.orderLevels(base, this.data.binCounts[f]!);
    const before = (sum * sum) / total;
    let leftWeight = 0;
    let leftSum = 0;
    let mask = 0;
    for (let k = 0; k < present - 1; k += 1) {
      const b = levels[k]!;
      leftWeight += tallies[base + 2 * b]!;
      leftSum += tallies[base + 2 * b + 1]!;
      mask = (mask | (1 << b)) >>> 0;
      const rightWeight = total - leftWeight;
      if (leftWeight < minLeaf || rightWeight < minLeaf) continue;
      const gain = gainOf(leftWeight, leftSum, rightWeight, sum - leftSum) - before;
      if (gain > this.gain) {
        this.gain = gain;
        this.feature = f;
        this.bins = mask;
      }
    }
  }

  /** Writes the levels that are present into `levels`, in the order of their means; equal ones keep theirs. */
  private orderLevels(base: number, count: number): number {
    const { tallies, levels, means } = this;
    let present = 0;
    for (let b = 0; b < count; b += 1) {
      const weight = tallies[base + 2 * b]!;
      if (!(weight > 0)) continue;
      const mean = tallies[base + 2 * b + 1]! / weight;
      let k = present;
      for (; k > 0 && means[k - 1]! > mean; k -= 1) {
        means[k] = means[k - 1]!;
        levels[k] = levels[k - 1]!;
      }
      means[k] = mean;
      levels[k] = b;
      present += 1;
    }
    return present;
  }
}

/** Sum over both sides of the squared sum by the weight. */
function gainOf(leftWeight: number, leftSum: number, rightWeight: number, rightSum: number): number {
  return (leftSum * leftSum * rightWeight + rightSum * rightSum * leftWeight) / (leftWeight * rightWeight);
}
