import { join } from 'node:path';
import type { Sample } from '../../types';
import { packMaps } from '../stored/packed-maps';
import { isInFile, sourceOf, storedSample } from '../stored/stored-sample';
import { cacheKey, makeRoom, openCache, type Cache, type CacheOptions } from './cache-folder';
import { floatSource, writePictureFile } from './picture-file';

/**
 * Applies a change to every sample, such as another size or an even contrast, and keeps the results within bounds: what stays
 * bytes of a file stays so; intensities that are new are kept in memory up to a limit, and beyond it as float32 in the
 * cache. Samples that are in memory are changed there.
 *
 * @param name of the change, with everything that decides it: the same name on the same pictures is the same result
 */
export function preparedSamples(
  samples: readonly Sample[],
  change: (sample: Sample) => Sample,
  name: unknown,
  options: CacheOptions | false = {},
): Sample[] {
  const cache = openCache(options);
  if (cache === null || samples.length === 0 || !samples.every(isInFile)) return samples.map(change);
  let onDisk: boolean | null = null;
  return samples.map((sample) => {
    const changed = change(sample);
    if (sourceOf(changed)) return changed;
    if (onDisk === null) {
      const bytes = samples.length * changed.image.byteLength;
      onDisk = bytes > cache.inMemory;
      if (onDisk) makeRoom(cache, bytes, `${samples.length} prepared images`);
    }
    return onDisk ? inCache(cache, changed, [name, identityOf(sample)]) : changed;
  });
}

/** The sample with its intensities in the cache, as float32, and its maps in little space. @param name of what they are */
export function inCache(cache: Cache, sample: Sample, name: unknown): Sample {
  const { height, width, channels, image } = sample;
  const key = cacheKey('prepared', name);
  const path = join(cache.folder, 'prepared', key.slice(0, 2), `${key}.bin`);
  if (!floatSource(path)) {
    const page = {
      height,
      width,
      channels,
      kind: 'float32',
      bits: 32,
      orientation: 1,
      lossy: false,
    } as const;
    writePictureFile(path, { format: 'npy', notices: [], pages: [{ ...page, data: image }] }, false);
  }
  const source = floatSource(path);
  if (!source) throw new Error(`${path} was written and cannot be read back: is the disk in order?`);
  const { image: _, mask: __, ignore: ___, instances: ____, ...facts } = sample;
  return storedSample({ facts, image: source, maps: packMaps(sample, sample, true) });
}

/** What tells an image in the cache from every other; a sample that holds its pixels has nothing of the kind. */
function identityOf(sample: Sample): unknown {
  const image = sourceOf(sample)?.image;
  if (!image || !('path' in image.at)) throw new Error(`${sample.id} is not read from the cache`);
  const { at, ...rest } = image;
  return [at.path, at.offset, at.sum, rest];
}
