import type { Sample } from '../types';
import type { Raster } from './image-files';

/** A sample's image in 8 bits. */
export function imageRaster({ height, width, channels, image }: Sample): Raster {
  return { height, width, channels, data: Uint8Array.from(image, level) };
}

/** A sample's mask, black and white. */
export function maskRaster({ height, width, mask }: Pick<Sample, 'height' | 'width' | 'mask'>): Raster {
  return { height, width, channels: 1, data: Uint8Array.from(mask, (v) => (v > 0 ? 255 : 0)) };
}

/** Intensities in [0, 1], clamped, in 8 bits: a prediction, a difference map, RGB. */
export function intensityRaster(
  values: ArrayLike<number>,
  shape: { readonly height: number; readonly width: number; readonly channels?: 1 | 3 },
): Raster {
  const { height, width, channels = 1 } = shape;
  return { height, width, channels, data: Uint8Array.from(values, level) };
}

function level(intensity: number): number {
  return Math.round(Math.min(1, Math.max(0, intensity)) * 255);
}
