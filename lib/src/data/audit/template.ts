import { signedDistance } from '../../metrics';
import { bilinear } from '../bilinear';
import type { ShiftField } from './shift-field';

/**
 * The labels of one block as a pattern to look for: their pixels (value 1) and a ring around them (value 0),
 * which keeps the pattern from sliding into a darker clump.
 */
export interface Template {
  /** Pixels of the pattern, in the mask's coordinates. */
  readonly x: Int16Array;
  readonly y: Int16Array;
  readonly inside: Uint8Array;
  /** Foreground pixels. */
  readonly area: number;
  /** Mean place of the foreground pixels. */
  readonly centreX: number;
  readonly centreY: number;
}

/** Cuts a mask into `blocks × blocks` templates; blocks with no foreground give none. */
export function cutTemplates(
  mask: Uint8Array,
  height: number,
  width: number,
  blocks: number,
  ring: number,
): { readonly row: number; readonly column: number; readonly template: Template }[] {
  const distance = signedDistance(mask, height, width);
  const cut = [];
  for (let row = 0; row < blocks; row += 1)
    for (let column = 0; column < blocks; column += 1) {
      const [x, y, inside] = [[] as number[], [] as number[], [] as number[]];
      let [area, sumX, sumY] = [0, 0, 0];
      for (
        let py = Math.round((row * height) / blocks);
        py < Math.round(((row + 1) * height) / blocks);
        py += 1
      )
        for (
          let px = Math.round((column * width) / blocks);
          px < Math.round(((column + 1) * width) / blocks);
          px += 1
        ) {
          const i = py * width + px;
          if (distance[i]! > ring) continue;
          x.push(px);
          y.push(py);
          inside.push(mask[i]!);
          if (mask[i] === 1) {
            area += 1;
            sumX += px;
            sumY += py;
          }
        }
      if (area > 0)
        cut.push({
          row,
          column,
          template: {
            x: Int16Array.from(x),
            y: Int16Array.from(y),
            inside: Uint8Array.from(inside),
            area,
            centreX: sumX / area,
            centreY: sumY / area,
          },
        });
    }
  return cut;
}

/** Where a template fits best. */
export interface Fit {
  readonly dx: number;
  readonly dy: number;
  /** Correlation of pattern and darkness there, in [−1, 1]. */
  readonly correlation: number;
}

/**
 * The displacement, on top of a field, at which a template correlates best with the darkness: shifts up to
 * `reach` in whole steps, then a parabola through the best and its neighbours along each axis.
 *
 * @param step in pixels; 2 for a first search, which also looks at part of a large template's pixels only
 */
export function bestFit(
  template: Template,
  darkness: Float32Array,
  height: number,
  width: number,
  field: ShiftField,
  reach: number,
  step: 1 | 2,
): Fit {
  const pattern = place(template, field, step === 1 ? Infinity : 3000);
  const half = Math.ceil(reach / step);
  const side = 2 * half + 1;
  const scores = new Float64Array(side * side);
  for (let row = 0, i = 0; row < side; row += 1)
    for (let column = 0; column < side; column += 1, i += 1)
      scores[i] = correlation(pattern, darkness, height, width, (column - half) * step, (row - half) * step);
  let best = 0;
  for (let i = 1; i < scores.length; i += 1) if (scores[i]! > scores[best]!) best = i;
  const [row, column] = [Math.floor(best / side), best % side];
  const top = scores[best]!;
  const right = column > 0 && column < side - 1 ? peak(scores[best - 1]!, top, scores[best + 1]!) : 0;
  const down = row > 0 && row < side - 1 ? peak(scores[best - side]!, top, scores[best + side]!) : 0;
  const [offsetX, offsetY] = field.at(template.centreX, template.centreY);
  return {
    dx: offsetX + step * (column - half + right),
    dy: offsetY + step * (row - half + down),
    correlation: top,
  };
}

/** A template's pixels where a field puts them. */
interface Pattern {
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly inside: Uint8Array;
}

function place(template: Template, field: ShiftField, most: number): Pattern {
  // An odd stride visits all rows and columns alike.
  const stride = 2 * Math.floor(template.x.length / most / 2) + 1;
  const n = Math.ceil(template.x.length / stride);
  const pattern = { x: new Float32Array(n), y: new Float32Array(n), inside: new Uint8Array(n) };
  for (let i = 0; i < n; i += 1) {
    const [x, y] = [template.x[i * stride]!, template.y[i * stride]!];
    const [dx, dy] = field.at(x, y);
    pattern.x[i] = x + dx;
    pattern.y[i] = y + dy;
    pattern.inside[i] = template.inside[i * stride]!;
  }
  return pattern;
}

/** Place of a parabola's top through three equally spaced values, relative to the middle one. */
function peak(before: number, top: number, after: number): number {
  const curvature = before - 2 * top + after;
  return curvature < 0 ? Math.max(-0.5, Math.min(0.5, (before - after) / (2 * curvature))) : 0;
}

function correlation(
  pattern: Pattern,
  darkness: Float32Array,
  height: number,
  width: number,
  dx: number,
  dy: number,
): number {
  let n = 0;
  let ones = 0;
  let sum = 0;
  let squares = 0;
  let product = 0;
  for (let i = 0; i < pattern.x.length; i += 1) {
    const x = pattern.x[i]! + dx;
    const y = pattern.y[i]! + dy;
    if (x < 0 || y < 0 || x > width - 1 || y > height - 1) continue;
    const value = bilinear(darkness, height, width, x, y);
    n += 1;
    sum += value;
    squares += value * value;
    if (pattern.inside[i] === 1) {
      ones += 1;
      product += value;
    }
  }
  if (n === 0) return 0;
  const variance = (squares - (sum * sum) / n) * (ones - (ones * ones) / n);
  return variance > 0 ? (product - (ones * sum) / n) / Math.sqrt(variance) : 0;
}
