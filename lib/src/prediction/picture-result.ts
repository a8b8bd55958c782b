import type { Size } from '../data';
import type { ObjectSettings } from './network-description';
import { findObjects, type FoundObjects } from './objects/find-objects';
import { foregroundOf } from './objects/foreground-of';
import { labelsOfPicture } from './objects/labels-of-picture';
import { measureObjects, type MeasuredObject } from './objects/measure-objects';
import { mapToPicture } from './prepare-picture';

/** What a network says of a picture, at the picture's size, row by row. */
export interface PictureResult extends Size {
  /** Probability of foreground, in [0, 1]. */
  readonly map: Float32Array;
  /** 1 where the probability reaches the threshold, 0 elsewhere. */
  readonly mask: Uint8Array;
  /** 0 = no object, n = pixels of object n. */
  readonly labels: Int32Array;
  /** In the order of their numbers, measured at the picture's size. */
  readonly objects: readonly MeasuredObject[];
}

export interface ResultSettings {
  readonly threshold: number;
  /** How objects are told apart, at the size that the network sees; default connected pieces. */
  readonly objects?: ObjectSettings | undefined;
}

/** How objects are told apart where a network file says nothing of them. */
export const plainObjects: ObjectSettings = { method: 'components', minimumArea: 0 };

/**
 * Brings the map of a prepared picture to the picture's size and measures its objects. They are told apart at the size
 * that the network sees.
 *
 * @param intensities of the picture, one a pixel, for the objects' mean
 */
export function pictureResult(
  prepared: Size & { readonly map: Float32Array },
  size: Size,
  { threshold, objects: settings = plainObjects }: ResultSettings,
  intensities?: ArrayLike<number>,
): PictureResult {
  const map = mapToPicture(prepared.map, prepared, size);
  const mask = foregroundOf(map, threshold);
  const found: FoundObjects = findObjects(prepared.map, prepared, settings, threshold);
  const labels = labelsOfPicture(found, prepared, mask, size);
  return { ...size, map, mask, labels, objects: measureObjects(labels, size, intensities) };
}
