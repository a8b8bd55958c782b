import { analyse } from 'chardet';

/** Text with the encoding that it was found to be in. */
export interface DecodedText {
  readonly text: string;
  /** Name of the encoding, for people. */
  readonly encoding: string;
}

/**
 * Decodes a text file: by its byte order mark, else as UTF-8 where the bytes are that, else as UTF-16 where every second
 * byte of Latin text is zero, else in the encoding that its bytes speak for (Shift-JIS, Windows-1252, …; found by
 * chardet).
 */
export function decodeText(bytes: Uint8Array): DecodedText {
  if (startsWith(bytes, [0xef, 0xbb, 0xbf]))
    return { text: decode(bytes, 'utf-8'), encoding: 'UTF-8 with a byte order mark' };
  if (startsWith(bytes, [0xff, 0xfe])) return { text: decode(bytes, 'utf-16le'), encoding: 'UTF-16' };
  if (startsWith(bytes, [0xfe, 0xff])) return { text: decode(bytes, 'utf-16be'), encoding: 'UTF-16' };
  const zeros = zeroShares(bytes);
  if (zeros.odd > 0.3 && zeros.even < 0.1) return { text: decode(bytes, 'utf-16le'), encoding: 'UTF-16' };
  if (zeros.even > 0.3 && zeros.odd < 0.1) return { text: decode(bytes, 'utf-16be'), encoding: 'UTF-16' };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), encoding: 'UTF-8' };
  } catch {
    return otherEncoding(bytes);
  }
}

/** Encodings that are tried where chardet names one that this platform does not know. */
function otherEncoding(bytes: Uint8Array): DecodedText {
  for (const { name } of analyse(bytes)) {
    try {
      return { text: new TextDecoder(name, { fatal: true }).decode(bytes), encoding: name };
    } catch {
      // not a name that TextDecoder knows, or not text in it
    }
  }
  return { text: decode(bytes, 'windows-1252'), encoding: 'windows-1252' };
}

function decode(bytes: Uint8Array, encoding: string): string {
  return new TextDecoder(encoding).decode(bytes);
}

function startsWith(bytes: Uint8Array, mark: readonly number[]): boolean {
  return mark.every((byte, i) => bytes[i] === byte);
}

function zeroShares(bytes: Uint8Array): { even: number; odd: number } {
  const head = bytes.subarray(0, 4096);
  const counts = [0, 0];
  head.forEach((byte, i) => {
    if (byte === 0) counts[i % 2]! += 1;
  });
  const half = Math.max(1, head.length / 2);
  return { even: counts[0]! / half, odd: counts[1]! / half };
}
