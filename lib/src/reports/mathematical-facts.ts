import type { GradientSnapshot } from '../analysis';
import type { PixelInfluence } from '../figures';

/** What was computed about the losses: all that the statements about them are judged by. */
export interface MathematicalFacts {
  /** Focusing exponent of the focal loss. */
  readonly gamma: number;
  /** The published table, recomputed. */
  readonly published: { readonly at256: PixelInfluence; readonly at512: PixelInfluence };
  /** One scene at several resolutions, smallest first. */
  readonly scenes: readonly SceneGeometry[];
  /** The same prediction with every pixel made into four. */
  readonly doubled: readonly DoubledGradient[];
  /** A run, in order of its epochs, from before the first; terms `dice` and `focal`, rings with the edge last. */
  readonly snapshots: readonly GradientSnapshot[];
}

/** How much of an image is foreground, and how much is edge. Shares in [0, 1]. */
export interface SceneGeometry {
  /** Side in pixels. */
  readonly side: number;
  readonly foreground: number;
  /** Pixels within 1 px of an edge. */
  readonly edge: number;
}

/** What doubling the side of image and prediction does to a loss's gradient. */
export interface DoubledGradient {
  readonly loss: string;
  /** Mean |∂L/∂z| of a pixel, after over before. */
  readonly perPixel: number;
  /** Sum of |∂L/∂z| over all pixels, after over before. */
  readonly sum: number;
}

/** The loss of that name in a snapshot. @throws Error where it was not measured. */
export function lossOf(snapshot: GradientSnapshot, name: string): GradientSnapshot['losses'][number] {
  const loss = snapshot.losses.find((other) => other.name === name);
  if (!loss)
    throw new Error(
      `no loss ${name} in the snapshot; there are ${snapshot.losses.map((other) => other.name).join(', ')}`,
    );
  return loss;
}

/** The term of that name in a snapshot. @throws Error where it was not measured. */
export function termOf(snapshot: GradientSnapshot, name: string): GradientSnapshot['terms'][number] {
  const term = snapshot.terms.find((other) => other.name === name);
  if (!term)
    throw new Error(
      `no term ${name} in the snapshot; there are ${snapshot.terms.map((other) => other.name).join(', ')}`,
    );
  return term;
}

/** Mean share of the update that the term `dice` has in each third of the snapshots. */
export function diceShareByThird(snapshots: readonly GradientSnapshot[]): [number, number, number] {
  const shares = snapshots.map((snapshot) => termOf(snapshot, 'dice').ofUpdate);
  const third = (index: number): number => {
    const part = shares.slice(
      Math.round((index * shares.length) / 3),
      Math.round(((index + 1) * shares.length) / 3),
    );
    return part.reduce((sum, share) => sum + share, 0) / part.length;
  };
  return [third(0), third(1), third(2)];
}

/** Gradient by p of a foreground pixel over that of a background pixel under soft Dice: 2 / DSC − 1, without ε. */
export function diceClassRatio({
  foreground,
  onForeground,
  onBackground,
}: GradientSnapshot['scene']): number {
  const overlap = 2 * foreground * onForeground;
  const sums = foreground * (1 + onForeground) + (1 - foreground) * onBackground;
  return (2 * sums) / overlap - 1;
}
