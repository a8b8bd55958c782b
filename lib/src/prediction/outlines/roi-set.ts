import { zipSync } from 'fflate';
import { imagejRoi, roiLimit } from './imagej-roi';
import type { Outline } from './trace-outlines';

/**
 * ImageJ's `RoiSet.zip`: a polygon an object, named after its number in the label image. A polygon has no holes and one
 * piece: holes are filled, and of an object of several pieces the largest is drawn. Objects beyond what the format can hold
 * (coordinates above 32767) are left out.
 *
 * @param most largest number of the picture, whose digits the names have; default the last one here
 */
export function roiSet(outlines: readonly Outline[], most = outlines.at(-1)?.label ?? 0): Uint8Array {
  const digits = Math.max(4, String(most).length);
  const files = outlines.flatMap(({ label, outer }): [string, Uint8Array][] => {
    const ring = outer[0]!;
    if (ring.length / 2 > 65_535 || ring.some((value) => value > roiLimit)) return [];
    const name = String(label).padStart(digits, '0');
    return [[`${name}.roi`, imagejRoi(ring, name)]];
  });
  // A fixed time, so that equal objects make equal files.
  return zipSync(Object.fromEntries(files), { level: 1, mtime: '1980-01-01T12:00:00' });
}
