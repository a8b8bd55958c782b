import { connectedComponents, findPeaks, matchByOverlap, matchObjects, type Matching } from '../../metrics';
import type { Sample } from '../../types';
import type { ObjectSettings } from '../network-description';
import { findObjects } from './find-objects';

/** An image's truth, at the size that the network sees. */
export type ObjectTruth = Pick<Sample, 'mask' | 'ignore' | 'instances' | 'height' | 'width'>;

/**
 * Which predicted object is which true one, told apart as the settings say. True objects are those that the mask numbers,
 * else its connected pieces, else, for small discs, its peaks. A pair shares more than half of what both cover together;
 * small discs, of which two pixels decide that, lie within 3 pixels (at 512) of each other.
 */
export function matchObjectsOf(
  truth: ObjectTruth,
  map: ArrayLike<number>,
  settings: ObjectSettings,
  threshold = 0.5,
): Matching {
  const { mask, ignore, height, width } = truth;
  if (settings.method === 'peaks') {
    const { sigma, distance, minimum } = settings;
    const peaks = (of: ArrayLike<number>): ReturnType<typeof findPeaks> =>
      findPeaks(of, height, width, { sigma, distance, minimum }).filter(
        ({ x, y }) => ignore?.[Math.round(y) * width + Math.round(x)] !== 1,
      );
    return matchObjects(peaks(mask), peaks(map), (3 * width) / 512);
  }
  return matchByOverlap(trueLabels(truth), findObjects(map, truth, settings, threshold).labels, 0.5, ignore);
}

/** The objects that a mask numbers, else its connected pieces. */
export function trueLabels({ mask, instances, height, width }: ObjectTruth): Uint32Array | Int32Array {
  return instances ?? connectedComponents(mask, height, width).labels;
}
