import type { Random } from '../../random';
import type { BinnedFeatures } from './binned-features';
import { TreeShareReader } from './functional-anova';
import { heldOut } from './held-out';
import { TreeGrower, type Tree } from './tree';

/** What one bootstrap resample of the runs says. */
export interface Replicate {
  readonly main: Float64Array;
  readonly pairs: Float64Array;
  readonly permutation: Float64Array;
  readonly rSquared: number;
}

export interface ForestShape {
  readonly trees: number;
  readonly tried: number;
  readonly minLeaf: number;
  /** Held-out rows used at most, to bound the time. */
  readonly heldOutRows: number;
}

/**
 * One bootstrap resample of the runs and a small forest on it; each tree sees a bootstrap sample of that resample. The
 * runs that were not drawn judge the forest, so nothing is scored on what it was trained on.
 */
export class ReplicateMaker {
  private readonly grower: TreeGrower;

  constructor(
    private readonly data: BinnedFeatures,
    private readonly y: Float64Array,
    private readonly shape: ForestShape,
  ) {
    this.grower = new TreeGrower(data, y, { tried: shape.tried, minLeaf: shape.minLeaf });
  }

  make(random: Random, pairs: readonly (readonly [number, number])[] = []): Replicate {
    const { n, names, measures } = this.data;
    const drawn = new Int32Array(n);
    let outside: Int32Array;
    do {
      for (let i = 0; i < n; i += 1) drawn[i] = random.int(n);
      outside = rowsOutside(drawn);
    } while (outside.length < 2); // at n = 10 once in about 10,000 draws
    if (outside.length > this.shape.heldOutRows) outside = sample(outside, this.shape.heldOutRows, random);
    const trees: Tree[] = [];
    const main = new Float64Array(names.length);
    const pairShares = new Float64Array(pairs.length);
    const weights = new Float64Array(n);
    const reader = new TreeShareReader(measures, pairs);
    let counted = 0;
    for (let t = 0; t < this.shape.trees; t += 1) {
      weights.fill(0);
      for (let i = 0; i < n; i += 1) weights[drawn[random.int(n)]!]! += 1;
      const tree = this.grower.grow(weights, random);
      trees.push(tree);
      const shares = reader.read(tree);
      if (shares.variance === 0) continue;
      counted += 1;
      shares.main.forEach((share, f) => (main[f]! += share));
      shares.pairs.forEach((share, k) => (pairShares[k]! += share));
    }
    const mean = (share: number): number => share / Math.max(1, counted);
    const judged = heldOut(trees, this.data, this.y, outside, random);
    return { main: main.map(mean), pairs: pairShares.map(mean), ...judged };
  }
}

/** Rows that were not drawn, ascending. */
function rowsOutside(drawn: Int32Array): Int32Array {
  const inside = new Uint8Array(drawn.length);
  for (const row of drawn) inside[row] = 1;
  const rows = new Int32Array(drawn.length);
  let count = 0;
  for (let i = 0; i < drawn.length; i += 1) if (inside[i] === 0) rows[count++] = i;
  return rows.slice(0, count);
}

function sample(rows: Int32Array, count: number, random: Random): Int32Array {
  for (let i = 0; i < count; i += 1) {
    const j = i + random.int(rows.length - i);
    const held = rows[i]!;
    rows[i] = rows[j]!;
    rows[j] = held;
  }
  return rows.slice(0, count);
}
