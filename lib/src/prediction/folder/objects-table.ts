import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import type { ObjectPart } from './folder-run';
import { objectLines } from './rows';

/** Bytes that are read at once. */
const CHUNK = 1 << 20;

/** `objects.csv` of all pictures, a part after the other; the tables of large pictures are read piece by piece. */
export function* objectsTable(
  out: string,
  parts: readonly ObjectPart[],
  pixelSize: number | undefined,
): Generator<string | Uint8Array> {
  yield objectLines(null, pixelSize);
  for (const part of parts)
    if (typeof part === 'string') yield* bodyOf(join(out, part));
    else yield objectLines(part, pixelSize);
}

/** A table without its first line. */
function* bodyOf(path: string): Generator<Uint8Array> {
  const file = openSync(path, 'r');
  try {
    for (let at = 0, skipping = true; ; ) {
      const chunk = new Uint8Array(CHUNK);
      const length = readSync(file, chunk, 0, CHUNK, at);
      if (length === 0) return;
      const from = skipping ? chunk.indexOf(10) + 1 : 0; // names of columns hold no line end
      skipping = false;
      at += length;
      yield chunk.subarray(from, length);
    }
  } finally {
    closeSync(file);
  }
}
