import type { Size } from '../data';
import type { Recipe } from './recipe';

/**
 * The recipe with the width that its even contrast measures lengths by, the median of the images', where it takes images at
 * their own size and names none: background and objects are then looked for in the same pixels in every image, in training
 * and of every picture that the network is asked about. Other recipes stay as they are; brought to one side, images have one
 * scale already.
 */
export function withReferenceWidth(recipe: Recipe, images: readonly Size[]): Recipe {
  const { size, evenContrast: even = false } = recipe;
  if (size !== 'native' || even === false || images.length === 0) return recipe;
  const contrast = even === true ? {} : even;
  if (contrast.referenceWidth !== undefined) return recipe;
  const widths = images.map(({ width }) => width).sort((a, b) => a - b);
  return { ...recipe, evenContrast: { ...contrast, referenceWidth: widths[widths.length >> 1]! } };
}
