import { orientationText, turnPlane, turnsSides, upright } from '../pictures/orientation';
import type { Orientation, Picture } from '../pictures/picture';
import { names } from './choose-plane';
import type { ReadMask } from './read-mask';

/** How one mask sits on its image, where the image asks for an EXIF turn. */
export interface OrientationEvidence {
  readonly name: string;
  /** The turn that is in question: the image's, where the mask asks for none. */
  readonly orientation: Orientation;
  /**
   * Difference of the image's levels inside and outside of the mask, in standard deviations, if the mask was drawn on
   * the picture as shown; null where the sizes rule that out.
   */
  readonly shown: number | null;
  /** The same if it was drawn on the picture as stored. */
  readonly stored: number | null;
}

/** On which picture the masks of a data set were drawn. */
export interface MaskOrientation {
  readonly drawnOn: 'shown' | 'stored' | 'unknown';
  /** Names of the files whose sizes say the opposite of `drawnOn`. */
  readonly others: readonly string[];
  /** One sentence, or null where no image asks for a turn. */
  readonly text: string | null;
}

/** Contrast in standard deviations by which one way must fit better, on average, to be believed. */
const CLEAR = 0.3;

/**
 * Measures the fit of a mask on its image, both as stored in their files. Null where there is nothing to decide: the
 * image asks for no turn, or the mask for the same one.
 */
export function orientationEvidence(
  name: string,
  image: Picture,
  maskPicture: Picture,
  mask: ReadMask,
): OrientationEvidence | null {
  const { orientation } = image;
  if (orientation === 1 || maskPicture.orientation !== 1) return null;
  const shownImage = upright(image);
  const fits = (picture: Picture): boolean => picture.height === mask.height && picture.width === mask.width;
  return {
    name,
    orientation,
    shown: fits(shownImage) ? contrast(shownImage, mask) : null,
    stored: fits(image) ? contrast(image, mask) : null,
  };
}

/** Decides from all pairs of a set. Where sizes decide, they do; else the fit, pooled over the set. */
export function decideMaskOrientation(evidence: readonly OrientationEvidence[]): MaskOrientation {
  if (evidence.length === 0) return { drawnOn: 'shown', others: [], text: null };
  const onlyShown = evidence.filter(({ shown, stored }) => shown !== null && stored === null);
  const onlyStored = evidence.filter(({ shown, stored }) => shown === null && stored !== null);
  const both = evidence.filter(({ shown, stored }) => shown !== null && stored !== null);
  const turns = [...new Set(evidence.map(({ orientation }) => orientation))].sort((a, b) => a - b);
  const head = `EXIF: ${evidence.length} ${evidence.length === 1 ? 'image asks' : 'images ask'} for a turn (${turns.map(orientationText).join(', ')})`;
  const fit = pooledFit(both);
  const bySize =
    onlyShown.length === onlyStored.length ? null : onlyShown.length > onlyStored.length ? 'shown' : 'stored';
  // Sizes of some pairs speak for the others too, unless the fit of those clearly says otherwise.
  const drawnOn = fit.says ?? bySize ?? 'unknown';
  const decided = drawnOn === 'unknown' ? 'shown' : drawnOn;
  const others = decided === 'shown' ? onlyStored : onlyShown;
  const by = [
    ...(bySize === decided ? ['their sizes'] : []),
    ...(fit.says === decided
      ? [`their fit: contrast ${fit.shown.toFixed(2)} as shown, ${fit.stored.toFixed(2)} as stored`]
      : []),
  ].join(' and ');
  const exceptions =
    others.length > 0
      ? `; ${names(others)} the other way round, by ${others.length === 1 ? 'its size' : 'their sizes'}`
      : '';
  const text =
    drawnOn === 'unknown'
      ? `${head}; whether the masks were drawn on the pictures as shown or as stored cannot be told from sizes or fit (contrast ${fit.shown.toFixed(2)} as shown, ${fit.stored.toFixed(2)} as stored): they are taken as shown; look at ${names(evidence)}${exceptions}`
      : `${head}; the masks were drawn on the pictures as ${decided}, by ${by}: ${decided === 'stored' ? 'images and masks are both turned' : 'the images are turned, the masks are not'}${exceptions}`;
  return { drawnOn, others: others.map(({ name }) => name), text };
}

