/** A measured displacement at a place, in pixels. */
export interface ShiftPoint {
  readonly x: number;
  readonly y: number;
  readonly dx: number;
  readonly dy: number;
  /** Confidence, above 0. */
  readonly weight: number;
}

/** A smooth displacement of labels against their image: the label at (x, y) belongs at (x + dx, y + dy). */
export interface ShiftField {
  readonly at: (x: number, y: number) => readonly [dx: number, dy: number];
}

/** The field that moves nothing. */
export const noShift: ShiftField = { at: () => [0, 0] };

/**
 * Joins measured displacements to a smooth field over a `height × width` tile.
 *
 * First an affine map (shift, scale, shear, turn), fitted robustly: points far from it lose their weight
 * (Tukey's biweight). Then what the remaining points deviate from it, interpolated with a Gaussian kernel as
 * wide as `spacing`, and pulled to zero where there are few points.
 *
 * @param spacing distance of neighbouring points, in pixels
 */
export function fitShiftField(
  points: readonly ShiftPoint[],
  height: number,
  width: number,
  spacing: number,
): ShiftField {
  if (points.length === 0) return noShift;
  const scale = Math.max(height, width) / 2;
  const basis = ({ x, y }: { readonly x: number; readonly y: number }): readonly [number, number, number] => [
    1,
    (x - width / 2) / scale,
    (y - height / 2) / scale,
  ];
  let affine = {
    dx: [weightedMedian(points, (p) => p.dx), 0, 0],
    dy: [weightedMedian(points, (p) => p.dy), 0, 0],
  };
  const predict = (p: { readonly x: number; readonly y: number }): [number, number] => {
    const b = basis(p);
    return [dot(affine.dx, b), dot(affine.dy, b)];
  };
  const unit = Math.max(height, width) / 512;
  let kept = points.map((p) => ({ ...p, use: p.weight }));
  for (const tolerance of [12, 8, 6, 4, 4, 4]) {
    kept = points.map((p) => {
      const [dx, dy] = predict(p);
      const off = Math.hypot(p.dx - dx, p.dy - dy) / (tolerance * unit);
      return { ...p, use: off < 1 ? p.weight * (1 - off * off) ** 2 : 0 };
    });
    const total = kept.reduce((sum, p) => sum + p.use, 0);
    if (total === 0) return noShift;
    // The slopes are held back by a hundredth of the total weight, so that one or two points give a plain shift.
    const ridge = 0.01 * total;
    affine = {
      dx: leastSquares(
        kept.map((p) => [basis(p), p.dx, p.use]),
        ridge,
      ),
      dy: leastSquares(
        kept.map((p) => [basis(p), p.dy, p.use]),
        ridge,
      ),
    };
  }
  const residuals = kept
    .filter((p) => p.use > 0)
    .map((p) => {
      const [dx, dy] = predict(p);
      return { x: p.x, y: p.y, dx: p.dx - dx, dy: p.dy - dy, use: p.use };
    });
  const mean = residuals.reduce((sum, p) => sum + p.use, 0) / residuals.length;
  const width2 = 2 * (0.6 * spacing) ** 2;
  return {
    at: (x, y) => {
      const [dx, dy] = predict({ x, y });
      let [sumX, sumY, weight] = [0, 0, 0.1 * mean];
      for (const p of residuals) {
        const w = p.use * Math.exp(-((x - p.x) ** 2 + (y - p.y) ** 2) / width2);
        sumX += w * p.dx;
        sumY += w * p.dy;
        weight += w;
      }
      return [dx + sumX / weight, dy + sumY / weight];
    },
  };
}

/** One displacement and another on top. */
export function sumOf(a: ShiftField, b: ShiftField): ShiftField {
  return {
    at: (x, y) => {
      const [p, q] = [a.at(x, y), b.at(x, y)];
      return [p[0] + q[0], p[1] + q[1]];
    },
  };
}

/**
 * A field read from a grid of its values 16 pixels apart: the same to a hundredth of a pixel, and much faster.
 */
export function gridded(field: ShiftField, height: number, width: number): ShiftField {
  const step = 16;
  const columns = Math.ceil(width / step) + 2;
  const rows = Math.ceil(height / step) + 2;
  const dx = new Float32Array(rows * columns);
  const dy = new Float32Array(rows * columns);
  for (let r = 0; r < rows; r += 1)
    for (let c = 0; c < columns; c += 1)
      [dx[r * columns + c], dy[r * columns + c]] = field.at(c * step, r * step);
  return {
    at: (x, y) => {
      const [u, v] = [
        Math.min(columns - 1.001, Math.max(0, x / step)),
        Math.min(rows - 1.001, Math.max(0, y / step)),
      ];
      const [c, r] = [Math.floor(u), Math.floor(v)];
      const [fx, fy] = [u - c, v - r];
      const i = r * columns + c;
      const mix = (plane: Float32Array): number =>
        (1 - fy) * ((1 - fx) * plane[i]! + fx * plane[i + 1]!) +
        fy * ((1 - fx) * plane[i + columns]! + fx * plane[i + columns + 1]!);
      return [mix(dx), mix(dy)];
    },
  };
}

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, v, i) => sum + v * b[i]!, 0);

function weightedMedian(points: readonly ShiftPoint[], of: (p: ShiftPoint) => number): number {
  const sorted = [...points].sort((a, b) => of(a) - of(b));
  let left = sorted.reduce((sum, p) => sum + p.weight, 0) / 2;
  for (const p of sorted) {
    left -= p.weight;
    if (left <= 0) return of(p);
  }
  return 0;
}

/** Weighted least squares on three basis values, the last two with a ridge; by the normal equations. */
function leastSquares(
  rows: readonly (readonly [readonly [number, number, number], number, number])[],
  ridge: number,
): number[] {
  const a = [0, 1, 2].map((i) =>
    [0, 1, 2].map((j) =>
      rows.reduce((sum, [b, , w]) => sum + w * b[i]! * b[j]!, i === j && i > 0 ? ridge : 0),
    ),
  );
  const b = [0, 1, 2].map((i) => rows.reduce((sum, [basis, value, w]) => sum + w * basis[i]! * value, 0));
  for (let i = 0; i < 3; i += 1)
    for (let j = i + 1; j < 3; j += 1) {
      const factor = a[j]![i]! / a[i]![i]!;
      for (let k = i; k < 3; k += 1) a[j]![k]! -= factor * a[i]![k]!;
      b[j]! -= factor * b[i]!;
    }
  const x = [0, 0, 0];
  for (let i = 2; i >= 0; i -= 1) {
    let sum = b[i]!;
    for (let k = i + 1; k < 3; k += 1) sum -= a[i]![k]! * x[k]!;
    x[i] = sum / a[i]![i]!;
  }
  return x;
}
