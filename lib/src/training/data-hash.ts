import { createHash, type Hash } from 'node:crypto';
import type { Sample } from '../types';

/** Hashes of what a set of samples is, part by part, so that a difference can be named. */
export interface DataHash {
  readonly images: string;
  readonly masks: string;
  /** `none` where every pixel counts. */
  readonly ignored: string;
}

/**
 * Hashes samples by what a training sees of them: sizes, pixels, masks and pixels to ignore, in their order. Names and
 * groups decide nothing and are left out. SHA-256 has instructions of its own on today's processors: 60 images of 512²
 * take about 50 ms.
 */
export function dataHash(samples: readonly Sample[]): DataHash {
  const [images, masks, ignored] = [createHash('sha256'), createHash('sha256'), createHash('sha256')];
  let some = false;
  for (const { height, width, channels, image, mask, ignore } of samples) {
    images.update(`${height} ${width} ${channels} `);
    update(images, image);
    update(masks, mask);
    ignored.update(ignore ? 'some ' : 'none ');
    if (!ignore) continue;
    some = true;
    update(ignored, ignore);
  }
  return {
    images: images.digest('hex'),
    masks: masks.digest('hex'),
    ignored: some ? ignored.digest('hex') : 'none',
  };
}

/** SHA-256 of named arrays, in the order of their names. */
export function arraysHash(arrays: ReadonlyMap<string, Float32Array>): string {
  const hash = createHash('sha256');
  for (const [name, values] of [...arrays].sort(([a], [b]) => (a < b ? -1 : 1))) {
    hash.update(`${name} ${values.length} `);
    update(hash, values);
  }
  return hash.digest('hex');
}

/** SHA-256 of a text. */
export function textHash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function update(hash: Hash, { buffer, byteOffset, byteLength }: Float32Array | Uint8Array): void {
  hash.update(new Uint8Array(buffer, byteOffset, byteLength));
}
