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
  // bins of these rows side by side, their own and those of the row whose value they borrow
  const own = new Uint8Array(m * p);
  const borrowed = new Uint8Array(m * p);
  const lender = new Int32Array(m);
  for (let f = 0; f < p; f += 1) {
    const column = data.bins.subarray(f * data.n, (f + 1) * data.n);
    lender.set(rows);
    shuffle(lender, random);
    for (let i = 0; i < m; i += 1) {
      own[i * p + f] = column[rows[i]!]!;
      borrowed[i * p + f] = column[lender[i]!]!;
    }
  }
  const base = new Float64Array(m);
  const change = new Float64Array(m * p); // prediction with feature f shuffled, minus the true one; summed over trees
  const parted = new Int32Array(p); // the last path that a feature's shuffled value has left
  let path = 0;
  const detourFeature = new Int32Array(p);
  const detourNode = new Int32Array(p);
  for (const { feature, leftBins, leftChild, value } of trees) {
    for (let i = 0; i < m; i += 1) {
      const at = i * p;
      path += 1;
      let detours = 0;
      let node = 0;
      for (let f = feature[0]!; f >= 0; f = feature[node]!) {
        const goesLeft = leftBins[node]!;
        const turn = (goesLeft >>> own[at + f]!) & 1;
        const right = leftChild[node]! + 1;
        // a shuffled value takes another way from the first node on that sends it elsewhere
        if (((goesLeft >>> borrowed[at + f]!) & 1) !== turn && parted[f] !== path) {
          parted[f] = path;
          detourFeature[detours] = f;
          detourNode[detours] = right - 1 + turn;
          detours += 1;
        }
        node = right - turn;
      }
      const reached = value[node]!;
      base[i]! += reached;
      for (let d = 0; d < detours; d += 1) {
        const shuffled = detourFeature[d]!;
        let other = detourNode[d]!;
        for (let g = feature[other]!; g >= 0; g = feature[other]!) {
          const bin = g === shuffled ? borrowed[at + g]! : own[at + g]!;
          other = leftChild[other]! + 1 - ((leftBins[other]! >>> bin) & 1);
        }
        change[at + shuffled]! += value[other]! - reached;
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
      const shift = change[i * p + f]! / trees.length;
      rise[f]! += shift * (shift - 2 * residual);
    }
  }
  if (variance === 0) return { rSquared: 0, permutation: new Float64Array(p) };
  return { rSquared: 1 - error / variance, permutation: rise.map((value) => value / variance) };
}

function shuffle(rows: Int32Array, random: Random): void {
  for (let i = rows.length - 1; i > 0; i -= 1) {
    const j = random.int(i + 1);
    const held = rows[i]!;
    rows[i] = rows[j]!;
    rows[j] = held;
  }
}
