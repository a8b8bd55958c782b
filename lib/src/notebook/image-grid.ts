import { jaccardText, overlayLegend, overlayPicture, type OverlaidImage } from './overlay-picture';
import { pictureGrid, type Picture, type PictureGridOptions } from './picture-grid';

/** One image with its truth and what a model said. */
export interface GridRow extends OverlaidImage {
  /** For example the slide; several lines where it is several. */
  readonly label?: string | readonly string[];
}

export interface ImageGridOptions extends Pick<PictureGridOptions, 'tile'> {
  /** A pixel is predicted foreground from this probability on; default 0.5. */
  readonly threshold?: number;
}

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
      const { overlay, jaccard } = overlayPicture(row, threshold);
      const image: Picture = { width, height, channels: row.channels, pixels: row.image };
      return {
        pictures: [image, grey(row.truth), grey(row.prediction), overlay],
        label: [...linesOf(row.label), jaccardText(jaccard)],
      };
    }),
    {
      tile,
      columnTitles: ['Image', 'Truth', 'Prediction', 'Overlay'],
      legend: overlayLegend(rows),
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

/** One image with two predictions of it. */
export interface ComparedRow extends Omit<GridRow, 'prediction'> {
  readonly a: Float32Array | Uint8Array;
  readonly b: Float32Array | Uint8Array;
}

/** A grid of image, truth and the overlays of two models, as PNG. @param names titles of the two */
export function comparisonGrid(
  rows: readonly ComparedRow[],
  names: readonly [string, string],
  { threshold = 0.5, tile = 256 }: ImageGridOptions = {},
): Promise<Buffer> {
  return pictureGrid(
    rows.map((row) => {
      const { width, height, channels, image } = row;
      const [a, b] = [row.a, row.b].map((prediction) => {
        checkSizes({ ...row, prediction });
        return overlayPicture({ ...row, prediction }, threshold);
      });
      return {
        pictures: [
          { width, height, channels, pixels: image },
          { width, height, channels: 1, pixels: row.truth },
          a!.overlay,
          b!.overlay,
        ],
        label: [...linesOf(row.label), `A: ${jaccardText(a!.jaccard)}`, `B: ${jaccardText(b!.jaccard)}`],
      };
    }),
    { tile, columnTitles: ['Image', 'Truth', ...names], legend: overlayLegend(rows) },
  );
}
