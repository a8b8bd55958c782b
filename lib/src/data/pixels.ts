/** A decoded picture as it stands in its file, channels last. */
export interface Pixels {
  readonly height: number;
  readonly width: number;
  /** 1 grey, 2 grey + alpha, 3 RGB, 4 RGBA. */
  readonly channels: 1 | 2 | 3 | 4;
  /** Largest value that the format holds: 255 for 8 bits (1-bit files are read as 0 and 255), 65535 for 16. */
  readonly range: 255 | 65535;
  readonly data: Uint8Array | Uint16Array;
}

/** Weights of red, green and blue in luma, after ITU-R BT.601. */
const LUMA = [0.299, 0.587, 0.114] as const;

/** Luma of a colour, after ITU-R BT.601. */
export function luma(red: number, green: number, blue: number): number {
  return LUMA[0] * red + LUMA[1] * green + LUMA[2] * blue;
}

/**
 * Intensities in [0, 1], `height × width × channels`: RGB becomes luma (BT.601) where one channel is asked for,
 * grey is repeated where three are. Alpha is dropped: the colours under it count, whatever its value.
 */
export function intensities(pixels: Pixels, channels: 1 | 3): Float32Array {
  const { data, range } = pixels;
  const step = pixels.channels;
  const colour = step >= 3;
  const count = pixels.height * pixels.width;
  const result = new Float32Array(count * channels);
  for (let i = 0; i < count; i += 1) {
    const at = i * step;
    if (channels === 3) {
      for (let c = 0; c < 3; c += 1) result[i * 3 + c] = data[at + (colour ? c : 0)]! / range;
    } else if (colour) {
      result[i] = luma(data[at]!, data[at + 1]!, data[at + 2]!) / range;
    } else result[i] = data[at]! / range;
  }
  return result;
}

/** Number of pixels that are not fully opaque. */
export function transparentPixels({ data, channels, range }: Pixels): number {
  if (channels === 1 || channels === 3) return 0;
  let count = 0;
  for (let i = channels - 1; i < data.length; i += channels) if (data[i] !== range) count += 1;
  return count;
}
