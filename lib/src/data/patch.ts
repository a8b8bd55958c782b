import type { Random } from '../random';
import type { Sample } from '../types';
import { cutSample } from './crop';
import { withId } from './stored/changed-sample';

/** Squares that are cut from images for training. */
export interface PatchOptions {
  /** Side in pixels; no image may be smaller. */
  readonly side: number;
  /** Patches that an epoch cuts from each image; default 1. */
  readonly perImage?: number;
  /** Share of the patches that are cut around a pixel of the foreground, in [0, 1]; default 1/3, as nnU-Net does. */
  readonly foreground?: number;
}

/** Cuts one square from an image: anywhere, or around a pixel of the foreground where chance says so and there is one. */
export function cutPatch(sample: Sample, { side, foreground = 1 / 3 }: PatchOptions, random: Random): Sample {
  const { id, height, width, mask } = sample;
  if (!Number.isInteger(side) || side < 16)
    throw new RangeError(`invalid patch side: ${side}; allowed: whole numbers from 16`);
  if (side > height || side > width)
    throw new RangeError(`a patch of ${side}² does not fit into ${id}, ${width} × ${height} pixels`);
  const centred = random.uniform() < foreground;
  const pixel = centred ? foregroundPixel(mask, random) : null;
  const top = pixel === null ? random.int(height - side + 1) : Math.floor(pixel / width) - (side >> 1);
  const left = pixel === null ? random.int(width - side + 1) : (pixel % width) - (side >> 1);
  const within = (start: number, length: number): number => Math.min(Math.max(0, start), length - side);
  return cutSample(
    sample,
    { top: within(top, height), left: within(left, width) },
    { height: side, width: side },
  );
}

/** Squares that cover an image with as little overlap as their side allows, row by row; for validation. */
export function coveringPatches(sample: Sample, side: number): Sample[] {
  const starts = (length: number): number[] => {
    const count = Math.max(1, Math.ceil(length / side));
    return Array.from({ length: count }, (_, i) =>
      count === 1 ? 0 : Math.round((i * (length - side)) / (count - 1)),
    );
  };
  return starts(sample.height).flatMap((top) =>
    starts(sample.width).map((left) => {
      const cut = cutSample(sample, { top, left }, { height: side, width: side });
      return withId(cut, `${sample.id} at ${left}, ${top}`);
    }),
  );
}

function foregroundPixel(mask: Uint8Array, random: Random): number | null {
  const count = mask.reduce((sum, value) => sum + value, 0);
  if (count === 0) return null;
  let left = random.int(count);
  return mask.findIndex((value) => value === 1 && left-- === 0);
}
