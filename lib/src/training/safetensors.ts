import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';

/** Named float32 arrays with text beside them: the content of a `.safetensors` file. */
export interface NamedArrays {
  readonly metadata: Readonly<Record<string, string>>;
  readonly arrays: ReadonlyMap<string, { readonly shape: readonly number[]; readonly values: Float32Array }>;
}

interface HeaderEntry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

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
  const temporary = `${path}.part`;
  const file = openSync(temporary, 'w');
  try {
    for (const chunk of [length, header, ...chunks]) writeSync(file, chunk);
    fsyncSync(file);
  } catch (error) {
    closeSync(file);
    rmSync(temporary, { force: true });
    throw error;
  }
  closeSync(file);
  renameSync(temporary, path);
}

/** Reads what {@link writeSafetensors} wrote. Throws with the reason where the file is damaged or of another kind. */
export function readSafetensors(path: string): NamedArrays {
  const file = readFileSync(path);
  if (file.length < 8) throw new Error(`cut short: ${file.length} bytes`);
  const length = Number(file.readBigUInt64LE(0));
  if (length > file.length - 8) throw new Error('cut short inside the header, or no safetensors file');
  const header = parseHeader(file.toString('utf8', 8, 8 + length));
  const { __metadata__: metadata, ...entries } = header;
  const data = file.subarray(8 + length);
  const end = Math.max(0, ...Object.values(entries).map((entry) => entry.data_offsets[1]));
  if (data.length !== end) throw new Error(`cut short: ${data.length} of ${end} bytes of arrays`);
  const sum = createHash('sha256').update(data).digest('hex');
  if (metadata.sha256 !== sum) throw new Error('its checksum does not match: bytes were changed');
  const arrays = Object.entries(entries).map(
    ([
      name,
      {
        shape,
        data_offsets: [from, to],
      },
    ]) => {
      const copy = Uint8Array.from(data.subarray(from, to)); // aligned for the view
      return [name, { shape, values: new Float32Array(copy.buffer) }] as const;
    },
  );
  return { metadata, arrays: new Map(arrays) };
}

type Header = Record<string, HeaderEntry> & { readonly __metadata__: Record<string, string> };

function parseHeader(text: string): Header {
  try {
    const header = JSON.parse(text) as Partial<Header>;
    if (typeof header.__metadata__ === 'object') return header as Header;
  } catch {
    // reported below, with the case of foreign JSON
  }
  throw new Error('its header is no checkpoint header: damaged, or a foreign file');
}
