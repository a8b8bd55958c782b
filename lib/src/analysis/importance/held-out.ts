import type { Random } from '../../random';
import type { BinnedFeatures } from './binned-features';
import type { Tree } from './tree';

/** What a small forest can do on runs that it has not seen. */
export interface HeldOut {
  /** Share of the variance that it predicts; negative where it is worse than the mean. */
  readonly rSquared: number;
  /** For each feature, the share of the variance that is lost when its values are shuffled among those runs. */
  readonly permutation: Float64Array;
}

/**
 * Permutation importance on held-out rows (Breiman, 2001; Fisher, Rudin and Dominici, 2019, JMLR 20): the rise of the
 * squared error when one feature is shuffled, divided by the variance of the response.
 *
 * @param rows rows that none of the trees has seen; at least two.
 */
export function heldOut(
  trees: readonly Tree[],
  data: BinnedFeatures,
  y: Float64Array,
  rows: Int32Array,
  random: Random,
): HeldOut {
  const p = data.names.length;
  const m = rows.length;
  const { bins, n } = data;
  const base = new Float64Array(m);
  const shuffledRow = new Int32Array(p * m); // for feature f, whose value row i borrows
  for (let f = 0; f < p; f += 1) shuffledRow.set(shuffled(rows, random), f * m);
  const change = new Float64Array(p * m); // prediction with feature f shuffled, minus the true one; summed over trees
  const seen = new Int32Array(p).fill(-1);
  let stamp = 0;
  const detourFeature = new Int32Array(p);
  const detourNode = new Int32Array(p);
  for (const tree of trees) {
    for (let i = 0; i < m; i += 1) {
      const row = rows[i]!;
      stamp += 1;
      // the nodes on the row's own path, remembered so that each feature's detour starts where it first matters
      let node = 0;
      let depth = 0;
      for (let f = tree.feature[0]!; f >= 0; f = tree.feature[node]!) {
        if (seen[f] !== stamp) {
          seen[f] = stamp;
          detourFeature[depth] = f;
          detourNode[depth] = node;
          depth += 1;
        }
        node = tree.leftChild[node]! + 1 - ((tree.leftBins[node]! >>> bins[f * n + row]!) & 1);
      }
      const own = tree.value[node]!;
      base[i]! += own;
      for (let d = 0; d < depth; d += 1) {
        const f = detourFeature[d]!;
        const other = bins[f * n + shuffledRow[f * m + i]!]!;
        if (other === bins[f * n + row]!) continue;
        let at = detourNode[d]!;
        for (let g = tree.feature[at]!; g >= 0; g = tree.feature[at]!) {
          const bin = g === f ? other : bins[g * n + row]!;
          at = tree.leftChild[at]! + 1 - ((tree.leftBins[at]! >>> bin) & 1);
        }
        change[f * m + i]! += tree.value[at]! - own;
      }
    }
  }
  let mean = 0;
  for (const row of rows) mean += y[row]! / m;
  let variance = 0;
  let error = 0;
  const rise = new Float64Array(p);
  for (let i = 0; i < m; i += 1) {
    const value = y[rows[i]!]!;
    const residual = value - base[i]! / trees.length;
    variance += (value - mean) ** 2;
    error += residual * residual;
    for (let f = 0; f < p; f += 1) {
      const shift = change[f * m + i]! / trees.length;
      rise[f]! += shift * (shift - 2 * residual);
    }
  }
  if (variance === 0) return { rSquared: 0, permutation: new Float64Array(p) };
  return { rSquared: 1 - error / variance, permutation: rise.map((value) => value / variance) };
}

function shuffled(rows: Int32Array, random: Random): Int32Array {
  const result = rows.slice();
  for (let i = result.length - 1; i > 0; i -= 1) {
    const j = random.int(i + 1);
    const held = result[i]!;
    result[i] = result[j]!;
    result[j] = held;
  }
  return result;
}
