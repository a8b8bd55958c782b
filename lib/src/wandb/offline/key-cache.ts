import type { Reader } from 'protobufjs/minimal';

interface KnownKey {
  readonly bytes: Uint8Array;
  readonly text: string;
}

const known = new Map<number, KnownKey[]>();
const limit = 4096;
let count = 0;

/**
 * Reads a string field that is a metric's name. A file repeats few names very often, and comparing bytes with a name
 * already decoded is several times as fast as decoding it again.
 */
export function readKey(reader: Reader): string {
  const length = reader.uint32();
  const { buf, pos } = reader;
  if (length === 0) return '';
  if (pos + length > reader.len) throw new RangeError('a name runs over the end of its record');
  reader.pos = pos + length;
  const slot = (length << 16) | (buf[pos]! << 8) | buf[pos + length - 1]!;
  const candidates = known.get(slot);
  if (candidates) {
    for (const { bytes, text } of candidates) {
      let i = 0;
      while (i < length && bytes[i] === buf[pos + i]) i += 1;
      if (i === length) return text;
    }
  }
  const bytes = Uint8Array.prototype.slice.call(buf, pos, pos + length);
  const text = Buffer.from(bytes).toString('utf8');
  if (count < limit) {
    count += 1;
    if (candidates) candidates.push({ bytes, text });
    else known.set(slot, [{ bytes, text }]);
  }
  return text;
}
