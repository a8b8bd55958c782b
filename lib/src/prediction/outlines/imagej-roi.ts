import type { Ring } from './trace-outlines';

const HEADER = 64;
const HEADER2 = 64;
const VERSION = 227;
const POLYGON = 0;
/** Largest coordinate that the format keeps as a whole number. */
export const roiLimit = 32_767;

/**
 * A polygon in ImageJ's binary form (`.roi`), whole coordinates along the edges of pixels, as ImageJ's own wand gives
 * them. Layout after `ij.io.RoiEncoder`: big-endian, corners relative to the box around them.
 *
 * @param name at most 255 characters are kept
 */
export function imagejRoi(ring: Ring, name: string): Uint8Array {
  const xs = ring.filter((_, i) => i % 2 === 0);
  const ys = ring.filter((_, i) => i % 2 === 1);
  const [left, right] = [least(xs), most(xs)];
  const [top, bottom] = [least(ys), most(ys)];
  if (right > roiLimit || bottom > roiLimit || xs.length > 65_535)
    throw new RangeError(`beyond ImageJ's format: ${right} × ${bottom}, ${xs.length} corners`);
  const title = Array.from(name.slice(0, 255));
  const second = HEADER + 4 * xs.length;
  const bytes = new Uint8Array(second + HEADER2 + 2 * title.length);
  const view = new DataView(bytes.buffer);
  bytes.set([0x49, 0x6f, 0x75, 0x74]); // Iout
  view.setInt16(4, VERSION);
  bytes[6] = POLYGON;
  [top, left, bottom, right, xs.length].forEach((value, i) => {
    view.setUint16(8 + 2 * i, value);
  });
  view.setInt32(60, second);
  xs.forEach((x, i) => {
    view.setInt16(HEADER + 2 * i, x - left);
  });
  ys.forEach((y, i) => {
    view.setInt16(HEADER + 2 * (xs.length + i), y - top);
  });
  view.setInt32(second + 16, second + HEADER2);
  view.setInt32(second + 20, title.length);
  title.forEach((sign, i) => {
    view.setUint16(second + HEADER2 + 2 * i, sign.charCodeAt(0));
  });
  return bytes;
}

const least = (values: readonly number[]): number => values.reduce((a, b) => Math.min(a, b), Infinity);
const most = (values: readonly number[]): number => values.reduce((a, b) => Math.max(a, b), -Infinity);
