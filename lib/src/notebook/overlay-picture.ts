import type { Picture } from './picture-grid';

/** An image with its truth and a prediction of it. */
export interface OverlaidImage {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  /** Intensities in [0, 1], channels last. */
  readonly image: Float32Array;
  /** 1 = foreground. */
  readonly truth: Uint8Array | Float32Array;
  /** Probability of foreground, or a mask. */
  readonly prediction: Float32Array | Uint8Array;
  /** 1 = the pixel takes part in no score; it is shown grey. Absent where all count. */
  readonly ignore?: Uint8Array;
}

// Okabe and Ito's palette: apart under all common forms of colour blindness, and in lightness.
const hit = '#009E73';
const wrong = '#D55E00';
const missed = '#56B4E9';
const ignored = '#8c959f';

/** What the colours of overlays mean, for a legend. @param some images, to say of ignored pixels where there are any */
export function overlayLegend(
  some: readonly Pick<OverlaidImage, 'ignore'>[],
): { readonly colour: string; readonly text: string }[] {
  return [
    { colour: hit, text: 'found (true positive)' },
    { colour: wrong, text: 'wrongly marked (false positive)' },
    { colour: missed, text: 'missed (false negative)' },
    ...(some.some(({ ignore }) => ignore?.includes(1)) ? [{ colour: ignored, text: 'does not count' }] : []),
  ];
}

/** Each foreground pixel coloured by whether it was found, and the hard Jaccard of what counts; null with nothing to find. */
export function overlayPicture(
  row: OverlaidImage,
  threshold: number,
): { overlay: Picture; jaccard: number | null } {
  const { width, height, channels, image } = row;
  const pixels = new Float32Array(width * height * 3);
  const colours = { hit: rgb(hit), wrong: rgb(wrong), missed: rgb(missed), ignored: rgb(ignored) };
  const counts = { hit: 0, wrong: 0, missed: 0 };
  for (let i = 0; i < width * height; i += 1) {
    const marked = row.prediction[i]! >= threshold;
    const there = row.truth[i]! >= 0.5;
    const counted = row.ignore?.[i] !== 1;
    const verdict = marked ? (there ? 'hit' : 'wrong') : there ? 'missed' : null;
    if (counted && verdict !== null) counts[verdict] += 1;
    const kind = counted ? verdict : 'ignored';
    for (let c = 0; c < 3; c += 1) {
      const grey = image[i * channels + (channels === 3 ? c : 0)]!;
      // background pale, so that the colours carry the message; half of the image shines through them
      pixels[i * 3 + c] = kind === null ? 0.35 + 0.65 * grey : 0.3 * grey + 0.7 * colours[kind][c]!;
    }
  }
  const union = counts.hit + counts.wrong + counts.missed;
  return {
    overlay: { width, height, channels: 3, pixels },
    jaccard: union === 0 ? null : counts.hit / union,
  };
}

/** `Jaccard 0.81`. */
export function jaccardText(jaccard: number | null): string {
  return jaccard === null ? 'nothing there, nothing marked' : `Jaccard ${jaccard.toFixed(2)}`;
}

const rgb = (colour: string): number[] =>
  [1, 3, 5].map((i) => Number.parseInt(colour.slice(i, i + 2), 16) / 255);
