import { createHash } from 'node:crypto';
import { closeSync, fstatSync, futimesSync, openSync, readSync, rmSync } from 'node:fs';
import type { SampleKind, Samples } from '../pictures/picture';
import type { ImageSource, InFile } from './image-source';

/** Files that are in use are marked so this often, so that nobody who makes room deletes them. */
const MARKED_EVERY_MS = 3_600_000;

/** Some samples of a picture, in the kind of its file. The whole is checked by its sum when a process first reads it. */
export function readSamples(
  { at, kind }: Pick<ImageSource, 'at' | 'kind'>,
  from: number,
  count: number,
): Samples {
  if ('data' in at) return at.data.subarray(from, from + count);
  if (at.checked[0] === 1) return samplesOf(kind, readBytes(at, from * sizes[kind], count * sizes[kind]));
  const whole = readBytes(at, 0, at.bytes);
  check(at, whole);
  const samples = samplesOf(kind, whole);
  return from === 0 && count === samples.length ? samples : samples.subarray(from, from + count);
}

/** Bytes of a sample. */
export const sizes: Readonly<Record<SampleKind, number>> = {
  uint8: 1,
  int8: 1,
  uint16: 2,
  int16: 2,
  uint32: 4,
  int32: 4,
  float32: 4,
  float64: 8,
};

/** A view of bytes as samples; the bytes begin at a multiple of the kind's size. */
export function samplesOf(kind: SampleKind, { buffer, byteOffset, byteLength }: Uint8Array): Samples {
  const length = byteLength / sizes[kind];
  switch (kind) {
    case 'uint8':
      return new Uint8Array(buffer, byteOffset, length);
    case 'int8':
      return new Int8Array(buffer, byteOffset, length);
    case 'uint16':
      return new Uint16Array(buffer, byteOffset, length);
    case 'int16':
      return new Int16Array(buffer, byteOffset, length);
    case 'uint32':
      return new Uint32Array(buffer, byteOffset, length);
    case 'int32':
      return new Int32Array(buffer, byteOffset, length);
    case 'float32':
      return new Float32Array(buffer, byteOffset, length);
    case 'float64':
      return new Float64Array(buffer, byteOffset, length);
  }
}

function readBytes({ path, offset }: InFile, from: number, count: number): Uint8Array {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new Error(
      `${path} was deleted from the cache while it was in use; start again: it is decoded anew`,
    );
  }
  try {
    const bytes = new Uint8Array(count);
    for (let done = 0; done < count; ) {
      const read = readSync(file, bytes, done, count - done, offset + from + done);
      if (read === 0) throw damaged(path);
      done += read;
    }
    mark(file);
    return bytes;
  } finally {
    closeSync(file);
  }
}

function mark(file: number): void {
  const now = new Date().getTime();
  if (now - fstatSync(file).mtimeMs < MARKED_EVERY_MS) return;
  try {
    futimesSync(file, now / 1000, now / 1000);
  } catch {
    // somebody else's file: theirs to keep
  }
}

function check(at: InFile, bytes: Uint8Array): void {
  if (createHash('sha256').update(bytes).digest('hex') !== at.sum) throw damaged(at.path);
  at.checked[0] = 1;
}

function damaged(path: string): Error {
  rmSync(path, { force: true });
  return new Error(`${path} of the cache was damaged and is deleted; start again: it is decoded anew`);
}
