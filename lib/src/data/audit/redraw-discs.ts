import { connectedComponents, type MaskObject } from '../../metrics';

/**
 * Draws labels that stand alone anew, each as a disc around the centre of its object. Labels that touch, that lie at the
 * border or whose object is farther away than `reach` stay as they are.
 *
 * A label is taken to stand alone if its area is within 40 % of the disc's. Its object's centre is where a Gaussian
 * window's centroid of darkness comes to rest (mean shift).
 *
 * @param mask labels that lie on their objects, about as large
 * @param darkness see darknessMap
 * @param radius of the discs, in pixels
 * @param reach largest move, in pixels
 */
export function redrawDiscs(
  mask: Uint8Array,
  darkness: Float32Array,
  height: number,
  width: number,
  radius: number,
  reach: number,
): Uint8Array {
  const { labels, objects } = connectedComponents(mask, height, width);
  const disc = Math.PI * radius ** 2;
  const border = 1.6 * radius;
  const centres = objects.map((object): Point | null => {
    const inside = Math.min(object.x, object.y, width - 1 - object.x, height - 1 - object.y) >= border;
    if (!inside || object.area < 0.6 * disc || object.area > 1.4 * disc) return null;
    const centre = restingPoint(darkness, height, width, object, radius);
    return Math.hypot(centre.x - object.x, centre.y - object.y) <= reach ? centre : null;
  });
  const result = mask.map((value, i) => (value === 1 && centres[labels[i]! - 1] ? 0 : value));
  for (const centre of centres) if (centre) draw(result, width, centre, radius);
  return result;
}

type Point = Pick<MaskObject, 'x' | 'y'>;

/** Where mean shift comes to rest; each step is lengthened, since the window pulls the centroid back. */
function restingPoint(
  darkness: Float32Array,
  height: number,
  width: number,
  from: Point,
  radius: number,
): Point {
  const half = Math.ceil(1.6 * radius);
  const spread = 2 * (0.58 * radius) ** 2;
  let { x, y } = from;
  for (let step = 0; step < 8; step += 1) {
    let [sum, sumX, sumY] = [0, 0, 0];
    const [row, column] = [Math.round(y), Math.round(x)];
    for (let v = Math.max(0, row - half); v <= Math.min(height - 1, row + half); v += 1)
      for (let u = Math.max(0, column - half); u <= Math.min(width - 1, column + half); u += 1) {
        const weight = darkness[v * width + u]! * Math.exp(-((u - x) ** 2 + (v - y) ** 2) / spread);
        sum += weight;
        sumX += weight * u;
        sumY += weight * v;
      }
    if (!(sum > 0)) return from;
    [x, y] = [x + 1.6 * (sumX / sum - x), y + 1.6 * (sumY / sum - y)];
  }
  return { x, y };
}

function draw(mask: Uint8Array, width: number, { x, y }: Point, radius: number): void {
  const height = mask.length / width;
  for (let v = Math.max(0, Math.ceil(y - radius)); v <= Math.min(height - 1, y + radius); v += 1)
    for (let u = Math.max(0, Math.ceil(x - radius)); u <= Math.min(width - 1, x + radius); u += 1)
      if ((u - x) ** 2 + (v - y) ** 2 <= radius ** 2) mask[v * width + u] = 1;
}
