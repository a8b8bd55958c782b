import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { writeWhole } from '../files';

/** Named float32 arrays with text beside them: the content of a `.safetensors` file. */
export interface NamedArrays {
  readonly metadata: Readonly<Record<string, string>>;
  readonly arrays: ReadonlyMap<string, { readonly shape: readonly number[]; readonly values: Float32Array }>;
}

/** What stands at the head of a `.safetensors` file. */
export interface SafetensorsHeader {
  readonly metadata: Readonly<Record<string, string>>;
  /** Element type (`F32`, `F16`, …), shape and place of each array, by name. */
  readonly entries: Readonly<Record<string, HeaderEntry>>;
}

interface HeaderEntry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

/** Longest header that readers of the format take, in bytes. */
const LONGEST_HEADER = 100_000_000;

/**
 * Writes a `.safetensors` file (8 bytes of header length, a JSON header, the arrays little-endian), with a SHA-256 of the
 * arrays in its metadata. The file appears whole or not at all: it is written beside its place, flushed and renamed.
 */
export function writeSafetensors(path: string, { metadata, arrays }: NamedArrays): void {
  let offset = 0;
  const entries: Record<string, HeaderEntry> = {};
  const chunks: Uint8Array[] = [];
  const hash = createHash('sha256');
  for (const [name, { shape, values }] of arrays) {
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    entries[name] = { dtype: 'F32', shape, data_offsets: [offset, offset + bytes.length] };
    offset += bytes.length;
    hash.update(bytes);
    chunks.push(bytes);
  }
  const text = JSON.stringify({ __metadata__: { ...metadata, sha256: hash.digest('hex') }, ...entries });
  const header = Buffer.from(
    text.padEnd(Math.ceil(Buffer.byteLength(text) / 8) * 8 + text.length - Buffer.byteLength(text)),
  );
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  writeWhole(path, [length, header, ...chunks], { sync: true });
}

/** Reads what {@link writeSafetensors} wrote. Throws with the reason where the file is damaged or of another kind. */
export function readSafetensors(path: string): NamedArrays {
  const file = readFileSync(path);
  const length = headerLength(file, file.length);
  const { metadata, entries } = parseHeader(file.toString('utf8', 8, 8 + length));
  const data = file.subarray(8 + length);
  checkLength(entries, data.length);
  const sum = createHash('sha256').update(data).digest('hex');
  if (metadata.sha256 !== sum) throw new Error('its checksum does not match: bytes were changed');
  const arrays = Object.entries(entries).map(
    ([
      name,
      {
        dtype,
        shape,
        data_offsets: [from, to],
      },
    ]) => {
      if (dtype !== 'F32') throw new Error(`its array ${name} has elements of type ${dtype}; F32 is read`);
      const copy = Uint8Array.from(data.subarray(from, to)); // aligned for the view
      return [name, { shape, values: new Float32Array(copy.buffer) }] as const;
    },
  );
  return { metadata, arrays: new Map(arrays) };
}

/** Reads the head of any `.safetensors` file, and no array. Throws with the reason where it is none, or cut short. */
export function readSafetensorsHeader(path: string): SafetensorsHeader {
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    const start = Buffer.alloc(9);
    const read = readSync(file, start, 0, 9, 0);
    const length = headerLength(start.subarray(0, read), size);
    const text = Buffer.alloc(length);
    readSync(file, text, 0, length, 8);
    const header = parseHeader(text.toString('utf8'));
    checkLength(header.entries, size - 8 - length);
    return header;
  } finally {
    closeSync(file);
  }
}

/** Length of the JSON header, from the first nine bytes of a file of `size` bytes. */
function headerLength(start: Buffer, size: number): number {
  if (start.length < 8) throw new Error(`cut short: ${size} bytes`);
  const length = Number(start.readBigUInt64LE(0));
  if (length > LONGEST_HEADER || (start.length > 8 && start[8] !== 0x7b))
    throw new Error('it is no safetensors file');
  if (length > size - 8) throw new Error('cut short inside the header');
  return length;
}

function checkLength(entries: SafetensorsHeader['entries'], length: number): void {
  const end = Math.max(0, ...Object.values(entries).map((entry) => entry.data_offsets[1]));
  if (length !== end) throw new Error(`cut short: ${length} of ${end} bytes of arrays`);
}

function parseHeader(text: string): SafetensorsHeader {
  try {
    const header = JSON.parse(text) as Record<string, HeaderEntry> & {
      __metadata__?: Record<string, string>;
    };
    const { __metadata__: metadata = {}, ...entries } = header;
    if (Object.values(entries).every((entry) => Array.isArray(entry.data_offsets)))
      return { metadata, entries };
  } catch {
    // reported below, with the case of foreign JSON
  }
  throw new Error('its header is damaged, or it is no safetensors file');
}
