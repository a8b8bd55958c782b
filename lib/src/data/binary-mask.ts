import type { MaskNotice } from '../types';
import type { Pixels } from './pixels';

/** A mask as read: 0 and 1, and what had to be decided where the file was not plainly binary. */
export interface BinaryMask {
  readonly mask: Uint8Array;
  readonly notice?: MaskNotice;
}

/**
 * Reads a picture as a mask.
 *
 * A pixel's value is its largest colour channel, so that red on black is foreground too; a transparent pixel is
 * background. A file with two values, 0 and any other one, is binary: {0, 1}, {0, 255}, 16-bit {0, 1} and {0,
 * 65535} all are. In any other file the threshold is half of the range that its values need (128 for values up
 * to 255, else 32768), and the notice counts the pixels that were neither 0 nor the end of that range.
 *
 * @param foreground `threshold` (default), or `nonzero`: every value above 0 is foreground, for files that number
 *   their objects.
 */
export function binaryMask(pixels: Pixels, foreground: 'threshold' | 'nonzero' = 'threshold'): BinaryMask {
  const values = flatten(pixels);
  const largest = values.reduce((a, b) => (b > a ? b : a), 0);
  if (foreground === 'nonzero' || values.every((v) => v === 0 || v === largest))
    return { mask: atLeast(values, 1) };
  const range = largest <= 255 ? 255 : 65535;
  const threshold = (range + 1) / 2;
  const nonBinaryPixels = values.reduce((count, v) => count + (v === 0 || v === range ? 0 : 1), 0);
  return { mask: atLeast(values, threshold), notice: { nonBinaryPixels, threshold } };
}

function atLeast(values: Uint16Array, threshold: number): Uint8Array {
  const mask = new Uint8Array(values.length);
  for (let i = 0; i < mask.length; i += 1) mask[i] = values[i]! >= threshold ? 1 : 0;
  return mask;
}

function flatten({ data, channels, range, height, width }: Pixels): Uint16Array {
  const values = new Uint16Array(height * width);
  const colours = channels >= 3 ? 3 : 1;
  for (let i = 0; i < values.length; i += 1) {
    let largest = 0;
    for (let c = 0; c < colours; c += 1) largest = Math.max(largest, data[i * channels + c]!);
    const alpha = channels === colours ? range : data[i * channels + colours]!;
    values[i] = alpha === range ? largest : Math.round((largest * alpha) / range);
  }
  return values;
}
