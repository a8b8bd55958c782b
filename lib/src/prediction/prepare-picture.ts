import { evenContrast, luma, resizeImage, withChannels, type Size } from '../data';
import type { Sample } from '../types';
import type { Preparation, SizeTreatment } from './network-description';

/** A picture as it stands in its file, channels last: 1 grey, 2 grey + alpha, 3 RGB, 4 RGBA. */
export interface RawPicture {
  readonly height: number;
  readonly width: number;
  readonly channels: 1 | 2 | 3 | 4;
  /** In the file's own units; length `height · width · channels`. */
  readonly data: ArrayLike<number>;
}

/** A picture as the network takes it: intensities in [0, 1], channels last. */
export type PreparedPicture = Pick<Sample, 'height' | 'width' | 'channels' | 'image'>;

/**
 * What the network sees of a picture. This function is what a {@link Preparation} means: training, prediction and the
 * graphs that are handed on do the same.
 */
export function preparePicture(picture: RawPicture, preparation: Preparation): PreparedPicture {
  const { height, width } = picture;
  const { channels } = preparation;
  return prepareScaled(
    { height, width, channels, image: scaledIntensities(picture, preparation) },
    preparation,
  );
}

/** The rest of {@link preparePicture}, for a picture whose intensities are in [0, 1] already, as `readImages` gives it. */
export function prepareScaled(picture: PreparedPicture, preparation: Preparation): PreparedPicture {
  const { channels } = preparation;
  const size = preparedSize(picture, preparation.size);
  const { image: scaled } = withChannels({ ...noMask, ...picture }, channels);
  const image = resizeImage(scaled, picture, size, channels);
  const prepared = { ...size, channels, image };
  if (!preparation.evenContrast) return prepared;
  const even = evenContrast({ ...noMask, ...prepared }, preparation.evenContrast);
  return { ...prepared, image: even.image };
}

const noMask = { id: '', group: '', mask: new Uint8Array(0) };

/** Brings a map of the prepared size, in [0, 1], to the picture's size: by area where it shrinks, cubic where it grows. */
export function mapToPicture(map: Float32Array, prepared: Size, { height, width }: Size): Float32Array {
  return resizeImage(map, prepared, { height, width }, 1);
}

/** Height and width that the network sees of a picture. */
export function preparedSize({ height, width }: Size, treatment: SizeTreatment): Size {
  switch (treatment.kind) {
    case 'native':
      return { height, width };
    case 'stretch':
      return { height: treatment.side, width: treatment.side };
    case 'fit': {
      const factor = treatment.side / Math.max(height, width);
      const scaled = (length: number): number => Math.max(1, Math.round(length * factor));
      return { height: scaled(height), width: scaled(width) };
    }
  }
}

/** Intensities in [0, 1], of 1 or 3 channels, before any resizing. */
function scaledIntensities(picture: RawPicture, { channels, intensity }: Preparation): Float32Array {
  const { data, channels: step } = picture;
  const { low, high } = intensity;
  const scaled = (value: number): number => Math.min(1, Math.max(0, (value - low) / (high - low)));
  const result = new Float32Array(picture.height * picture.width * channels);
  for (let i = 0, at = 0; at < data.length; i += 1, at += step) {
    if (channels === 3)
      for (let c = 0; c < 3; c += 1) result[3 * i + c] = scaled(data[at + (step >= 3 ? c : 0)]!);
    else if (step >= 3) result[i] = scaled(luma(data[at]!, data[at + 1]!, data[at + 2]!));
    else result[i] = scaled(data[at]!);
  }
  return result;
}
