import { evenContrast, resizeSample, withChannels } from '../data';
import { preparedSize, type Preparation, type SizeTreatment } from '../prediction';
import type { Sample } from '../types';
import type { Recipe } from './recipe';

/** An image as a recipe's network sees it: its channels, size and contrast; its mask moves along. */
export function prepareSample(
  sample: Sample,
  recipe: Pick<Recipe, 'size' | 'evenContrast' | 'model'>,
): Sample {
  const { channels, size, evenContrast: contrast } = treatmentOf(recipe);
  const resized = resizeSample(withChannels(sample, channels), preparedSize(sample, size));
  return contrast === undefined ? resized : evenContrast(resized, contrast);
}

/** A recipe's preparation as the network file keeps it; the data set adds the range of intensities. */
export function treatmentOf({
  size,
  evenContrast: even = false,
  model: { channels = 1 },
}: Pick<Recipe, 'size' | 'evenContrast' | 'model'>): Omit<Preparation, 'intensity'> {
  const treatment: SizeTreatment = size === 'native' ? { kind: 'native' } : { kind: 'fit', side: size };
  return { channels, size: treatment, ...(even !== false && { evenContrast: even === true ? {} : even }) };
}
