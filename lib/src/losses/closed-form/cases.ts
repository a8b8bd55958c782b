import type { PlainBatch } from './closed-form';

/** A small batch on which gradients are checked. */
export interface GradientCase extends Required<PlainBatch> {
  readonly name: string;
  readonly truth: Float32Array;
  readonly logits: Float32Array;
  readonly distance: Float32Array;
  /** `[images, height, width, 1]` */
  readonly shape: readonly [number, number, number, number];
}

const shape = [3, 5, 6, 1] as const;
const pixels = shape[1] * shape[2];

/**
 * The batches of three small images that every gradient of this room is checked on: mixed masks, one mask or all masks
 * empty, all masks full, foreground predicted everywhere, and p as close to 0 and to 1 as float32 can tell apart.
 */
export function gradientCases(): GradientCase[] {
  return [
    gradientCase('mixed', mixedMask, spread(3)),
    gradientCase('one empty mask', (i) => (i < pixels ? 0 : mixedMask(i)), spread(3)),
    gradientCase(
      'all masks empty',
      () => 0,
      (i) => spread(3)(i) - 2,
    ),
    gradientCase(
      'all masks full',
      () => 1,
      (i) => spread(3)(i) + 2,
    ),
    gradientCase('foreground predicted everywhere', mixedMask, (i) => 6 + spread(1)(i)),
    gradientCase('p near 0 and 1', mixedMask, (i) => [-16, -9, 9, 16][i % 4]!),
  ];
}

function gradientCase(
  name: string,
  truth: (index: number) => number,
  logit: (index: number) => number,
): GradientCase {
  const all = <T>(value: (index: number) => T): T[] =>
    Array.from({ length: shape[0] * pixels }, (_, index) => value(index));
  return {
    name,
    shape,
    images: shape[0],
    truth: Float32Array.from(all(truth)),
    logits: Float32Array.from(all(logit)),
    distance: Float32Array.from(all((i) => 4 * Math.cos(1.3 * i))),
  };
}

/** About a third foreground, without any pattern that a formula could lean on. */
const mixedMask = (index: number): number => (Math.sin(12.9898 * index) > 0.5 ? 1 : 0);

/** Logits in (−size, size). */
const spread =
  (size: number) =>
  (index: number): number =>
    size * Math.sin(78.233 * index + 1);
