import type { Sample } from '../types';
import { emptyMap, movedMaps } from './pixel-maps';

/**
 * One of the eight symmetries of a square: a mirror image (left to right) where `mirror` is set, then `turns`
 * quarter turns clockwise.
 */
export interface Symmetry {
  readonly mirror: boolean;
  readonly turns: 0 | 1 | 2 | 3;
}

/** Image and mask (and what else is known of each pixel) under a symmetry; pixels are moved, never changed. A quarter turn swaps height and width. */
export function applySymmetry(sample: Sample, symmetry: Symmetry): Sample {
  const { height, width, channels, image: given } = sample;
  if (!symmetry.mirror && symmetry.turns === 0) return sample;
  const from = sources(height, width, symmetry);
  const swap = symmetry.turns % 2 === 1;
  const image = new Float32Array(given.length);
  for (let i = 0; i < from.length; i += 1) {
    const j = from[i]!;
    for (let c = 0; c < channels; c += 1) image[i * channels + c] = given[j * channels + c]!;
  }
  const maps = movedMaps(sample, (map) => {
    const moved = emptyMap(map, map.length);
    for (let i = 0; i < from.length; i += 1) moved[i] = map[from[i]!]!;
    return moved;
  });
  return { ...sample, height: swap ? width : height, width: swap ? height : width, image, ...maps };
}

/** For each pixel of the result, the pixel that it comes from. */
function sources(height: number, width: number, { mirror, turns }: Symmetry): Uint32Array {
  const result = new Uint32Array(height * width);
  const [rows, columns] = turns % 2 === 1 ? [width, height] : [height, width];
  // A source index is linear in row and column of the result: start + row · down + column · right.
  const [h, w] = [height - 1, width - 1];
  const [start, down, right] = (
    [
      [0, width, 1],
      [h * width, 1, -width],
      [h * width + w, -width, -1],
      [w, -1, width],
    ] as const
  )[turns];
  for (let row = 0, i = 0; row < rows; row += 1)
    for (let column = 0; column < columns; column += 1, i += 1) {
      const at = start + row * down + column * right;
      result[i] = mirror ? at - (at % width) + (w - (at % width)) : at;
    }
  return result;
}
