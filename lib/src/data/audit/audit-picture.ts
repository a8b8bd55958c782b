import type { Sample } from '../../types';
import type { Raster } from '../image-files';

/** Part of a tile, in pixels. */
export interface Region {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const GIVEN = [230, 60, 50] as const;
const OTHER = [40, 200, 120] as const;

/**
 * A tile with the outline of its labels in red and, where another mask is handed in (the corrected one), that mask's
 * in green. Grey levels are stretched from the darkest to the brightest 1 % of the part shown.
 *
 * @param options.scale picture pixels for one of the tile; default 2
 * @param options.region part to show; default all
 */
export function labelPicture(
  sample: Sample,
  options: { readonly other?: Uint8Array; readonly scale?: number; readonly region?: Region } = {},
): Raster {
  const { scale = 2, other } = options;
  const region = options.region ?? { x: 0, y: 0, width: sample.width, height: sample.height };
  if (!Number.isInteger(scale) || scale < 1)
    throw new RangeError(`invalid scale; not a whole number of 1 or more: ${scale}`);
  const inside = region.x >= 0 && region.y >= 0 && region.width >= 1 && region.height >= 1;
  if (!inside || region.x + region.width > sample.width || region.y + region.height > sample.height)
    throw new RangeError(
      `invalid region; ${JSON.stringify(region)} is not in ${sample.width} × ${sample.height}`,
    );
  const [width, height] = [region.width * scale, region.height * scale];
  const grey = stretched(sample, region);
  const data = new Uint8Array(width * height * 3);
  for (let py = 0; py < height; py += 1)
    for (let px = 0; px < width; px += 1) {
      const [cx, cy] = [Math.floor(px / scale), Math.floor(py / scale)];
      const at = (py * width + px) * 3;
      data.fill(grey[cy * region.width + cx]!, at, at + 3);
      const outlined = (mask: Uint8Array): boolean =>
        isEdge(mask, sample, region.x + cx, region.y + cy, px % scale, py % scale, scale);
      if (other && outlined(other)) data.set(OTHER, at);
      else if (outlined(sample.mask)) data.set(GIVEN, at);
    }
  return { height, width, channels: 3, data };
}

/** Whether a picture pixel is the rim of a foreground pixel whose neighbour on that side is background. */
function isEdge(
  mask: Uint8Array,
  { width, height }: Sample,
  x: number,
  y: number,
  subX: number,
  subY: number,
  scale: number,
): boolean {
  const at = (cx: number, cy: number): number =>
    cx < 0 || cy < 0 || cx >= width || cy >= height ? 0 : mask[cy * width + cx]!;
  if (at(x, y) === 0) return false;
  return (
    (subX === 0 && at(x - 1, y) === 0) ||
    (subX === scale - 1 && at(x + 1, y) === 0) ||
    (subY === 0 && at(x, y - 1) === 0) ||
    (subY === scale - 1 && at(x, y + 1) === 0)
  );
}

function stretched({ image, width, channels }: Sample, region: Region): Uint8Array {
  const values = new Float32Array(region.width * region.height);
  for (let y = 0, i = 0; y < region.height; y += 1)
    for (let x = 0; x < region.width; x += 1, i += 1) {
      const at = ((region.y + y) * width + region.x + x) * channels;
      for (let c = 0; c < channels; c += 1) values[i]! += image[at + c]! / channels;
    }
  const sorted = values.slice().sort();
  const low = sorted[Math.floor(0.01 * (sorted.length - 1))]!;
  const high = Math.max(low + 1e-3, sorted[Math.ceil(0.99 * (sorted.length - 1))]!);
  const levels = new Uint8Array(values.length);
  for (let i = 0; i < levels.length; i += 1)
    levels[i] = Math.round(255 * Math.min(1, Math.max(0, (values[i]! - low) / (high - low))));
  return levels;
}
