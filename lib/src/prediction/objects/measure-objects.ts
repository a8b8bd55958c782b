import type { Size } from '../../data';

/** An object of a picture, in pixels of the picture. Pixel centres lie at whole coordinates, the first at (0, 0). */
export interface MeasuredObject {
  /** Its number in the label image. */
  readonly label: number;
  /** Centroid. */
  readonly x: number;
  readonly y: number;
  /** Number of pixels. */
  readonly area: number;
  /** Diameter of the disc of the same area. */
  readonly equivalentDiameter: number;
  /** Of the ellipse with the same second moments: 0 for a disc, towards 1 for a line. */
  readonly eccentricity: number;
  /** Mean of the picture's intensities in the object, in the units of `intensities`; NaN without them. */
  readonly meanIntensity: number;
  /** Whether it has a pixel in the picture's first or last row or column, so that it may be cut off. */
  readonly touchesEdge: boolean;
}

/**
 * Measures numbered objects, as scikit-image's `regionprops` does. Objects without a pixel are left out.
 *
 * @param labels 0 = background, n = pixels of object n; row by row
 * @param intensities one a pixel
 */
export function measureObjects(
  labels: Int32Array,
  { height, width }: Size,
  intensities?: ArrayLike<number>,
): MeasuredObject[] {
  let count = 0;
  for (const label of labels) if (label > count) count = label;
  const [area, sx, sy, light] = Array.from({ length: 4 }, () => new Float64Array(count + 1)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const edge = new Uint8Array(count + 1);
  each(labels, width, (label, x, y, i) => {
    area[label]! += 1;
    sx[label]! += x;
    sy[label]! += y;
    if (intensities) light[label]! += intensities[i]!;
    if (x === 0 || y === 0 || x === width - 1 || y === height - 1) edge[label] = 1;
  });
  const [xx, yy, xy] = [
    new Float64Array(count + 1),
    new Float64Array(count + 1),
    new Float64Array(count + 1),
  ];
  each(labels, width, (label, x, y) => {
    const [dx, dy] = [x - sx[label]! / area[label]!, y - sy[label]! / area[label]!];
    xx[label]! += dx * dx;
    yy[label]! += dy * dy;
    xy[label]! += dx * dy;
  });
  const objects: MeasuredObject[] = [];
  for (let label = 1; label <= count; label += 1) {
    const n = area[label]!;
    if (n === 0) continue;
    objects.push({
      label,
      x: sx[label]! / n,
      y: sy[label]! / n,
      area: n,
      equivalentDiameter: Math.sqrt((4 * n) / Math.PI),
      eccentricity: eccentricity(xx[label]! / n, yy[label]! / n, xy[label]! / n),
      meanIntensity: intensities ? light[label]! / n : NaN,
      touchesEdge: edge[label] === 1,
    });
  }
  return objects;
}

function each(
  labels: Int32Array,
  width: number,
  visit: (label: number, x: number, y: number, i: number) => void,
): void {
  for (let i = 0, x = 0, y = 0; i < labels.length; i += 1) {
    if (labels[i]! > 0) visit(labels[i]!, x, y, i);
    x += 1;
    if (x === width) [x, y] = [0, y + 1];
  }
}

/** From the variances along x and y and the covariance. */
function eccentricity(xx: number, yy: number, xy: number): number {
  const middle = (xx + yy) / 2;
  const apart = Math.sqrt(((xx - yy) / 2) ** 2 + xy ** 2);
  return middle + apart === 0 ? 0 : Math.sqrt(Math.min(1, (2 * apart) / (middle + apart)));
}
