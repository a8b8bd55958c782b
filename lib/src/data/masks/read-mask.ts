import type { Picture } from '../pictures/picture';
import { isForeground } from './foreground-pixels';
import type { MaskMeaning } from './mask-meaning';
import { maskPlane } from './mask-plane';

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

/** Reads a mask after the set's meaning. Throws one line where the file lacks the plane that counts. */
export function readMask(picture: Picture, meaning: MaskMeaning): ReadMask {
  const { height, width } = picture;
  const plane = maskPlane(picture, meaning.plane);
  if (!plane) {
    const what = { index: 'a palette', alpha: 'an alpha channel', colour: 'colours', value: 'levels' };
    throw new Error(`the mask has not ${what[meaning.plane]}, by which the masks of this set are read`);
  }
  const { rule, notice } = ruleFor(plane, picture.lossy, meaning);
  const test = isForeground(rule);
  const ignored = new Set(meaning.ignore);
  const mask = new Uint8Array(plane.length);
  const ignore = new Uint8Array(plane.length);
  let some = false;
  for (let i = 0; i < plane.length; i += 1) {
    const value = plane[i]!;
    if ((ignored.size > 0 && ignored.has(value)) || !Number.isFinite(value)) {
      ignore[i] = 1;
      some = true;
    } else if (test(value)) mask[i] = 1;
  }
  return {
    height,
    width,
    mask,
    ...(some && { ignore }),
    ...(meaning.numbered && { instances: numbered(plane, mask, meaning.plane === 'colour') }),
    ...(notice && { notice }),
  };
}

/** The rule for one file: two values, 0 and another, need no threshold. */
function ruleFor(
  plane: ArrayLike<number>,
  lossy: boolean,
  { foreground }: MaskMeaning,
): { rule: MaskMeaning['foreground']; notice?: ReadMask['notice'] } {
  if (foreground.kind !== 'atLeast') return { rule: foreground };
  const { threshold, exact } = foreground;
  const values = Array.from(plane);
  const largest = values.reduce((a, b) => (b > a ? b : a), 0);
  const two = values.every((value) => value === 0 || value === largest);
  if (two && !lossy && exact !== true) return { rule: { kind: 'other', background: 0 } };
  const end = threshold <= 1 ? 1 : threshold <= 128 ? 255 : 65535;
  const nonBinaryPixels = values.reduce((count, value) => count + (value === 0 || value === end ? 0 : 1), 0);
  return { rule: foreground, ...(nonBinaryPixels > 0 && { notice: { nonBinaryPixels, threshold } }) };
}

/** The objects' numbers: the values themselves, or, of colours, their place among the file's colours. */
function numbered(plane: ArrayLike<number>, mask: Uint8Array, colours: boolean): Uint32Array {
  const instances = new Uint32Array(plane.length);
  const places = new Map<number, number>();
  for (let i = 0; i < plane.length; i += 1) {
    if (mask[i] === 0) continue;
    const value = plane[i]!;
    if (!colours) instances[i] = value;
    else {
      if (!places.has(value)) places.set(value, places.size + 1);
      instances[i] = places.get(value)!;
    }
  }
  return instances;
}
