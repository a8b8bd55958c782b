import { resizeImage } from '../resize';

/** Side of the small picture that is compared. */
const SIDE = 16;
/** Radius of the surroundings that are subtracted, so that light and shading do not count. */
const RADIUS = 2;
/** Correlation from which two pictures count as nearly equal; unrelated ones stay under 0.75. */
const NEARLY_EQUAL = 0.85;
/** Beyond this many pictures they are compared upright only. */
const MOST_TURNED = 1500;

/** A picture in a few numbers: what is brighter or darker than its surroundings, without mean, of length 1. */
export type Thumbprint = Float32Array;

/** Two pictures that are nearly equal, by their positions in the list; `turned`: one is a mirrored or turned copy. */
export interface NearEqual {
  readonly a: number;
  readonly b: number;
  readonly correlation: number;
  readonly turned: boolean;
}

interface Picture {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly image: Float32Array;
}

/** The thumbprint of an image, channels last; null for one without any structure. */
export function thumbprint(image: Picture): Thumbprint | null {
  const small = shrunk(image);
  const detail = new Float32Array(SIDE * SIDE);
  let sum = 0;
  for (let y = 0; y < SIDE; y += 1)
    for (let x = 0; x < SIDE; x += 1) {
      const value = small[y * SIDE + x]! - surroundings(small, x, y);
      detail[y * SIDE + x] = value;
      sum += value;
    }
  let norm = 0;
  for (let i = 0; i < detail.length; i += 1) {
    detail[i]! -= sum / detail.length;
    norm += detail[i]! ** 2;
  }
  if (Math.sqrt(norm / detail.length) < 1e-4) return null;
  return detail.map((value) => value / Math.sqrt(norm));
}

/** All pairs of different groups whose thumbprints correlate at {@link NEARLY_EQUAL} or more, in one of eight positions. */
export function nearEqualPairs(
  prints: readonly (Thumbprint | null)[],
  groups: readonly string[],
): NearEqual[] {
  const found: NearEqual[] = [];
  const turns = prints.length > MOST_TURNED ? [(print: Thumbprint) => print] : TURNS;
  for (let b = 1; b < prints.length; b += 1) {
    const print = prints[b];
    if (!print) continue;
    const positions = turns.map((turn) => turn(print));
    for (let a = 0; a < b; a += 1) {
      const other = prints[a];
      if (!other || groups[a] === groups[b]) continue;
      let best = 0;
      let at = 0;
      for (const [i, position] of positions.entries()) {
        let sum = 0;
        for (let k = 0; k < position.length; k += 1) sum += position[k]! * other[k]!;
        if (sum > best) [best, at] = [sum, i];
      }
      if (best >= NEARLY_EQUAL) found.push({ a, b, correlation: best, turned: at > 0 });
    }
  }
  return found.sort((a, b) => b.correlation - a.correlation);
}

const TURNS = [0, 1, 2, 3, 4, 5, 6, 7].map((turn) => (print: Thumbprint): Thumbprint => {
  if (turn === 0) return print;
  const result = new Float32Array(SIDE * SIDE);
  for (let y = 0; y < SIDE; y += 1)
    for (let x = 0; x < SIDE; x += 1) {
      const u = turn & 1 ? SIDE - 1 - x : x;
      const v = turn & 2 ? SIDE - 1 - y : y;
      result[turn & 4 ? u * SIDE + v : v * SIDE + u] = print[y * SIDE + x]!;
    }
  return result;
});

/** Mean grey in SIDE × SIDE cells. */
function shrunk({ height, width, channels, image }: Picture): Float32Array {
  const to = { height: SIDE, width: SIDE };
  const small = resizeImage(image, { height, width }, to, channels);
  if (channels === 1) return small;
  return Float32Array.from({ length: SIDE * SIDE }, (_, i) => {
    let sum = 0;
    for (let c = 0; c < channels; c += 1) sum += small[i * channels + c]!;
    return sum / channels;
  });
}

function surroundings(small: Float32Array, x: number, y: number): number {
  let sum = 0;
  let count = 0;
  for (let v = Math.max(0, y - RADIUS); v <= Math.min(SIDE - 1, y + RADIUS); v += 1)
    for (let u = Math.max(0, x - RADIUS); u <= Math.min(SIDE - 1, x + RADIUS); u += 1) {
      sum += small[v * SIDE + u]!;
      count += 1;
    }
  return sum / count;
}
