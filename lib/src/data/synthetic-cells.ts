import { Random } from '../random';
import type { Sample } from '../types';
import { gaussianBlur } from './blur';
import { smoothField } from './smooth-field';

export interface CellOptions {
  /** Number of pictures; they are dealt to the wells in turn. */
  readonly count: number;
  /** Any safe integer; default 1. */
  readonly seed?: number;
  /** Height and width of a picture in pixels; default 520 × 696, a common camera's. */
  readonly height?: number;
  readonly width?: number;
  /** Wells of the plate: each has its own brightness, focus and density, and is the pictures' group; default 4. */
  readonly wells?: number;
  /** Mean radius of a cell in pixels, 4 or more; default 13. */
  readonly radius?: number;
  /** Share of cells that are set beside another one, in [0, 1]; default 0.3. */
  readonly touching?: number;
}

interface Cell {
  readonly x: number;
  readonly y: number;
  /** Half axes in pixels, and the turn of the first in radians. */
  readonly a: number;
  readonly b: number;
  readonly turn: number;
  readonly brightness: number;
}

interface Well {
  readonly name: string;
  readonly cells: number;
  readonly light: number;
  readonly focus: number;
  readonly ground: number;
}

/**
 * Synthetic fluorescence pictures of cell nuclei: bright ellipses on a dark ground, unevenly bright, some touching, blurred
 * and noisy. `instances` numbers every cell exactly, `objectCount` counts them; cells do not cover each other. The same
 * options give the same bytes on every machine.
 */
export function syntheticCells(options: CellOptions): Sample[] {
  const { count, seed = 1, height = 520, width = 696, wells = 4, radius = 13, touching = 0.3 } = options;
  if (!Number.isInteger(count) || count < 0)
    throw new RangeError(`invalid count; not a whole number: ${count}`);
  if (!Number.isInteger(wells) || wells < 1) throw new RangeError(`invalid wells; not 1 or more: ${wells}`);
  if (!(radius >= 4)) throw new RangeError(`invalid radius; not 4 pixels or more: ${radius}`);
  if (!(touching >= 0 && touching <= 1)) throw new RangeError(`invalid touching; not in [0, 1]: ${touching}`);
  const random = new Random(seed);
  const area = (height * width) / (Math.PI * radius ** 2);
  const plate = Array.from(
    { length: wells },
    (_, i): Well => ({
      name: `well${'ABCDEFGH'[i % 8]!}${Math.floor(i / 8) + 1}`,
      cells: area * random.between(0.05, 0.16),
      light: random.between(0.3, 0.6),
      focus: random.between(0.8, 1.8),
      ground: random.between(0.08, 0.2),
    }),
  );
  return Array.from({ length: count }, (_, i) => {
    const well = plate[i % wells]!;
    const own = new Random(seed * 1_000_003 + i);
    const size = { height, width };
    const cells = placedCells(own.poisson(well.cells), size, radius, touching, well.light, own);
    const { instances, bright } = drawnCells(cells, size);
    return {
      id: `${well.name}_field${String(Math.floor(i / wells) + 1).padStart(2, '0')}`,
      group: well.name,
      ...size,
      channels: 1,
      image: photographed(bright, size, well, own),
      mask: Uint8Array.from(instances, (label) => Number(label > 0)),
      instances,
      objectCount: cells.length,
    };
  });
}

interface Size {
  readonly height: number;
  readonly width: number;
}

/** Cells whose outlines do not overlap by more than a pixel or two. */
function placedCells(
  wanted: number,
  { height, width }: Size,
  radius: number,
  touching: number,
  light: number,
  random: Random,
): Cell[] {
  const cells: Cell[] = [];
  for (let tries = 0; cells.length < wanted && tries < 40 * wanted; tries += 1) {
    const a = radius * random.between(0.75, 1.25);
    const b = a * random.between(0.7, 1);
    const shape = { a, b, turn: random.between(0, Math.PI), brightness: light * random.between(0.35, 1.2) };
    const beside = cells.length > 0 && random.uniform() < touching ? cells[random.int(cells.length)]! : null;
    const angle = random.between(0, 2 * Math.PI);
    const apart = beside ? reach(beside, angle) + reach(shape, angle + Math.PI) - 1 : 0;
    const x = beside ? beside.x + apart * Math.cos(angle) : random.between(a, width - a);
    const y = beside ? beside.y + apart * Math.sin(angle) : random.between(a, height - a);
    const cell = { ...shape, x, y };
    const inside = x > a && x < width - a && y > a && y < height - a;
    const free = cells.every((other) => {
      const toOther = Math.atan2(other.y - y, other.x - x);
      const gap =
        Math.hypot(other.x - x, other.y - y) - reach(cell, toOther) - reach(other, toOther + Math.PI);
      return gap > (other === beside ? -1.5 : 1.5);
    });
    if (inside && free) cells.push(cell);
  }
  return cells;
}

/** Distance from the centre of an ellipse to its outline in a direction. */
function reach({ a, b, turn }: Pick<Cell, 'a' | 'b' | 'turn'>, direction: number): number {
  const angle = direction - turn;
  return (a * b) / Math.hypot(b * Math.cos(angle), a * Math.sin(angle));
}

/** Each cell's pixels, the earlier cell's where two meet, and the light they give. */
function drawnCells(
  cells: readonly Cell[],
  { height, width }: Size,
): { instances: Uint32Array; bright: Float32Array } {
  const instances = new Uint32Array(height * width);
  const bright = new Float32Array(height * width);
  cells.forEach(({ x, y, a, b, turn, brightness }, i) => {
    const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
    for (let v = Math.max(0, Math.ceil(y - a)); v <= Math.min(height - 1, y + a); v += 1)
      for (let u = Math.max(0, Math.ceil(x - a)); u <= Math.min(width - 1, x + a); u += 1) {
        const along = ((u - x) * cos + (v - y) * sin) / a;
        const across = ((v - y) * cos - (u - x) * sin) / b;
        const depth = 1 - along ** 2 - across ** 2;
        const pixel = v * width + u;
        if (depth < 0 || instances[pixel] !== 0) continue;
        instances[pixel] = i + 1;
        bright[pixel] = brightness * (0.7 + 0.3 * Math.sqrt(depth));
      }
  });
  return { instances, bright };
}

/** Grain inside the cells, an uneven ground, the lens's blur and the camera's noise. */
function photographed(
  bright: Float32Array,
  { height, width }: Size,
  well: Well,
  random: Random,
): Float32Array {
  const grain = smoothField(height, width, 5, 0.18, random);
  const ground = smoothField(height, width, width / 3, 0.45, random);
  const light = bright.map((value, i) => value * (1 + grain[i]!) + well.ground * Math.max(0, 1 + ground[i]!));
  const blurred = gaussianBlur(light, height, width, well.focus);
  return blurred.map((value) => {
    const noisy = value + random.normal() * Math.sqrt(0.0016 * Math.max(0, value) + 0.0001);
    return Math.round(255 * Math.min(1, Math.max(0, noisy))) / 255;
  });
}
