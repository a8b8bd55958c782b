/**
 * Which pieces on both sides of the border between two strips are one object. Connected pieces are joined wherever they
 * touch, which is exact; objects that are split or are peaks are joined with the one across the border that they share most
 * of it with, where that is mutual.
 *
 * @param above numbers of the last row, 0 for none; `below` of the first one after it
 * @param all joins wherever pieces touch
 * @returns pairs of numbers, above and below
 */
export function joinedPieces(above: Int32Array, below: Int32Array, all: boolean): [number, number][] {
  const shared = new Map<number, Pair>();
  const base = below.reduce((a, b) => Math.max(a, b), 0) + 1;
  for (let x = 0; x < above.length; x += 1) {
    const a = above[x]!;
    if (a === 0) continue;
    for (let u = all ? x - 1 : x; u <= (all ? x + 1 : x); u += 1) {
      const b = below[u] ?? 0;
      if (b === 0) continue;
      const key = a * base + b;
      const pair = shared.get(key);
      if (pair) pair.n += 1;
      else shared.set(key, { a, b, n: 1 });
    }
  }
  const pairs = [...shared.values()];
  if (all) return pairs.map(({ a, b }) => [a, b]);
  const [ofAbove, ofBelow] = [most(pairs, 'a'), most(pairs, 'b')];
  return pairs
    .filter((pair) => ofAbove.get(pair.a) === pair && ofBelow.get(pair.b) === pair)
    .map(({ a, b }) => [a, b]);
}

interface Pair {
  readonly a: number;
  readonly b: number;
  /** Pixels of the border. */
  n: number;
}

function most(pairs: readonly Pair[], side: 'a' | 'b'): Map<number, Pair> {
  const best = new Map<number, Pair>();
  for (const pair of pairs) if (pair.n > (best.get(pair[side])?.n ?? 0)) best.set(pair[side], pair);
  return best;
}
