import type { Picture, PictureRow } from './picture-grid';

/** What is known of every pixel of an image at one time of a training. */
export interface PixelGradients {
  /** For people: `epoch 9`. */
  readonly label: string;
  readonly image: ArrayLike<number>;
  readonly truth: ArrayLike<number>;
  readonly probability: ArrayLike<number>;
  /** ∂L/∂z of each pixel, a map a loss. */
  readonly gradients: readonly ArrayLike<number>[];
}

/**
 * A corner of an image with its truth, its prediction and how hard each loss pulls, for `pictureGrid`. Each map of gradients is
 * scaled to its own brightest pixel and shown as a square root.
 *
 * @param width of the images, in pixels
 * @param side of the corner
 */
export function gradientRows(times: readonly PixelGradients[], width: number, side: number): PictureRow[] {
  const crop = (values: ArrayLike<number>, shade = (value: number): number => value): Picture => ({
    width: side,
    height: side,
    channels: 1,
    pixels: Float32Array.from({ length: side * side }, (_, i) =>
      shade(values[Math.floor(i / side) * width + (i % side)]!),
    ),
  });
  const pull = (gradient: ArrayLike<number>): Picture => {
    const top = Float32Array.from(crop(gradient, Math.abs).pixels).reduce((a, b) => Math.max(a, b), 1e-12);
    return crop(gradient, (value) => Math.sqrt(Math.abs(value) / top));
  };
  return times.map(({ label, image, truth, probability, gradients }) => ({
    pictures: [crop(image), crop(truth), crop(probability), ...gradients.map(pull)],
    label: [label],
  }));
}
