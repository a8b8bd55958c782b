import { kindMaximum } from '../pictures/picture';
import type { Picture } from '../pictures/picture';
import type { MaskPlane } from './mask-meaning';

/**
 * The numbers of one plane of a mask file, `height × width`; null where the file has no such plane. For `index`, a file
 * without a palette gives its grey levels, so that palette and grey files of one set are read alike.
 */
export function maskPlane(picture: Picture, plane: MaskPlane): ArrayLike<number> | null {
  switch (plane) {
    case 'index':
      return picture.indices ?? (isGrey(picture) ? values(picture) : null);
    case 'alpha':
      return alpha(picture);
    case 'colour':
      return colours(picture);
    case 'value':
      return values(picture);
  }
}

/** Whether every pixel of a picture is a grey. */
export function isGrey({ channels, data }: Picture): boolean {
  if (channels <= 2) return true;
  for (let i = 0; i < data.length; i += channels)
    if (data[i] !== data[i + 1] || data[i] !== data[i + 2]) return false;
  return true;
}

/** Whether the alpha channel, where there is one, has more than one value. */
export function alphaVaries({ channels, data }: Picture): boolean {
  if (channels === 1 || channels === 3) return false;
  for (let i = channels - 1; i < data.length; i += channels) if (data[i] !== data[channels - 1]) return true;
  return false;
}

/** Whether all pixels, alpha left out, have one colour. */
export function colourConstant({ channels, data }: Picture): boolean {
  const colours = channels >= 3 ? 3 : 1;
  for (let i = 0; i < data.length; i += channels)
    for (let c = 0; c < colours; c += 1) if (data[i + c] !== data[c]) return false;
  return true;
}

/**
 * Colour of a picture whose pixels are all shades of one colour on black (red on black, smoothed or not), as
 * `0xRRGGBB`; 0 where it is black, null where there are several colours. A file compressed with losses may be off by
 * some levels.
 */
export function onlyColour(picture: Picture): number | null {
  const { channels, data, lossy } = picture;
  if (channels <= 2) return 0xffffff;
  let [brightest, level] = [0, 0];
  for (let i = 0; i < data.length; i += channels) {
    const here = Math.max(data[i]!, data[i + 1]!, data[i + 2]!);
    if (here > level) [brightest, level] = [i, here];
  }
  if (level === 0) return 0;
  const slack = kindMaximum(picture.kind) * (lossy ? 0.2 : 0.02);
  for (let i = 0; i < data.length; i += channels) {
    const here = Math.max(data[i]!, data[i + 1]!, data[i + 2]!);
    for (let c = 0; c < 3; c += 1)
      if (Math.abs(data[i + c]! - (data[brightest + c]! * here) / level) > slack) return null;
  }
  const part = (c: number): number => Math.round((data[brightest + c]! * 255) / level);
  return part(0) * 65536 + part(1) * 256 + part(2);
}

function alpha({ channels, data, height, width }: Picture): Float64Array | null {
  if (channels === 1 || channels === 3) return null;
  const result = new Float64Array(height * width);
  for (let i = 0; i < result.length; i += 1) result[i] = data[i * channels + channels - 1]!;
  return result;
}

/** The largest colour channel, dimmed by the alpha where that varies. */
function values(picture: Picture): ArrayLike<number> {
  const { channels, data, height, width, kind } = picture;
  if (channels === 1) return data;
  const result = new Float64Array(height * width);
  const colours = channels >= 3 ? 3 : 1;
  const dimmed = alphaVaries(picture);
  const opaque = kindMaximum(kind);
  const whole = !kind.startsWith('float');
  for (let i = 0; i < result.length; i += 1) {
    const at = i * channels;
    let value = data[at]!;
    for (let c = 1; c < colours; c += 1) if (data[at + c]! > value) value = data[at + c]!;
    if (dimmed) {
      value *= data[i * channels + colours]! / opaque;
      if (whole) value = Math.round(value);
    }
    result[i] = value;
  }
  return result;
}

function colours(picture: Picture): Float64Array {
  const { channels, data, height, width, kind } = picture;
  const result = new Float64Array(height * width);
  const colour = channels >= 3 ? 1 : 0;
  // 16-bit files that hold 8-bit colours are not dimmed.
  const scale = data.some((value) => value > 255) ? 255 / kindMaximum(kind) : 1;
  const transparent = alphaVaries(picture);
  const half = kindMaximum(kind) / 2;
  for (let i = 0; i < result.length; i += 1) {
    const at = i * channels;
    if (transparent && data[at + channels - 1]! < half) continue;
    const part = (c: number): number => Math.round(data[at + c * colour]! * scale);
    result[i] = part(0) * 65536 + part(1) * 256 + part(2);
  }
  return result;
}
