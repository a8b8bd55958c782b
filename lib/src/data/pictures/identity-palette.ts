/**
 * libvips gives the colours of a palette picture, not its numbers. These two put a palette into the file in which entry
 * i is the grey level i: what libvips then decodes are the indices. The palette that stood there comes back as well.
 */
export interface IdentityPalette {
  readonly bytes: Buffer;
  /** Three levels an entry. */
  readonly palette: Uint8Array;
}

/** A chunk of a PNG file: its type, and where its data lie. */
export interface PngChunk {
  readonly type: string;
  readonly start: number;
  readonly length: number;
}

/** The chunks of a PNG file, in order; those that a truncated file lacks are not listed. */
export function pngChunks(bytes: Buffer): PngChunk[] {
  const chunks: PngChunk[] = [];
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    chunks.push({ type: bytes.toString('latin1', at + 4, at + 8), start: at + 8, length });
    at += 12 + length;
  }
  return chunks;
}

/** For an indexed PNG (colour type 3); null for another one. */
export function identityPalettePng(bytes: Buffer): IdentityPalette | null {
  const chunks = pngChunks(bytes);
  const found = chunks.find(({ type }) => type === 'PLTE');
  if (bytes[25] !== 3 || !found || found.start + found.length > bytes.length) return null;
  const parts: Buffer[] = [bytes.subarray(0, 8)];
  for (const { type, start, length } of chunks) {
    // Transparency would be folded into the colours.
    if (type === 'tRNS') continue;
    if (type !== 'PLTE') {
      parts.push(bytes.subarray(start - 8, start + length + 4));
      continue;
    }
    const chunk = Buffer.alloc(length + 12);
    chunk.writeUInt32BE(length, 0);
    chunk.write('PLTE', 4, 'latin1');
    for (let i = 0; i < length; i += 1) chunk[8 + i] = Math.floor(i / 3);
    chunk.writeUInt32BE(crc32(chunk.subarray(4, 8 + length)), 8 + length);
    parts.push(chunk);
  }
  const palette = Uint8Array.from(bytes.subarray(found.start, found.start + found.length));
  return { bytes: Buffer.concat(parts), palette };
}

/** For a GIF of one frame; null where there are several, each of which may have colours of its own. */
export function identityPaletteGif(bytes: Buffer): IdentityPalette | null {
  const copy = Buffer.from(bytes);
  const palettes: Uint8Array[] = [];
  let frames = 0;
  const table = (at: number, flags: number): number => {
    if ((flags & 0x80) === 0) return at;
    const length = 3 * 2 ** ((flags & 7) + 1);
    palettes.push(Uint8Array.from(bytes.subarray(at, at + length)));
    for (let i = 0; i < length && at + i < copy.length; i += 1) copy[at + i] = Math.floor(i / 3);
    return at + length;
  };
  const blocks = (at: number): number => {
    let here = at;
    while (here < bytes.length && bytes[here] !== 0) here += 1 + bytes[here]!;
    return here + 1;
  };
  let at = table(13, bytes[10]!);
  while (at < bytes.length && bytes[at] !== 0x3b) {
    if (bytes[at] === 0x21) at = blocks(at + 2);
    else if (bytes[at] === 0x2c) {
      frames += 1;
      at = blocks(table(at + 10, bytes[at + 9] ?? 0) + 1);
    } else return null;
  }
  // A table of the frame's own comes after the file's, and counts.
  const palette = palettes.at(-1);
  return frames === 1 && palette ? { bytes: copy, palette } : null;
}

/** CRC-32 as PNG uses it (ISO 3309). */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}
