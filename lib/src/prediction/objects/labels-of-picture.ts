import { resizeMask, type Size } from '../../data';
import type { FoundObjects } from './find-objects';

/**
 * Brings objects that were told apart at the network's size to the picture's size: every pixel of the picture's mask
 * belongs to the object under it, or to the nearest one of its piece of the mask. Pieces that hold no object (too small
 * ones) are background. No object is lost: one without a pixel of the mask has the pixel at its middle.
 *
 * @param mask of the picture, 0 and 1, row by row
 */
export function labelsOfPicture(
  { labels: prepared, count }: FoundObjects,
  from: Size,
  mask: Uint8Array,
  to: Size,
): Int32Array {
  if (from.height === to.height && from.width === to.width) return prepared;
  const under = resizeMask(new Uint32Array(prepared), from, to);
  const labels = new Int32Array(mask.length);
  for (let i = 0; i < mask.length; i += 1) if (mask[i] !== 0) labels[i] = under[i]!;
  spread(labels, mask, to);
  restoreLost(labels, prepared, count, from, to);
  return labels;
}

/** Numbers the pixels of the mask that have no number by those that have, nearest first. */
function spread(labels: Int32Array, mask: Uint8Array, { height, width }: Size): void {
  let front: number[] = [];
  const open = (i: number): boolean => mask[i] !== 0 && labels[i] === 0;
  for (let i = 0; i < labels.length; i += 1)
    if (labels[i] !== 0 && neighbours(i, height, width).some(open)) front.push(i);
  while (front.length > 0) {
    const next: number[] = [];
    for (const i of front)
      for (const near of neighbours(i, height, width))
        if (open(near)) {
          labels[near] = labels[i]!;
          next.push(near);
        }
    front = next;
  }
}

function restoreLost(labels: Int32Array, prepared: Int32Array, count: number, from: Size, to: Size): void {
  const areas = new Int32Array(count + 1);
  for (const label of labels) areas[label]! += 1;
  const lost = new Map<number, { x: number; y: number; n: number }>();
  for (let label = 1; label <= count; label += 1)
    if (areas[label] === 0) lost.set(label, { x: 0, y: 0, n: 0 });
  if (lost.size === 0) return;
  prepared.forEach((label, i) => {
    const sum = lost.get(label);
    if (!sum) return;
    sum.x += i % from.width;
    sum.y += Math.floor(i / from.width);
    sum.n += 1;
  });
  const scaled = (at: number, n: number, m: number): number =>
    Math.min(m - 1, Math.floor(((at + 0.5) * m) / n));
  for (const [label, { x, y, n }] of lost) {
    if (n === 0) continue;
    const at = scaled(y / n, from.height, to.height) * to.width + scaled(x / n, from.width, to.width);
    const there = labels[at]!;
    if (there !== 0 && areas[there]! <= 1) continue; // an object of one pixel keeps it
    areas[there]! -= 1;
    labels[at] = label;
  }
}

function neighbours(i: number, height: number, width: number): number[] {
  const [x, y] = [i % width, Math.floor(i / width)];
  const result: number[] = [];
  if (x > 0) result.push(i - 1);
  if (x < width - 1) result.push(i + 1);
  if (y > 0) result.push(i - width);
  if (y < height - 1) result.push(i + width);
  return result;
}
