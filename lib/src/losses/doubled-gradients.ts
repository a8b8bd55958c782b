import type { ClosedForm, PlainBatch } from './closed-form/closed-form';

/** What doubling the side of image and prediction does to a loss's gradient. */
export interface DoubledGradients {
  readonly loss: string;
  /** Mean |∂L/∂z| of a pixel, after over before. */
  readonly perPixel: number;
  /** Sum of |∂L/∂z| over all pixels, after over before. */
  readonly sum: number;
}

/**
 * Makes every pixel of square images and of their prediction into four, so that nothing is learned or lost, and compares the
 * gradients.
 *
 * @param side of the images, in pixels
 */
export function doubledGradients(
  forms: Readonly<Record<string, ClosedForm>>,
  { truth, logits }: Pick<PlainBatch, 'truth' | 'logits'>,
  side: number,
): DoubledGradients[] {
  const total = (form: ClosedForm, batch: PlainBatch): number =>
    form.byLogit(batch).reduce((sum, slope) => sum + Math.abs(slope), 0);
  const large = { truth: doubled(truth, side), logits: doubled(logits, side) };
  return Object.entries(forms).map(([loss, form]) => {
    const ratio = total(form, large) / total(form, { truth, logits });
    return { loss, perPixel: ratio / 4, sum: ratio };
  });
}

function doubled(values: ArrayLike<number>, side: number): Float64Array {
  const wide = 2 * side;
  return Float64Array.from({ length: 4 * values.length }, (_, i) => {
    const image = Math.floor(i / (wide * wide));
    const y = Math.floor((i % (wide * wide)) / wide);
    const x = i % wide;
    return values[image * side * side + Math.floor(y / 2) * side + Math.floor(x / 2)]!;
  });
}
