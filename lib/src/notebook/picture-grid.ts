import sharp from 'sharp';
import { textImage, type TextStyle } from './text-image';

/** Pixels to show: grey or RGB in [0, 1], row by row, channels last. Masks of 0 and 1 are grey pictures. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  readonly pixels: Float32Array | Uint8Array;
}

export interface PictureRow {
  readonly pictures: readonly Picture[];
  /** Lines of text beside the row, the first one in bold. */
  readonly label?: readonly string[];
}

export interface PictureGridOptions {
  /** Above each column. */
  readonly columnTitles?: readonly string[];
  /** Colour and meaning, below the grid. */
  readonly legend?: readonly { readonly colour: string; readonly text: string }[];
  /** Width of a picture in pixels, default 256; heights follow. Smaller pictures are enlarged without smoothing. */
  readonly tile?: number;
}

const gap = 8;
const margin = 12;
const ink = '#24292f';
const quiet = '#57606a';

interface Placed {
  readonly input: Buffer;
  readonly left: number;
  readonly top: number;
}

/** Lays pictures out in rows with titles, row labels and a legend, as one PNG on white. */
export async function pictureGrid(
  rows: readonly PictureRow[],
  { columnTitles = [], legend = [], tile = 256 }: PictureGridOptions = {},
): Promise<Buffer> {
  const columns = Math.max(0, ...rows.map(({ pictures }) => pictures.length));
  if (columns === 0) throw new RangeError('a picture grid needs at least one picture');
  const placed: Placed[] = [];
  const draw = (text: string, style: TextStyle) => textImage(text, style);
  const labels = await Promise.all(
    rows.map(({ label = [] }) =>
      Promise.all(
        label.map((line, i) => draw(line, { size: 13, colour: i === 0 ? ink : quiet, bold: i === 0 })),
      ),
    ),
  );
  const labelWidth = Math.max(0, ...labels.flat().map(({ width }) => width));
  const left = margin;
  let top = margin;

  const titles = await Promise.all(
    columnTitles.map((title) => draw(title, { size: 15, colour: ink, bold: true })),
  );
  titles.forEach(({ png, height }, i) => {
    placed.push({ input: png, left: left + i * (tile + gap), top: top + 18 - height });
  });
  if (titles.length > 0) top += 18 + gap;

  for (const [r, { pictures }] of rows.entries()) {
    const tiles = await Promise.all(pictures.map((picture) => tileOf(picture, tile)));
    tiles.forEach(({ png }, c) => placed.push({ input: png, left: left + c * (tile + gap), top }));
    let line = top;
    for (const { png, height } of labels[r] ?? []) {
      placed.push({ input: png, left: left + columns * (tile + gap), top: line });
      line += height + 2;
    }
    top += Math.max(...tiles.map(({ height }) => height), line - top) + gap;
  }

  let x = left;
  let legendWidth = 0;
  for (const { colour, text } of legend) {
    const drawn = await draw(text, { size: 13, colour: ink });
    placed.push({ input: await swatch(colour), left: x, top: top + 4 });
    placed.push({ input: drawn.png, left: x + 20, top: top + 4 });
    x += 20 + drawn.width + 24;
    legendWidth = x - left - 24;
  }
  if (legend.length > 0) top += 24;

  const grid = columns * (tile + gap) - gap + (labelWidth > 0 ? gap + labelWidth : 0);
  return sharp({
    create: {
      width: Math.max(grid, legendWidth) + 2 * margin,
      height: top + margin - gap,
      channels: 3,
      background: '#ffffff',
    },
  })
    .composite(placed)
    .png()
    .toBuffer();
}

async function tileOf(picture: Picture, width: number): Promise<{ png: Buffer; height: number }> {
  const { pixels, channels } = picture;
  if (pixels.length !== picture.width * picture.height * channels) {
    throw new RangeError(
      `a picture of ${picture.width} × ${picture.height} × ${channels} has ${pixels.length} values`,
    );
  }
  const height = Math.round((picture.height * width) / picture.width);
  const bytes = Uint8Array.from(pixels, (value) => Math.round(255 * Math.min(1, Math.max(0, value))));
  const png = await sharp(bytes, { raw: { width: picture.width, height: picture.height, channels } })
    .toColourspace('srgb')
    .resize(width, height, { kernel: width >= picture.width ? 'nearest' : 'lanczos3', fit: 'fill' })
    .png()
    .toBuffer();
  return { png, height };
}

const swatch = (colour: string): Promise<Buffer> =>
  sharp({ create: { width: 13, height: 13, channels: 3, background: colour } })
    .png()
    .toBuffer();
