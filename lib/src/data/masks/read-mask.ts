import type { Picture } from '../pictures/picture';
import type { MaskMeaning } from './mask-meaning';

/** A mask as read. All planes are `height × width`, row by row, as the file stores them (not turned). */
export interface ReadMask {
  readonly height: number;
  readonly width: number;
  /** 0 and 1; a pixel to be ignored is 0. */
  readonly mask: Uint8Array;
  /** 1 = the pixel takes part in no loss and no score; absent where every pixel counts. */
  readonly ignore?: Uint8Array;
  /** 0 = background, n = pixels of the object numbered n; absent where the masks do not number their objects. */
  readonly instances?: Uint32Array;
  /** Where a threshold was used: pixels that were at neither end of the range, and the threshold. */
  readonly notice?: { readonly nonBinaryPixels: number; readonly threshold: number };
}

/** Reads a mask after the set's meaning. Throws one line where the file holds none of what the meaning asks for. */
export declare function readMask(picture: Picture, meaning: MaskMeaning): ReadMask;
