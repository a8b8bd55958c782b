import { connectedComponents } from '../../metrics';
import { bilinear } from '../bilinear';

/** Steps of the radial profile, in pixels at 512². */
const STEP = 0.25;
const DIRECTIONS = 16;

/** How the size of labels compares with that of their objects. Lengths are in pixels of the tile. */
export interface EdgeMeasure {
  /** How far outside the labels' boundary the objects' edge lies: positive where labels are too small. */
  readonly offset: number;
  /** Radius of the disc with the median label's area. */
  readonly labelRadius: number;
  /** Labels that were measured. */
  readonly measured: number;
}

/**
 * Compares the size of labels with that of their objects, on labels that stand alone.
 *
 * Around each such label's centre the mean darkness is taken on circles; the object's edge is the radius at
 * which it falls to half between the middle and the surroundings. For blurred discs that is the disc's rim, to
 * about a quarter of a pixel. The offset is the median over labels of that radius less the label's own. Null
 * below 3 labels.
 *
 * @param mask labels that lie on their objects
 * @param unit pixels of the tile for one pixel at 512²
 */
export function edgeOffset(
  mask: Uint8Array,
  darkness: Float32Array,
  height: number,
  width: number,
  unit: number,
): EdgeMeasure | null {
  const { objects } = connectedComponents(mask, height, width);
  if (objects.length < 3) return null;
  const typical = median(objects.map((o) => o.area));
  const clear = 4 * Math.sqrt(typical / Math.PI);
  const alone = objects.filter(
    (o) =>
      o.area >= 0.6 * typical &&
      o.area <= 1.4 * typical &&
      Math.min(o.x, o.y, width - 1 - o.x, height - 1 - o.y) > clear &&
      objects.every((p) => p === o || Math.hypot(p.x - o.x, p.y - o.y) > clear + Math.sqrt(p.area / Math.PI)),
  );
  const offsets = alone.flatMap(({ x, y, area }) => {
    const radius = halfRadius(darkness, height, width, x, y, unit);
    return radius === null ? [] : [radius - Math.sqrt(area / Math.PI)];
  });
  if (offsets.length < 3) return null;
  return { offset: median(offsets), labelRadius: Math.sqrt(typical / Math.PI), measured: offsets.length };
}

/** Radius at which the mean darkness on circles falls to half; null where there is no dark middle. */
function halfRadius(
  darkness: Float32Array,
  height: number,
  width: number,
  x: number,
  y: number,
  unit: number,
): number | null {
  const profile: number[] = [];
  for (let r = 0; r <= 10; r += STEP) {
    let sum = 0;
    for (let k = 0; k < DIRECTIONS; k += 1) {
      const angle = (2 * Math.PI * k) / DIRECTIONS;
      sum += bilinear(
        darkness,
        height,
        width,
        x + r * unit * Math.cos(angle),
        y + r * unit * Math.sin(angle),
      );
    }
    profile.push(sum / DIRECTIONS);
  }
  const middle = Math.max(...profile.slice(0, 9));
  const around = Math.min(...profile.slice(16));
  if (!(middle > 3 * around + 0.01)) return null;
  const half = (middle + around) / 2;
  const after = profile.findIndex((v, i) => i > 0 && v < half && profile[i - 1]! >= half);
  if (after < 0) return null;
  const [a, b] = [profile[after - 1]!, profile[after]!];
  return unit * STEP * (after - 1 + (a - half) / (a - b));
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
