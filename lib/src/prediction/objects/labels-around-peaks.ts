import { connectedComponents, type Point } from '../../metrics';

/**
 * Numbers the pixels of a mask after the peaks inside it: each pixel belongs to the nearest peak of its connected piece.
 * A piece without a peak is background; a peak outside the mask has the one pixel under it.
 */
export function labelsAroundPeaks(
  mask: Uint8Array,
  { height, width }: { readonly height: number; readonly width: number },
  peaks: readonly Point[],
): Int32Array {
  const { labels: pieces } = connectedComponents(mask, height, width);
  const inside = new Map<number, { number: number; x: number; y: number }[]>();
  const result = new Int32Array(mask.length);
  peaks.forEach(({ x, y }, i) => {
    const at = Math.round(y) * width + Math.round(x);
    const piece = pieces[at] ?? 0;
    if (piece === 0) result[at] = i + 1;
    else inside.set(piece, [...(inside.get(piece) ?? []), { number: i + 1, x, y }]);
  });
  for (let y = 0, i = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1, i += 1) {
      const near = inside.get(pieces[i]!);
      if (!near) continue;
      let [best, least] = [0, Infinity];
      for (const peak of near) {
        const distance = (peak.x - x) ** 2 + (peak.y - y) ** 2;
        if (distance < least) [best, least] = [peak.number, distance];
      }
      result[i] = best;
    }
  return result;
}
