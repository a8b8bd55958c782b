import type { Random } from '../random';

/**
 * A smooth random field, `height × width`, with mean 0 and root mean square `amplitude` (over many fields).
 *
 * Independent normal numbers stand on a grid `spacing` pixels apart and are joined by cubic B-splines, which
 * gives the field continuous second derivatives and a correlation length of about `spacing`.
 */
export function smoothField(
  height: number,
  width: number,
  spacing: number,
  amplitude: number,
  random: Random,
): Float32Array {
  const [rows, columns] = [Math.ceil(height / spacing) + 4, Math.ceil(width / spacing) + 4];
  const knots = Float32Array.from({ length: rows * columns }, () => amplitude * random.normal());
  // The mean square of a cubic B-spline's weights is 151/315 along each axis.
  return splineField(knots, columns, height, width, spacing, 315 / 151);
}

/**
 * Uniform cubic B-spline through a grid of weights: knot (r, c) stands at pixel ((r − 1) · spacing, (c − 1) ·
 * spacing), so that a field needs one knot before its first pixel and two after its last.
 */
function splineField(
  knots: Float32Array,
  columns: number,
  height: number,
  width: number,
  spacing: number,
  scale: number,
): Float32Array {
  const field = new Float32Array(height * width);
  const line = new Float32Array(columns);
  const across = Array.from({ length: width }, (_, x) => weightsAt(x / spacing));
  const first = Uint16Array.from(across, (w) => w[0]);
  const weights = Float32Array.from(across.flatMap(([, ...w]) => w));
  for (let y = 0; y < height; y += 1) {
    const [row, a, b, c, d] = weightsAt(y / spacing);
    for (let k = 0; k < columns; k += 1) {
      const at = row * columns + k;
      line[k] =
        scale *
        (a * knots[at]! +
          b * knots[at + columns]! +
          c * knots[at + 2 * columns]! +
          d * knots[at + 3 * columns]!);
    }
    for (let x = 0, w = 0; x < width; x += 1, w += 4) {
      const k = first[x]!;
      field[y * width + x] =
        weights[w]! * line[k]! +
        weights[w + 1]! * line[k + 1]! +
        weights[w + 2]! * line[k + 2]! +
        weights[w + 3]! * line[k + 3]!;
    }
  }
  return field;
}

type SplineWeights = readonly [first: number, a: number, b: number, c: number, d: number];

function weightsAt(position: number): SplineWeights {
  const first = Math.floor(position);
  const t = position - first;
  const u = 1 - t;
  return [
    first,
    u ** 3 / 6,
    (3 * t ** 3 - 6 * t ** 2 + 4) / 6,
    (3 * u ** 3 - 6 * u ** 2 + 4) / 6,
    t ** 3 / 6,
  ];
}
