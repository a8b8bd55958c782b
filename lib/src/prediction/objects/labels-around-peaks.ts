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
  const inside: (Numbered[] | undefined)[] = [];
  const result = new Int32Array(mask.length);
  peaks.forEach(({ x, y }, i) => {
    const at = Math.round(y) * width + Math.round(x);
    const piece = pieces[at] ?? 0;
    if (piece === 0) result[at] = i + 1;
    else (inside[piece] ??= []).push({ number: i + 1, x, y });
  });
  for (const near of inside) near?.sort((a, b) => a.y - b.y);
  for (let y = 0, i = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1, i += 1) {
      const piece = pieces[i]!;
      const near = piece === 0 ? undefined : inside[piece];
      if (near) result[i] = nearest(near, x, y);
    }
  return result;
}

interface Numbered extends Point {
  readonly number: number;
}

/** Number of the nearest peak, of equally near ones the least; the peaks are sorted by y, and looked at from `y` outwards. */
function nearest(peaks: readonly Numbered[], x: number, y: number): number {
  let [low, high] = [0, peaks.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (peaks[middle]!.y < y) low = middle + 1;
    else high = middle;
  }
  let [best, least] = [0, Infinity];
  const look = ({ number, x: px, y: py }: Numbered): boolean => {
    const down = (py - y) ** 2;
    if (down > least) return false;
    const distance = (px - x) ** 2 + down;
    if (distance < least || (distance === least && number < best)) [best, least] = [number, distance];
    return true;
  };
  for (let i = low; i < peaks.length && look(peaks[i]!); i += 1);
  for (let i = low - 1; i >= 0 && look(peaks[i]!); i -= 1);
  return best;
}
