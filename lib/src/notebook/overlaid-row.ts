import type { Sample } from '../types';
import type { GridRow } from './image-grid';

/** An image with its truth and a prediction, for `imageGrid`. */
export function overlaidRow(
  sample: Sample,
  prediction: Float32Array,
  label: string | readonly string[] = sample.id,
): GridRow {
  return { ...sample, truth: sample.mask, prediction, label };
}
