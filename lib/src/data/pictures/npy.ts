import type { Picture, SampleKind, Samples } from './picture';

type Reader = (view: DataView, at: number, little: boolean) => number;

interface Kind {
  readonly kind: SampleKind;
  readonly make: (length: number) => Samples;
  readonly read: Reader;
}

const wide = (value: bigint): number => {
  if (value > 9007199254740991n || value < -9007199254740991n)
    throw new Error(`a 64-bit value is too large (${value}): save the array as 32 bits or float64`);
  return Number(value);
};

const KINDS: Readonly<Record<string, Kind>> = {
  b1: { kind: 'uint8', make: (n) => new Uint8Array(n), read: (v, at) => v.getUint8(at) },
  u1: { kind: 'uint8', make: (n) => new Uint8Array(n), read: (v, at) => v.getUint8(at) },
  i1: { kind: 'int8', make: (n) => new Int8Array(n), read: (v, at) => v.getInt8(at) },
  u2: { kind: 'uint16', make: (n) => new Uint16Array(n), read: (v, at, l) => v.getUint16(at, l) },
  i2: { kind: 'int16', make: (n) => new Int16Array(n), read: (v, at, l) => v.getInt16(at, l) },
  u4: { kind: 'uint32', make: (n) => new Uint32Array(n), read: (v, at, l) => v.getUint32(at, l) },
  i4: { kind: 'int32', make: (n) => new Int32Array(n), read: (v, at, l) => v.getInt32(at, l) },
  u8: { kind: 'float64', make: (n) => new Float64Array(n), read: (v, at, l) => wide(v.getBigUint64(at, l)) },
  i8: { kind: 'float64', make: (n) => new Float64Array(n), read: (v, at, l) => wide(v.getBigInt64(at, l)) },
  f2: { kind: 'float32', make: (n) => new Float32Array(n), read: (v, at, l) => half(v.getUint16(at, l)) },
  f4: { kind: 'float32', make: (n) => new Float32Array(n), read: (v, at, l) => v.getFloat32(at, l) },
  f8: { kind: 'float64', make: (n) => new Float64Array(n), read: (v, at, l) => v.getFloat64(at, l) },
};

/**
 * Reads a NumPy array (.npy, versions 1 to 3): `[height, width]`, `[height, width, 1 … 4]`, or pages before these.
 * Fortran order and both byte orders are read; Boolean arrays become 0 and 1. Throws one line for other shapes and types.
 */
export function decodeNpy(bytes: Buffer): {
  pages: Picture[];
  notices: string[];
  axes?: 'pages' | 'channels';
} {
  const { descr, fortran, shape, start } = header(bytes);
  const match = /^([<>|=])([a-z]\d+)$/.exec(descr);
  const kind = match ? KINDS[match[2]!] : undefined;
  if (!match || !kind)
    throw new Error(
      `arrays of type '${descr}' are not read; allowed: bool, integers, float16, float32, float64`,
    );
  const size = Number(match[2]!.slice(1));
  const { pages, height, width, channels, axes } = layout(shape);
  const count = pages * height * width * channels;
  if (bytes.length - start < count * size)
    throw new Error(
      `the file is cut off: ${bytes.length - start} of ${count * size} bytes of the array are there`,
    );
  const view = new DataView(bytes.buffer, bytes.byteOffset + start);
  const little = match[1] !== '>';
  const values = kind.make(count);
  const strides = fortran ? fortranStrides(shape) : null;
  for (let i = 0; i < count; i += 1)
    values[i] = kind.read(view, size * (strides ? inFortran(i, shape, strides) : i), little);
  const step = height * width * channels;
  const list = Array.from(
    { length: pages },
    (_, page): Picture => ({
      height,
      width,
      channels,
      kind: kind.kind,
      bits: match[2] === 'b1' ? 1 : Math.min(8 * size, 64),
      data: values.slice(page * step, (page + 1) * step),
      orientation: 1,
      lossy: false,
    }),
  );
  return { pages: list, notices: [], ...(axes && { axes }) };
}

function header(bytes: Buffer): { descr: string; fortran: boolean; shape: number[]; start: number } {
  const long = bytes[6]! >= 2;
  const length = long ? bytes.readUInt32LE(8) : bytes.readUInt16LE(8);
  const from = long ? 12 : 10;
  const text = bytes.toString('latin1', from, from + length);
  const descr = /'descr':\s*'([^']*)'/.exec(text)?.[1];
  const shape = /'shape':\s*\(([^)]*)\)/.exec(text)?.[1];
  if (descr === undefined || shape === undefined)
    throw new Error('the array holds records or objects, not numbers: save the image itself (numpy.save)');
  return {
    descr,
    fortran: /'fortran_order':\s*True/.test(text),
    shape: shape
      .split(',')
      .filter((part) => part.trim() !== '')
      .map(Number),
    start: from + length,
  };
}

function layout(shape: readonly number[]): {
  pages: number;
  height: number;
  width: number;
  channels: Picture['channels'];
  axes?: 'pages' | 'channels';
} {
  const last = shape.at(-1) ?? 0;
  const few = last >= 1 && last <= 4;
  if (shape.some((n) => n < 1)) throw new Error(`the array is empty: ${shape.join(' × ')}`);
  if (shape.length === 2) return { pages: 1, height: shape[0]!, width: shape[1]!, channels: 1 };
  if (shape.length === 3 && few && shape[0]! > 4)
    return { pages: 1, height: shape[0]!, width: shape[1]!, channels: last as 1 };
  if (shape.length === 3 && !few) {
    const axes = shape[0]! >= 2 && shape[0]! <= 4 ? 'channels' : 'pages';
    return { pages: shape[0]!, height: shape[1]!, width: shape[2]!, channels: 1, axes };
  }
  if (shape.length === 4 && few)
    return { pages: shape[0]!, height: shape[1]!, width: shape[2]!, channels: last as 1, axes: 'pages' };
  throw new Error(
    `an array of ${shape.join(' × ')} is not read; allowed: height × width, height × width × 1 to 4, or pages before these`,
  );
}

function fortranStrides(shape: readonly number[]): number[] {
  return shape.map((_, axis) => shape.slice(0, axis).reduce((a, b) => a * b, 1));
}

/** Position in Fortran order of the element that stands at `index` in C order. */
function inFortran(index: number, shape: readonly number[], strides: readonly number[]): number {
  let rest = index;
  let at = 0;
  for (let axis = shape.length - 1; axis >= 0; axis -= 1) {
    at += (rest % shape[axis]!) * strides[axis]!;
    rest = Math.floor(rest / shape[axis]!);
  }
  return at;
}

/** A float of 16 bits (IEEE 754 binary16). */
function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
