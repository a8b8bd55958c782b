import type { Sample } from '../types';

/**
 * The sample with the labels of its lower half moved, as a mask drawn on the wrong map would have them: what the label audit
 * has to find. What moves in from beyond the left edge is background; object numbers are dropped.
 *
 * @param dx to the right, @param dy down, in whole pixels
 */
export function shiftLabels(
  { instances: _, ...sample }: Sample,
  { dx, dy }: { readonly dx: number; readonly dy: number },
): Sample {
  const { width, height, mask } = sample;
  return {
    ...sample,
    mask: mask.map((value, i) => {
      const [x, y] = [i % width, Math.floor(i / width)];
      if (y < height / 2) return value;
      const [fromX, fromY] = [x - dx, y - dy];
      const inside = fromX >= 0 && fromX < width && fromY >= 0 && fromY < height;
      return inside ? mask[fromY * width + fromX]! : 0;
    }),
  };
}
