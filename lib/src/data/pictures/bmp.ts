import type { Picture } from './picture';

/**
 * Reads a Windows bitmap: 1, 4 and 8 bits with a palette, 16, 24 and 32 bits, rows from below or from above. A palette
 * of greys gives grey levels. Throws one line for compressed bitmaps.
 */
export function decodeBmp(bytes: Buffer): Picture {
  const start = bytes.readUInt32LE(10);
  const headerSize = bytes.readUInt32LE(14);
  if (headerSize < 40) throw new Error('the bitmap is of the OS/2 kind; convert it to .png');
  const width = bytes.readInt32LE(18);
  const signed = bytes.readInt32LE(22);
  const height = Math.abs(signed);
  const bits = bytes.readUInt16LE(28);
  const compression = bytes.readUInt32LE(30);
  if (width < 1 || height < 1) throw new Error(`the bitmap has ${width} × ${height} pixels`);
  if (compression !== 0 && compression !== 3 && compression !== 6)
    throw new Error('compressed bitmaps are not read; convert it to .png');
  if (![1, 4, 8, 16, 24, 32].includes(bits))
    throw new Error(`bitmaps of ${bits} bits are not read; convert it to .png`);
  const stride = Math.ceil((bits * width) / 32) * 4;
  if (bytes.length < start + stride * height)
    throw new Error(`the file is cut off: ${bytes.length} of ${start + stride * height} bytes are there`);
  const row = (y: number): number => start + stride * (signed > 0 ? height - 1 - y : y);
  const base = { height, width, kind: 'uint8', orientation: 1, lossy: false } as const;
  return bits <= 8
    ? { ...base, bits, ...indexed(bytes, height, width, bits, headerSize, row) }
    : { ...base, bits: 8, ...direct(bytes, height, width, bits, headerSize, compression, row) };
}

function indexed(
  bytes: Buffer,
  height: number,
  width: number,
  bits: number,
  headerSize: number,
  row: (y: number) => number,
): Pick<Picture, 'channels' | 'data' | 'indices'> & { palette: Uint8Array } {
  const entries = bytes.readUInt32LE(46) || 2 ** bits;
  const palette = new Uint8Array(entries * 3);
  for (let i = 0; i < entries; i += 1)
    for (let c = 0; c < 3; c += 1) palette[i * 3 + c] = bytes[14 + headerSize + i * 4 + 2 - c]!;
  const indices = new Uint8Array(height * width);
  const perByte = 8 / bits;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const byte = bytes[row(y) + Math.floor(x / perByte)]!;
      indices[y * width + x] = (byte >> (8 - bits * ((x % perByte) + 1))) & (2 ** bits - 1);
    }
  }
  const grey = palette.every((level, i) => level === palette[i - (i % 3)]);
  const channels = grey ? 1 : 3;
  const data = new Uint8Array(indices.length * channels);
  for (let i = 0; i < indices.length; i += 1)
    for (let c = 0; c < channels; c += 1) data[i * channels + c] = palette[indices[i]! * 3 + c] ?? 0;
  return { channels, data, indices, palette };
}

function direct(
  bytes: Buffer,
  height: number,
  width: number,
  bits: number,
  headerSize: number,
  compression: number,
  row: (y: number) => number,
): Pick<Picture, 'channels' | 'data'> {
  const size = bits / 8;
  const masked = compression !== 0;
  const defaults = bits === 16 ? [0x7c00, 0x3e0, 0x1f, 0] : [0xff0000, 0xff00, 0xff, 0];
  const masks = defaults.map((standard, i) => {
    if (!masked) return standard;
    return i < 3 || headerSize >= 56 || compression === 6 ? bytes.readUInt32LE(54 + 4 * i) : 0;
  });
  const channels = masks[3] === 0 ? 3 : 4;
  const data = new Uint8Array(height * width * channels);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const value = bytes.readUIntLE(row(y) + x * size, size);
      for (let c = 0; c < channels; c += 1) data[(y * width + x) * channels + c] = level(value, masks[c]!);
    }
  }
  return { channels, data };
}

/** The bits of a channel, brought to 0–255. */
function level(value: number, mask: number): number {
  const shift = 31 - Math.clz32(mask & -mask);
  const top = mask >>> shift;
  return Math.round((((value & mask) >>> shift) * 255) / top);
}
