import { convertedChannels } from '../converted-channels';
import { upright } from '../pictures/orientation';
import type { Picture, Samples } from '../pictures/picture';
import { scaleIntensities } from '../pictures/scale-intensities';
import type { ImageSource } from './image-source';
import { readSamples } from './read-samples';

/**
 * Intensities in [0, 1] of a source, `height × width × channels` of its window, to the bit as if the picture had been
 * scaled when it was decoded.
 *
 * @throws one line where a file is gone or damaged
 */
export function readImage(source: ImageSource): Float32Array {
  const { range, channels, conversions } = source;
  const picture = cut(source);
  const first =
    range === null ? (picture.data as Float32Array).slice() : scaleIntensities(picture, range, channels);
  let [image, here] = [first, channels];
  for (const next of conversions) {
    image = convertedChannels(image, here, next);
    here = next;
  }
  return image;
}

/** The source's window of its picture, upright. */
function cut(source: ImageSource): Picture {
  const { height, width, stored: channels, kind, orientation, window } = source;
  const header = { channels, kind, bits: 8, lossy: false } as const;
  if (window !== null && orientation === 1) {
    const row = width * channels;
    // Rows lie one after the other, so nothing above or below them is read.
    const rows = readSamples(source, window.top * row, window.height * row);
    const data = columns(rows, { ...window, top: 0 }, width, channels);
    return { ...header, height: window.height, width: window.width, orientation, data };
  }
  const data = readSamples(source, 0, height * width * channels);
  const whole = upright({ ...header, height, width, orientation, data });
  if (window === null) return whole;
  const part = columns(whole.data, window, whole.width, channels);
  return { ...whole, height: window.height, width: window.width, data: part };
}

function columns<T extends Samples>(
  data: T,
  { top, left, height, width }: { top: number; left: number; height: number; width: number },
  from: number,
  channels: number,
): T {
  if (left === 0 && width === from)
    return data.subarray(top * from * channels, (top + height) * from * channels) as T;
  const result = data.slice(0, height * width * channels) as T;
  for (let y = 0; y < height; y += 1) {
    const start = ((top + y) * from + left) * channels;
    result.set(data.subarray(start, start + width * channels) as never, y * width * channels);
  }
  return result;
}
