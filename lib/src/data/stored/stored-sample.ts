import type { Sample } from '../../types';
import type { PixelMaps } from '../pixel-maps';
import type { ImageSource } from './image-source';
import { unpackMaps, type MapsSource } from './packed-maps';
import { readImage } from './read-image';
import { Recent } from './recent';

/** What a stored sample is made of: plain data and shared memory. */
export interface SampleSource {
  /** Everything of the sample but its pixels. */
  readonly facts: Omit<Sample, 'image' | keyof PixelMaps>;
  readonly image: ImageSource;
  readonly maps: MapsSource;
}

/** Decoded pixels that are kept for who asks again, of images and of maps each. */
const RECENT_BYTES = 48 * 2 ** 20;

const images = new Recent<ImageSource, Float32Array>(readImage, (image) => image.byteLength, RECENT_BYTES);
const maps = new Recent<MapsSource, PixelMaps>(
  unpackMaps,
  ({ mask, ignore, instances }) => mask.byteLength + (ignore?.byteLength ?? 0) + (instances?.byteLength ?? 0),
  RECENT_BYTES,
);
const sources = new WeakMap<Sample, SampleSource>();

/**
 * A sample whose pixels are kept as bytes, in memory or in a file, and become intensities and maps when they are looked at.
 * To read it is to read any other sample; a copy by `{ ...sample }` holds its pixels in full, so what is done to
 * many samples of a large data set goes by {@link sourceOf}.
 */
export function storedSample(source: SampleSource): Sample {
  const sample = { ...source.facts } as Sample;
  lazy(sample, 'image', () => images.get(source.image));
  lazy(sample, 'mask', () => maps.get(source.maps).mask);
  if (source.maps.ignore) lazy(sample, 'ignore', () => maps.get(source.maps).ignore);
  if (source.maps.instances) lazy(sample, 'instances', () => maps.get(source.maps).instances);
  sources.set(sample, source);
  return sample;
}

/** What a stored sample is made of; null for a sample that holds its pixels itself. */
export function sourceOf(sample: Sample): SampleSource | null {
  return sources.get(sample) ?? null;
}

/** Whether a sample's intensities are read from a file. */
export function isInFile(sample: Sample): boolean {
  const source = sources.get(sample);
  return source !== undefined && 'path' in source.image.at;
}

function lazy(sample: Sample, name: keyof Sample, get: () => unknown): void {
  Object.defineProperty(sample, name, { enumerable: true, get });
}
