import sharp from 'sharp';
import { pictureGrid, type Picture, type PictureRow } from './picture-grid';

/** An image and what is drawn around. A `Sample` is one. */
export interface OutlinedImage {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  /** Intensities in [0, 1], channels last. */
  readonly image: Float32Array;
  /** 1 = foreground. */
  readonly mask: Uint8Array;
  /** Numbered objects, drawn apart where they touch. */
  readonly instances?: ArrayLike<number>;
  /** 1 = the pixel does not count; drawn darker. */
  readonly ignore?: Uint8Array;
  /** Line under the picture, for example name and group. */
  readonly label?: string;
}

export interface OutlineOptions {
  /** Pictures side by side, default 4. */
  readonly columns?: number;
  /** Width of a picture in pixels, default 200. */
  readonly tile?: number;
}

const outline = [0xe6 / 255, 0x9f / 255, 0]; // orange of Okabe and Ito's palette: seen on dark and on light

/** Pictures with their masks as outlines, so that what is inside stays visible. Row labels name the pictures. */
export async function outlineGrid(
  images: readonly OutlinedImage[],
  { columns = 4, tile = 200 }: OutlineOptions = {},
): Promise<Buffer> {
  const pictures = await Promise.all(images.map((image) => outlined(image, tile)));
  const rows: PictureRow[] = [];
  for (let i = 0; i < pictures.length; i += columns)
    rows.push({
      pictures: pictures.slice(i, i + columns),
      label: images.slice(i, i + columns).flatMap(({ label }) => label ?? []),
    });
  return pictureGrid(rows, { tile });
}

/** The outline is drawn at the size of the tile: one pixel of a large photograph would vanish there. */
async function outlined(given: OutlinedImage, width: number): Promise<Picture> {
  const height = Math.max(1, Math.round((given.height * width) / given.width));
  const { channels } = given;
  const bytes = Uint8Array.from(given.image, (value) => Math.round(255 * Math.min(1, Math.max(0, value))));
  const raw = { width: given.width, height: given.height, channels };
  const { data, info } = await sharp(bytes, { raw })
    .resize(width, height, { kernel: width >= given.width ? 'nearest' : 'lanczos3', fit: 'fill' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const at = (x: number, y: number): number =>
    Math.min(given.height - 1, Math.floor(((y + 0.5) * given.height) / height)) * given.width +
    Math.min(given.width - 1, Math.floor(((x + 0.5) * given.width) / width));
  const labels = new Uint32Array(width * height);
  const pixels = new Float32Array(width * height * 3);
  for (let y = 0, i = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1, i += 1) {
      const from = at(x, y);
      labels[i] = given.mask[from] === 1 ? (given.instances?.[from] ?? 0) + 1 : 0;
      const light = given.ignore?.[from] === 1 ? 0.45 : 1;
      for (let c = 0; c < 3; c += 1)
        pixels[3 * i + c] =
          (light * data[i * info.channels + (info.channels >= 3 && channels === 3 ? c : 0)]!) / 255;
    }
  for (let y = 0, i = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1, i += 1) {
      const label = labels[i]!;
      const edge =
        label > 0 &&
        ((x > 0 && labels[i - 1] !== label) ||
          (x + 1 < width && labels[i + 1] !== label) ||
          (y > 0 && labels[i - width] !== label) ||
          (y + 1 < height && labels[i + width] !== label));
      if (edge) for (let c = 0; c < 3; c += 1) pixels[3 * i + c] = outline[c]!;
    }
  return { width, height, channels: 3, pixels };
}