/** Image and mask, both turned upright. Throws one line where their sizes do not agree then. */
export function alignPair(
  name: string,
  image: Picture,
  maskPicture: Picture,
  mask: ReadMask,
  decided: MaskOrientation,
): { readonly image: Picture; readonly mask: ReadMask } {
  const shown = upright(image);
  const own = maskPicture.orientation;
  const asStored = (decided.drawnOn === 'stored') !== decided.others.includes(name);
  const turn = own !== 1 ? own : asStored ? image.orientation : 1;
  const result = turnedMask(mask, turn);
  if (shown.height === result.height && shown.width === result.width) return { image: shown, mask: result };
  // A mask that keeps its image's EXIF tag although its pixels were turned: the sizes tell.
  if (own !== 1 && turnsSides(own) && mask.height === shown.height && mask.width === shown.width)
    return { image: shown, mask };
  const turnText = image.orientation === 1 ? '' : ` (EXIF ${orientationText(image.orientation)})`;
  throw new Error(
    `the image is ${image.width} × ${image.height} pixels${turnText}, the mask ${mask.width} × ${mask.height}`,
  );
}

/** A mask with an EXIF turn applied to all of its planes. */
export function turnedMask(mask: ReadMask, orientation: Orientation): ReadMask {
  if (orientation === 1) return mask;
  const { height, width, ignore, instances } = mask;
  const sides = turnsSides(orientation);
  return {
    ...mask,
    height: sides ? width : height,
    width: sides ? height : width,
    mask: turnPlane(mask.mask, height, width, 1, orientation),
    ...(ignore && { ignore: turnPlane(ignore, height, width, 1, orientation) }),
    ...(instances && { instances: turnPlane(instances, height, width, 1, orientation) }),
  };
}

/** Mean contrast of both ways over the pairs that allow both; each with its sign, so that chance averages out. */
function pooledFit(both: readonly OrientationEvidence[]): {
  says: 'shown' | 'stored' | null;
  shown: number;
  stored: number;
} {
  const useful = both.filter(({ shown, stored }) => Number.isFinite(shown) && Number.isFinite(stored));
  if (useful.length === 0) return { says: null, shown: 0, stored: 0 };
  const mean = (key: 'shown' | 'stored'): number =>
    Math.abs(useful.reduce((sum, one) => sum + one[key]!, 0) / useful.length);
  const [shown, stored] = [mean('shown'), mean('stored')];
  const clear = CLEAR * (1 + 1 / Math.sqrt(useful.length));
  const says = shown - stored > clear ? 'shown' : stored - shown > clear ? 'stored' : null;
  return { says, shown, stored };
}

/** NaN where the mask is empty or full, or the image of one level. */
function contrast(image: Picture, { mask, ignore }: ReadMask): number {
  const { data, channels } = image;
  const colours = channels >= 3 ? 3 : 1;
  const sums = [0, 0];
  const counts = [0, 0];
  let [all, squares, number] = [0, 0, 0];
  for (let i = 0; i < mask.length; i += 1) {
    if (ignore?.[i] === 1) continue;
    let level = 0;
    for (let c = 0; c < colours; c += 1) level += data[i * channels + c]!;
    const side = mask[i]!;
    sums[side]! += level;
    counts[side]! += 1;
    all += level;
    squares += level * level;
    number += 1;
  }
  const deviation = Math.sqrt(Math.max(0, squares / number - (all / number) ** 2));
  if (counts[0] === 0 || counts[1] === 0 || deviation === 0) return Number.NaN;
  return (sums[1]! / counts[1]! - sums[0]! / counts[0]!) / deviation;
}
