import sharp from 'sharp';
import type { Size } from '../../data';
import type { PreparedPicture } from '../prepare-picture';

/** Colours of outlines; none is near grey, and each is neither dark nor bright. */
const COLOURS = [
  [255, 40, 200],
  [40, 220, 60],
  [0, 190, 255],
  [255, 150, 0],
] as const;
/** Longest side in pixels up to which an overlay is drawn larger than the picture, so that small objects stay seen. */
const DRAWN = 1024;
const LONGEST = 4096;

/**
 * The picture with the outlines of its objects as JPEG. Small pictures are drawn two to four times as large, so that an
 * outline lies on the edge of its object, not over it; very large ones are reduced. Contrast is stretched where the picture
 * uses little of it. Outlines are
 * pink; on colours, of four, in the one that the picture holds least of.
 */
export async function overlayJpeg(picture: PreparedPicture, labels: Int32Array): Promise<Buffer> {
  const { height, width } = picture;
  const longest = Math.max(height, width);
  const scale = Math.max(1, Math.min(4, Math.floor(DRAWN / longest)));
  const base = shown(picture);
  const colour = picture.channels === 1 ? COLOURS[0] : outlineColour(base);
  const data = outlined(base, labels, { height, width }, scale, colour);
  const drawn = sharp(data, { raw: { height: height * scale, width: width * scale, channels: 3 } });
  const sized = longest > LONGEST ? drawn.resize({ width: LONGEST, height: LONGEST, fit: 'inside' }) : drawn;
  return sized.jpeg({ quality: 90, chromaSubsampling: '4:4:4' }).toBuffer();
}

/** RGB levels, stretched from the picture's 0.5 % to its 99.5 %. */
function shown({ height, width, channels, image }: PreparedPicture): Uint8Array {
  const counts = new Uint32Array(256);
  for (const value of image) counts[Math.round(255 * value)]! += 1;
  const [low, high] = [percentile(counts, 0.005), percentile(counts, 0.995)];
  const factor = 255 / Math.max(32, high - low); // noise of an even picture is not blown up
  const rgb = new Uint8ClampedArray(height * width * 3); // which rounds
  for (let i = 0; i < rgb.length; i += 1)
    rgb[i] = (255 * image[channels === 3 ? i : Math.floor(i / 3)]! - low) * factor;
  return new Uint8Array(rgb.buffer);
}

function percentile(counts: Uint32Array, share: number): number {
  let left = share * counts.reduce((a, b) => a + b, 0);
  for (let level = 0; level < 256; level += 1) {
    left -= counts[level]!;
    if (left < 0) return level;
  }
  return 255;
}

/** The colour whose nearest pixels are farthest: of each, the distance within which a hundredth of the picture lies. */
function outlineColour(rgb: Uint8Array): readonly [number, number, number] {
  const step = 3 * Math.max(1, Math.floor(rgb.length / 3 / 4096));
  const far = COLOURS.map(([r, g, b]) => {
    const distances: number[] = [];
    for (let i = 0; i + 2 < rgb.length; i += step)
      distances.push(Math.hypot(rgb[i]! - r, rgb[i + 1]! - g, rgb[i + 2]! - b));
    return distances.sort((a, c) => a - c)[Math.floor(distances.length / 100)] ?? 0;
  });
  // A clear difference is needed to leave the first, so that the overlays of a folder agree.
  const most = Math.max(...far);
  return COLOURS[far.findIndex((one) => one >= 0.85 * most)]!;
}

/** The picture `scale` times as large, with the pixels just inside every object's edge in the colour. */
function outlined(
  base: Uint8Array,
  labels: Int32Array,
  { height, width }: Size,
  scale: number,
  colour: readonly [number, number, number],
): Uint8Array {
  const row = width * scale * 3;
  const result = enlarged(base, { height, width }, scale);
  const paint = (left: number, top: number, across: number, down: number): void => {
    for (let v = top; v < top + down; v += 1)
      for (let u = left; u < left + across; u += 1) result.set(colour, v * row + u * 3);
  };
  for (let y = 0, i = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1, i += 1) {
      const label = labels[i]!;
      if (label <= 0) continue;
      const [left, top, last] = [x * scale, y * scale, scale - 1];
      if (x > 0 && labels[i - 1] !== label) paint(left, top, 1, scale);
      if (x < width - 1 && labels[i + 1] !== label) paint(left + last, top, 1, scale);
      if (y > 0 && labels[i - width] !== label) paint(left, top, scale, 1);
      if (y < height - 1 && labels[i + width] !== label) paint(left, top + last, scale, 1);
    }
  return result;
}

function enlarged(base: Uint8Array, { height, width }: Size, scale: number): Uint8Array {
  if (scale === 1) return Uint8Array.from(base);
  const row = width * scale * 3;
  const result = new Uint8Array(height * scale * row);
  for (let y = 0, i = 0; y < height; y += 1) {
    let at = y * scale * row;
    for (let x = 0; x < width; x += 1, i += 3)
      for (let n = 0; n < scale; n += 1, at += 3) {
        result[at] = base[i]!;
        result[at + 1] = base[i + 1]!;
        result[at + 2] = base[i + 2]!;
      }
    for (let n = 1; n < scale; n += 1)
      result.copyWithin((y * scale + n) * row, y * scale * row, (y * scale + 1) * row);
  }
  return result;
}
