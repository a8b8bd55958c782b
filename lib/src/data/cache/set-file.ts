import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from '../../files';
import type { DataSet } from '../data-set';
import type { ImageSource } from '../stored/image-source';
import { shared, type MapSource, type MapsSource } from '../stored/packed-maps';
import { sourceOf, storedSample, type SampleSource } from '../stored/stored-sample';
import type { Cache } from './cache-folder';

const FORMAT = 'unetlab-set-2';

type KeptMap = Omit<MapSource, 'bytes'> & { readonly bytes: number };
type KeptSample = Pick<SampleSource, 'facts'> & {
  readonly image: Omit<ImageSource, 'at' | 'range'> & {
    readonly at: {
      readonly path: string;
      readonly offset: number;
      readonly bytes: number;
      readonly sum: string;
    };
    readonly scaled: boolean;
  };
  readonly maps: Omit<MapsSource, 'mask' | 'ignore' | 'instances'> & {
    readonly mask: KeptMap;
    readonly ignore?: KeptMap;
    readonly instances?: KeptMap;
  };
};

interface Head {
  readonly format: string;
  readonly sum: string;
  readonly set: Omit<DataSet, 'samples'>;
  readonly samples: readonly KeptSample[];
}

/** Where a data set that was read in this way has its description. */
function pathOf({ folder }: Cache, key: string): string {
  return join(folder, 'sets', `${key}.bin`);
}

/** Keeps a data set whose pictures lie in the cache: what was decided and its masks; so that it is there in a moment next time. */
export function writeSetFile(cache: Cache, key: string, { samples, ...set }: DataSet): void {
  const parts: Uint8Array[] = [];
  const keep = ({ bytes, ...rest }: MapSource): KeptMap => {
    parts.push(bytes);
    return { ...rest, bytes: bytes.length };
  };
  const kept = samples.map((sample): KeptSample | null => {
    const source = sourceOf(sample);
    if (!source || !('path' in source.image.at)) return null;
    const { at, range, ...image } = source.image;
    const { path, offset, bytes, sum } = at;
    const { mask, ignore, instances, ...maps } = source.maps;
    return {
      facts: source.facts,
      image: {
        ...image,
        scaled: range === null,
        at: { path: path.slice(cache.folder.length), offset, bytes, sum },
      },
      maps: {
        ...maps,
        mask: keep(mask),
        ...(ignore && { ignore: keep(ignore) }),
        ...(instances && { instances: keep(instances) }),
      },
    };
  });
  if (kept.includes(null)) return;
  const head: Head = { format: FORMAT, sum: sumOf(parts), set, samples: kept as KeptSample[] };
  const text = Buffer.from(JSON.stringify(head));
  const length = Buffer.alloc(8);
  length.writeUInt32LE(text.length);
  writeWhole(pathOf(cache, key), [length, text, ...parts]);
}

/**
 * The data set that {@link writeSetFile} kept; null where there is none, it is damaged, or a picture is gone. What is found
 * is marked as in use.
 */
export function readSetFile(cache: Cache, key: string): DataSet | null {
  const path = pathOf(cache, key);
  if (!existsSync(path)) return null;
  try {
    const bytes = readFileSync(path);
    const long = bytes.readUInt32LE(0);
    const head = JSON.parse(bytes.toString('utf8', 8, 8 + long)) as Head;
    if (head.format !== FORMAT || sumOf([bytes.subarray(8 + long)]) !== head.sum) return null;
    let at = 8 + long;
    const map = ({ bytes: count, ...rest }: KeptMap): MapSource => {
      const part = shared(bytes.subarray(at, at + count));
      at += count;
      return { ...rest, bytes: part };
    };
    const now = new Date();
    const marked = new Set<string>();
    const samples = head.samples.map(({ facts, image: { at: place, scaled, ...image }, maps }) => {
      const file = join(cache.folder, place.path);
      if (!marked.has(file)) {
        if (statSync(file).size < place.offset + place.bytes) throw new Error('cut short');
        utimesSync(file, now, now);
        marked.add(file);
      }
      const { mask, ignore, instances, ...rest } = maps;
      return storedSample({
        facts,
        image: {
          ...image,
          range: scaled ? null : head.set.range,
          at: { ...place, path: file, checked: new Uint8Array(new SharedArrayBuffer(1)) },
        },
        maps: {
          ...rest,
          mask: map(mask),
          ...(ignore && { ignore: map(ignore) }),
          ...(instances && { instances: map(instances) }),
        },
      });
    });
    utimesSync(path, now, now);
    return { ...head.set, samples };
  } catch {
    return null;
  }
}

function sumOf(parts: readonly Uint8Array[]): string {
  const sum = createHash('sha256');
  for (const part of parts) sum.update(part);
  return sum.digest('hex');
}
