import { pictureGrid, type Picture, type PictureGridOptions } from './picture-grid';

/** One image with its truth and what a model said. */
export interface GridRow {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  /** Intensities in [0, 1], channels last. */
  readonly image: Float32Array;
  /** 1 = foreground. */
  readonly truth: Uint8Array | Float32Array;
  /** Probability of foreground, or a mask. */
  readonly prediction: Float32Array | Uint8Array;
  /** 1 = the pixel takes part in no score; it is shown grey in the overlay. Absent where all count. */
  readonly ignore?: Uint8Array;
  /** For example the slide; several lines where it is several. */
  readonly label?: string | readonly string[];
}

export interface ImageGridOptions extends Pick<PictureGridOptions, 'tile'> {
  /** A pixel is predicted foreground from this probability on; default 0.5. */
  readonly threshold?: number;
}

// Okabe and Ito's palette: apart under all common forms of colour blindness, and in lightness.
const hit = '#009E73';
const wrong = '#D55E00';
const missed = '#56B4E9';
const ignored = '#8c959f';

/**
 * A grid of image, truth, prediction and overlay, as PNG. In the overlay each foreground pixel is coloured: found (true
 * positive), wrongly marked (false positive) or missed (false negative); the row's label ends with its hard Jaccard.
 */
export function imageGrid(
  rows: readonly GridRow[],
  { threshold = 0.5, tile = 256 }: ImageGridOptions = {},
): Promise<Buffer> {
  return pictureGrid(
    rows.map((row) => {
      const { width, height } = row;
      const grey = (pixels: Float32Array | Uint8Array): Picture => ({ width, height, channels: 1, pixels });
      checkSizes(row);
      const { overlay, jaccard } = compare(row, threshold);
      const image: Picture = { width, height, channels: row.channels, pixels: row.image };
      return {
        pictures: [image, grey(row.truth), grey(row.prediction), overlay],
        label: [...linesOf(row.label), jaccardText(jaccard)],
      };
    }),
    {
      tile,
      columnTitles: ['Image', 'Truth', 'Prediction', 'Overlay'],
      legend: [
        { colour: hit, text: 'found (true positive)' },
        { colour: wrong, text: 'wrongly marked (false positive)' },
        { colour: missed, text: 'missed (false negative)' },
        ...(rows.some(({ ignore }) => ignore?.includes(1))
          ? [{ colour: ignored, text: 'does not count' }]
          : []),
      ],
    },
  );
}

const linesOf = (label: GridRow['label']): readonly string[] =>
  label === undefined ? [] : typeof label === 'string' ? [label] : label;

function checkSizes(row: GridRow): void {
  const { width, height, channels, image, truth, prediction } = row;
  const [label = 'a row'] = linesOf(row.label);
  const size = width * height;
  const lengths = {
    image: [image.length, size * channels],
    truth: [truth.length, size],
    prediction: [prediction.length, size],
  };
  for (const [name, [got, wanted]] of Object.entries(lengths)) {
    if (got !== wanted)
      throw new RangeError(`${label}: ${name} has ${got!} values; ${width} × ${height} needs ${wanted!}`);
  }
}

function compare(row: GridRow, threshold: number): { overlay: Picture; jaccard: number | null } {
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

const jaccardText = (jaccard: number | null): string =>
  jaccard === null ? 'nothing there, nothing marked' : `Jaccard ${jaccard.toFixed(2)}`;

const rgb = (colour: string): number[] =>
  [1, 3, 5].map((i) => Number.parseInt(colour.slice(i, i + 2), 16) / 255);
