import type { Sample } from '../types';

/** What a sample knows of each pixel beside its intensities. */
export type PixelMaps = Pick<Sample, 'mask' | 'ignore' | 'instances'>;

/** One of them. */
export type PixelMap = Uint8Array | Uint32Array;

/** All maps of a sample moved alike, so that none is forgotten; those that the sample lacks stay absent. */
export function movedMaps(
  { mask, ignore, instances }: PixelMaps,
  move: <T extends PixelMap>(map: T) => T,
): PixelMaps {
  return {
    mask: move(mask),
    ...(ignore && { ignore: move(ignore) }),
    ...(instances && { instances: move(instances) }),
  };
}

/** An empty map of the same kind. */
export function emptyMap<T extends PixelMap>(like: T, length: number): T {
  return (like instanceof Uint32Array ? new Uint32Array(length) : new Uint8Array(length)) as T;
}
