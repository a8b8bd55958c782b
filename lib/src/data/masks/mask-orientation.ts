import type { Picture } from '../pictures/picture';
import type { ReadMask } from './read-mask';

/** How one mask sits on its image, where the image has an EXIF turn. */
export interface OrientationEvidence {
  readonly name: string;
  /** EXIF orientation of the image. */
  readonly orientation: number;
  /** Contrast inside against outside the mask, in standard deviations, if the mask was drawn on the picture as shown. */
  readonly shown: number | null;
  /** The same if it was drawn on the picture as stored; null where the sizes rule it out. */
  readonly stored: number | null;
}

/** On which picture the masks of a data set were drawn. */
export interface MaskOrientation {
  readonly drawnOn: 'shown' | 'stored' | 'unknown';
  /** Files that differ from `drawnOn`, by their sizes. */
  readonly others: readonly string[];
  /** One sentence, or null where no image has an EXIF turn. */
  readonly text: string | null;
}

/** Measures the fit of a mask; null where the image has no EXIF turn. `image` and `mask` as stored. */
export declare function orientationEvidence(
  name: string,
  image: Picture,
  maskPicture: Picture,
  mask: ReadMask,
): OrientationEvidence | null;

export declare function decideMaskOrientation(evidence: readonly OrientationEvidence[]): MaskOrientation;

/** Image and mask, both turned upright. Throws one line where their sizes do not agree. */
export declare function alignPair(
  name: string,
  image: Picture,
  maskPicture: Picture,
  mask: ReadMask,
  decided: MaskOrientation,
): { readonly image: Picture; readonly mask: ReadMask };
