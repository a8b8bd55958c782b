import { Random } from 'unetlab/random';
import type { Picture, SampleKind, Samples } from 'unetlab/data';

/** Side of the drawn pictures. */
export const SIDE = 96;

export interface Disc {
  readonly x: number;
  readonly y: number;
  readonly r: number;
}

/** Discs that do not touch, the same for the same seed. */
export function discs(seed: number, count = 7): Disc[] {
  const random = new Random(seed);
  const found: Disc[] = [];
  for (let tries = 0; found.length < count && tries < 5000; tries += 1) {
    const r = 4 + random.uniform() * 4;
    const disc = {
      x: r + 3 + random.uniform() * (SIDE - 2 * r - 6),
      y: r + 3 + random.uniform() * (SIDE - 2 * r - 6),
      r,
    };
    if (found.every((other) => Math.hypot(other.x - disc.x, other.y - disc.y) > other.r + disc.r + 6))
      found.push(disc);
  }
  return found;
}

/** What is drawn at a pixel: the number of the disc (0 for none), and the distance from its edge, negative inside. */
export type Paint = (disc: number, distance: number, x: number, y: number) => number;

/** Paints a plane of discs. */
export function paint(list: readonly Disc[], value: Paint): number[] {
  const plane: number[] = [];
  for (let y = 0; y < SIDE; y += 1) {
    for (let x = 0; x < SIDE; x += 1) {
      let [disc, distance] = [0, Infinity];
      list.forEach((one, i) => {
        const here = Math.hypot(one.x - x, one.y - y) - one.r;
        if (here < distance) [disc, distance] = [i + 1, here];
      });
      plane.push(value(distance <= 0 ? disc : 0, distance, x, y));
    }
  }
  return plane;
}

const MAKE: Record<SampleKind, (data: readonly number[]) => Samples> = {
  uint8: (data) => Uint8Array.from(data),
  int8: (data) => Int8Array.from(data),
  uint16: (data) => Uint16Array.from(data),
  int16: (data) => Int16Array.from(data),
  uint32: (data) => Uint32Array.from(data),
  int32: (data) => Int32Array.from(data),
  float32: (data) => Float32Array.from(data),
  float64: (data) => Float64Array.from(data),
};

/** A picture of one channel. */
export function grey(
  plane: readonly number[],
  kind: SampleKind = 'uint8',
  more: Partial<Picture> = {},
): Picture {
  const bits = Number(/\d+/.exec(kind)![0]);
  return {
    height: SIDE,
    width: SIDE,
    channels: 1,
    kind,
    bits,
    data: MAKE[kind](plane),
    orientation: 1,
    lossy: false,
    ...more,
  };
}

/** A picture of several channels, from one plane each. */
export function channels(planes: readonly (readonly number[])[], kind: SampleKind = 'uint8'): Picture {
  const data = planes[0]!.flatMap((_, i) => planes.map((plane) => plane[i]!));
  return {
    ...grey(planes[0]!, kind),
    channels: planes.length as Picture['channels'],
    data: MAKE[kind](data),
  };
}

/** A picture of colours `0xRRGGBB`. */
export function coloured(plane: readonly number[]): Picture {
  return channels([16, 8, 0].map((shift) => plane.map((colour) => (colour >> shift) & 255)));
}

/** An indexed picture: its indices and the colours of its palette. */
export function indexed(plane: readonly number[], palette: Readonly<Record<number, number>>): Picture {
  const entries = new Uint8Array(256 * 3);
  for (const [index, colour] of Object.entries(palette))
    [16, 8, 0].forEach((shift, c) => {
      entries[Number(index) * 3 + c] = (colour >> shift) & 255;
    });
  return {
    ...coloured(plane.map((index) => palette[index] ?? 0)),
    indices: Uint8Array.from(plane),
    palette: entries,
  };
}

/** Pixels of a plane for which the test holds. */
export function count(plane: readonly number[], test: (value: number) => boolean): number {
  return plane.reduce((sum, value) => sum + (test(value) ? 1 : 0), 0);
}
