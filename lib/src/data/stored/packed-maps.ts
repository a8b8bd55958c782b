import { deflateSync, inflateSync } from 'node:zlib';
import { movedMaps, type PixelMap, type PixelMaps } from '../pixel-maps';
import type { Window } from './image-source';

/** Maps of a sample, as they are or deflated: masks shrink to a hundredth. Shared memory, so that threads can be told. */
export interface MapsSource {
  readonly height: number;
  readonly width: number;
  readonly mask: MapSource;
  readonly ignore?: MapSource;
  readonly instances?: MapSource;
  /** Whether `ignore` holds a pixel that does not count. */
  readonly ignores: boolean;
  /** The part that counts; null for all of it. */
  readonly window: Window | null;
}

/** One of them: 1, 2 or 4 bytes a pixel before it was deflated. */
export interface MapSource {
  readonly bytes: Uint8Array;
  readonly deflated: boolean;
  readonly wide: 1 | 2 | 4;
}

/** Keeps maps of `height × width` pixels. @param deflated whether in little space, to be unpacked each time they are read */
export function packMaps(
  { height, width }: { readonly height: number; readonly width: number },
  { mask, ignore, instances }: PixelMaps,
  deflated: boolean,
): MapsSource {
  return {
    height,
    width,
    mask: pack(mask, deflated),
    ...(ignore && { ignore: pack(ignore, deflated) }),
    ...(instances && { instances: pack(instances, deflated) }),
    ignores: ignore?.some((value) => value !== 0) ?? false,
    window: null,
  };
}

/** The maps that were kept, as they were. */
export function unpackMaps({ mask, ignore, instances, width, window }: MapsSource): PixelMaps {
  const maps: PixelMaps = {
    mask: unpack(mask) as Uint8Array,
    ...(ignore && { ignore: unpack(ignore) as Uint8Array }),
    ...(instances && { instances: objectNumbers(instances) }),
  };
  if (window === null) return maps;
  return movedMaps(maps, (map) => {
    const part = map.slice(0, window.height * window.width) as typeof map;
    for (let y = 0; y < window.height; y += 1) {
      const from = (window.top + y) * width + window.left;
      part.set(map.subarray(from, from + window.width), y * window.width);
    }
    return part;
  });
}

/** Bytes in memory that are the same for every thread. */
export function shared(bytes: Uint8Array): Uint8Array {
  const copy = new Uint8Array(new SharedArrayBuffer(bytes.length));
  copy.set(bytes);
  return copy;
}

function pack(map: PixelMap, deflated: boolean): MapSource {
  let most = 0;
  if (map instanceof Uint32Array) for (const value of map) if (value > most) most = value;
  const narrow = !(map instanceof Uint32Array)
    ? map
    : most <= 255
      ? Uint8Array.from(map)
      : most <= 65535
        ? Uint16Array.from(map)
        : map;
  const bytes = new Uint8Array(narrow.buffer, narrow.byteOffset, narrow.byteLength);
  return {
    bytes: shared(deflated ? deflateSync(bytes, { level: 1 }) : bytes),
    deflated,
    wide: narrow.BYTES_PER_ELEMENT as 1 | 2 | 4,
  };
}

function unpack({ bytes, deflated, wide }: MapSource): Uint8Array | Uint16Array | Uint32Array {
  const whole = deflated ? inflateSync(Buffer.from(bytes), { chunkSize: 2 ** 20 }) : bytes;
  if (wide === 1) return new Uint8Array(whole.buffer, whole.byteOffset, whole.length);
  const { buffer } = whole.byteOffset % 4 === 0 && deflated ? whole : Uint8Array.from(whole);
  const offset = whole.byteOffset % 4 === 0 && deflated ? whole.byteOffset : 0;
  return wide === 2
    ? new Uint16Array(buffer, offset, whole.length / 2)
    : new Uint32Array(buffer, offset, whole.length / 4);
}

function objectNumbers(source: MapSource): Uint32Array {
  const numbers = unpack(source);
  return numbers instanceof Uint32Array ? numbers : Uint32Array.from(numbers);
}
