import { createHash } from 'node:crypto';
import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { bytesSample, isInFile, type DataSet } from '../../data';
import { writeWhole } from '../../files';
import type { Sample } from '../../types';

/** What a search's trials have to know of a data set. */
export type SearchImages = Pick<DataSet, 'samples' | 'name' | 'masks' | 'range'>;

const FORMAT = 'unetlab-images-1';
const FILE = 'images.bin';
/** Larger data sets are read from their folder by each trial. */
const mostBytes = 2 ** 31;

interface KeptSample {
  readonly id: string;
  readonly group: string;
  readonly height: number;
  readonly width: number;
  readonly channels: 1 | 3;
  /** Intensities are whole numbers of 8 or 16 bits divided by this, or floats as they are where it is null. */
  readonly steps: number | null;
  readonly wide: boolean;
  readonly ignore: boolean;
  readonly instances: boolean;
}

/**
 * Keeps a data set beside its search as it was read, exactly and in little space, so that a trial has it in a moment: reading
 * a folder of pictures takes longer than many a short training.
 *
 * Images that lie in the cache of decoded pictures are not kept a second time.
 *
 * @param hash of the images, by which {@link keptImages} finds them
 * @returns whether it was kept
 */
export function keepImages(
  folder: string,
  { samples, name, masks, range }: SearchImages,
  hash: string,
): boolean {
  if (samples.some(isInFile)) return false;
  const path = join(folder, FILE);
  const widest = Object.values(range.ranges).map(({ low, high }) => high - low);
  const kept: KeptSample[] = [];
  const parts: Uint8Array[] = [];
  let size = 0;
  for (const sample of samples) {
    const packed = packedIntensities(sample.image, [255, 65535, ...widest]);
    const { id, group, height, width, channels, ignore, instances } = sample;
    kept.push({
      id,
      group,
      height,
      width,
      channels,
      steps: packed.steps,
      wide: packed.values.BYTES_PER_ELEMENT === 2,
      ignore: ignore !== undefined,
      instances: instances !== undefined,
    });
    for (const values of [packed.values, sample.mask, ignore, instances])
      if (values) parts.push(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
    size = parts.reduce((sum, { length }) => sum + length, 0);
    if (size > mostBytes) return false;
  }
  const sum = sumOf(parts);
  const head = Buffer.from(JSON.stringify({ format: FORMAT, hash, sum, name, masks, range, samples: kept }));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(head.length);
  writeWhole(path, [length, head, ...parts], { sync: true });
  return true;
}

/** The data set that {@link keepImages} kept under this hash; null where there is none, another, or a damaged one. */
export function keptImages(folder: string, hash: string): SearchImages | null {
  const path = join(folder, FILE);
  if (!existsSync(path)) return null;
  const file = openSync(path, 'r');
  try {
    const sum = createHash('sha256');
    const next = (bytes: number): Buffer => {
      const part = Buffer.from(new ArrayBuffer(bytes)); // aligned, and a buffer of its own
      let done = 0;
      while (done < bytes) {
        const read = readSync(file, part, done, bytes - done, null);
        if (read === 0) throw new Error('cut short');
        done += read;
      }
      return part;
    };
    const head = JSON.parse(next(next(4).readUInt32LE(0)).toString('utf8')) as Omit<
      SearchImages,
      'samples'
    > & {
      readonly format: string;
      readonly hash: string;
      readonly sum: string;
      readonly samples: readonly KeptSample[];
    };
    if (head.format !== FORMAT || head.hash !== hash) return null;
    const { name, masks, range } = head;
    const counted = (bytes: number): Buffer => {
      const part = next(bytes);
      sum.update(part);
      return part;
    };
    const samples = head.samples.map((kept) => sampleOf(kept, counted));
    return sum.digest('hex') === head.sum ? { name, masks, range, samples } : null;
  } catch {
    return null;
  } finally {
    closeSync(file);
  }
}

function sampleOf(kept: KeptSample, next: (bytes: number) => Buffer): Sample {
  const { id, group, height, width, channels, steps, wide } = kept;
  const pixels = height * width;
  const values = pixels * channels;
  const bytes = next(values * (steps === null ? 4 : wide ? 2 : 1)).buffer as ArrayBuffer;
  const levels =
    steps === null ? new Float32Array(bytes) : wide ? new Uint16Array(bytes) : new Uint8Array(bytes);
  const mask = new Uint8Array(next(pixels));
  return bytesSample({ id, group, height, width, channels }, levels, steps, {
    mask,
    ...(kept.ignore && { ignore: new Uint8Array(next(pixels)) }),
    ...(kept.instances && { instances: new Uint32Array(next(4 * pixels).buffer as ArrayBuffer) }),
  });
}

function sumOf(parts: readonly Uint8Array[]): string {
  const sum = createHash('sha256');
  for (const part of parts) sum.update(part);
  return sum.digest('hex');
}

/** Whole numbers from which division gives back every intensity to the bit, or the intensities themselves. */
function packedIntensities(
  image: Float32Array,
  candidates: readonly number[],
): { readonly steps: number | null; readonly values: Uint8Array | Uint16Array | Float32Array } {
  for (const steps of new Set(candidates)) {
    if (!Number.isInteger(steps) || steps < 1 || steps > 65535) continue;
    const values = steps <= 255 ? new Uint8Array(image.length) : new Uint16Array(image.length);
    let exact = true;
    for (let i = 0; exact && i < image.length; i += 1) {
      const value = Math.round(image[i]! * steps);
      values[i] = value;
      exact = Math.fround(value / steps) === image[i];
    }
    if (exact) return { steps, values };
  }
  return { steps: null, values: image };
}
