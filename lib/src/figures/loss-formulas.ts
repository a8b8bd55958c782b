/**
 * The losses of one pixel as plain numbers, for drawing: what `unetlab/losses` computes on tensors. `p` is the
 * predicted probability in (0, 1), `y` the truth.
 */

/** Balanced focal loss of one pixel (Lin et al., 2017): −α_t (1 − p_t)^γ ln p_t, α for y = 1 and 1 − α for y = 0. */
export function focalPixel(p: number, y: 0 | 1, alpha: number, gamma: number): number {
  const pt = y === 1 ? p : 1 - p;
  return -(y === 1 ? alpha : 1 - alpha) * (1 - pt) ** gamma * Math.log(pt);
}

/** Derivative of {@link focalPixel} by p. */
export function focalPixelSlope(p: number, y: 0 | 1, alpha: number, gamma: number): number {
  const pt = y === 1 ? p : 1 - p;
  const byPt =
    (y === 1 ? alpha : 1 - alpha) * (gamma * (1 - pt) ** (gamma - 1) * Math.log(pt) - (1 - pt) ** gamma / pt);
  return y === 1 ? byPt : -byPt;
}

/** The rest of the image, which decides what one pixel means to the Dice loss. */
export interface DiceContext {
  /** Pixels of the image. */
  readonly pixels: number;
  /** Share of foreground, in (0, 1). */
  readonly foreground: number;
  /** Mean prediction on the foreground, in (0, 1). */
  readonly onForeground: number;
  /** Mean prediction on the background, in (0, 1). */
  readonly onBackground: number;
}

/** Soft Dice loss of the image when one pixel, taken out of it, is predicted as p: 1 − 2Σyp / (Σy + Σp). */
export function diceLossAt(p: number, y: 0 | 1, context: DiceContext): number {
  const { intersection, total } = diceSums(context);
  return 1 - (2 * (intersection + y * p)) / (total + y + p);
}

/** Derivative of {@link diceLossAt} by p. */
export function diceSlopeAt(p: number, y: 0 | 1, context: DiceContext): number {
  const { intersection, total } = diceSums(context);
  const d = total + y + p;
  return -(2 * y) / d + (2 * (intersection + y * p)) / d ** 2;
}

function diceSums({ pixels, foreground, onForeground, onBackground }: DiceContext): {
  intersection: number;
  total: number;
} {
  const intersection = pixels * foreground * onForeground;
  return {
    intersection,
    total: pixels * foreground + intersection + pixels * (1 - foreground) * onBackground,
  };
}
