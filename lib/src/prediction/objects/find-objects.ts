import { connectedComponents, findPeaks, splitTouching } from '../../metrics';
import type { ObjectSettings } from '../network-description';
import { foregroundOf } from './foreground-of';
import { labelsAroundPeaks } from './labels-around-peaks';

/** Objects of one picture. */
export interface FoundObjects {
  /** 0 = background, n = pixels of object n, counted from 1 without gaps; row by row. */
  readonly labels: Int32Array;
  readonly count: number;
}

/**
 * The objects of a prediction, told apart as the settings say.
 *
 * @param map probability of foreground, or a mask of 0 and 1; row by row
 * @param threshold probability from which a pixel is foreground
 */
export function findObjects(
  map: ArrayLike<number>,
  { height, width }: { readonly height: number; readonly width: number },
  settings: ObjectSettings,
  threshold = 0.5,
): FoundObjects {
  const mask = foregroundOf(map, threshold);
  if (settings.method === 'peaks') {
    const { sigma, distance, minimum } = settings;
    const peaks = findPeaks(map, height, width, { sigma, distance, minimum });
    return { labels: labelsAroundPeaks(mask, { height, width }, peaks), count: peaks.length };
  }
  const { labels, objects } =
    settings.method === 'split'
      ? splitTouching(mask, height, width, settings.depth)
      : connectedComponents(mask, height, width);
  return withoutSmall(
    labels,
    objects.map(({ area }) => area),
    settings.minimumArea,
  );
}

/**
 * The objects of at least an area, numbered anew without gaps.
 *
 * @param areas of the objects, that of number n at n − 1
 */
export function withoutSmall(
  labels: Int32Array,
  areas: readonly number[],
  minimumArea: number,
): FoundObjects {
  const numbers = new Int32Array(areas.length + 1);
  let count = 0;
  areas.forEach((area, i) => {
    if (area >= minimumArea) numbers[i + 1] = count += 1;
  });
  return { labels: labels.map((label) => numbers[label]!), count };
}
