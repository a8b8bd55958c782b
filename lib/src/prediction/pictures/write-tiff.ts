import { open } from 'node:fs/promises';
import { promisify } from 'node:util';
import { deflate } from 'node:zlib';

const squeeze = promisify(deflate);
const [BYTE_PAIR, LONG, RATIONAL] = [3, 4, 5] as const;

export interface GreyTiff {
  readonly height: number;
  readonly width: number;
  /** Bits of a sample, whole numbers without sign. */
  readonly bits: 8 | 16 | 32;
  /** Side of a pixel in µm, kept as the picture's resolution. */
  readonly pixelSize?: number;
}

/** Rows of a picture, in turn from the first: together `height × width` samples of the picture's bits. */
export type Rows =
  | Iterable<Uint8Array | Uint16Array | Uint32Array>
  | AsyncIterable<Uint8Array | Uint16Array | Uint32Array>;

/**
 * Writes a grey TIFF strip by strip (deflate, little-endian), so that a picture of any size needs the memory of one part of
 * its rows. Every part that `rows` gives, samples or their bytes, becomes a strip; all but the last must have the same number of rows.
 */
export async function writeTiff(
  path: string,
  { height, width, bits, pixelSize }: GreyTiff,
  rows: Rows,
): Promise<void> {
  const file = await open(path, 'w');
  try {
    const strips: { offset: number; length: number }[] = [];
    let [at, rowsPerStrip, written] = [8, 0, 0];
    for await (const part of rows) {
      const count = part.byteLength / (width * (bits / 8));
      if (rowsPerStrip === 0) rowsPerStrip = count;
      if (written % rowsPerStrip !== 0) throw new RangeError('strips of a TIFF must have equally many rows');
      const bytes = await squeeze(new Uint8Array(part.buffer, part.byteOffset, part.byteLength), {
        level: 3,
      });
      await file.write(bytes, 0, bytes.length, at);
      strips.push({ offset: at, length: bytes.length });
      at += bytes.length + (bytes.length % 2);
      written += count;
      if (at > 2 ** 32 - 2 ** 24) throw new Error('a TIFF cannot be larger than 4 GB');
    }
    if (written !== height) throw new RangeError(`${written} rows were given for a height of ${height}`);
    const tail = directory(
      { height, width, bits, ...(pixelSize !== undefined && { pixelSize }) },
      strips,
      rowsPerStrip,
      at,
    );
    await file.write(tail, 0, tail.length, at);
    const head = Buffer.alloc(8);
    head.write('II');
    head.writeUInt16LE(42, 2);
    head.writeUInt32LE(at, 4);
    await file.write(head, 0, 8, 0);
  } finally {
    await file.close();
  }
}

/** The directory of tags that stands at `at`, with the values that it points to behind it. */
function directory(
  { height, width, bits, pixelSize }: GreyTiff,
  strips: readonly { readonly offset: number; readonly length: number }[],
  rowsPerStrip: number,
  at: number,
): Buffer {
  const many = (values: readonly number[]): Buffer => {
    const bytes = Buffer.alloc(4 * values.length);
    values.forEach((value, i) => bytes.writeUInt32LE(value, 4 * i));
    return bytes;
  };
  // Pixels a centimetre, as a fraction.
  const resolution = pixelSize === undefined ? null : many([Math.round(1e4 / pixelSize) * 1000, 1000]);
  type Tag = readonly [tag: number, type: number, count: number, value: number | Buffer];
  const offsets = many(strips.map(({ offset }) => offset));
  const lengths = many(strips.map(({ length }) => length));
  const tags: Tag[] = [
    [256, LONG, 1, width],
    [257, LONG, 1, height],
    [258, BYTE_PAIR, 1, bits],
    [259, BYTE_PAIR, 1, 8],
    [262, BYTE_PAIR, 1, 1],
    [273, LONG, strips.length, offsets],
    [277, BYTE_PAIR, 1, 1],
    [278, LONG, 1, rowsPerStrip],
    [279, LONG, strips.length, lengths],
    ...(resolution
      ? ([
          [282, RATIONAL, 1, resolution],
          [283, RATIONAL, 1, resolution],
          [296, BYTE_PAIR, 1, 3],
        ] satisfies Tag[])
      : []),
    [339, BYTE_PAIR, 1, 1],
  ];
  const head = Buffer.alloc(2 + 12 * tags.length + 4);
  head.writeUInt16LE(tags.length, 0);
  const behind: Buffer[] = [];
  let next = at + head.length;
  tags.forEach(([tag, type, count, value], i) => {
    const entry = 2 + 12 * i;
    head.writeUInt16LE(tag, entry);
    head.writeUInt16LE(type, entry + 2);
    head.writeUInt32LE(count, entry + 4);
    if (typeof value === 'number') {
      if (type === BYTE_PAIR) head.writeUInt16LE(value, entry + 8);
      else head.writeUInt32LE(value, entry + 8);
    } else if (value.length <= 4) value.copy(head, entry + 8);
    else {
      head.writeUInt32LE(next, entry + 8);
      behind.push(value);
      next += value.length;
    }
  });
  return Buffer.concat([head, ...behind]);
}
