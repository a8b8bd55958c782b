import { imageRange, type IntensityRange, type LevelRange } from '../../data';
import type { Preparation } from '../network-description';

const KINDS = ['uint8', 'int8', 'uint16', 'int16', 'uint32', 'int32', 'float32', 'float64'] as const;

/**
 * The levels that become 0 and 1: those of the network's training images, unless the reader says `low:high`, or `images` to
 * have them decided from the images at hand.
 */
export async function intensityTold(
  told: string | undefined,
  { range, intensity }: Preparation,
  files: readonly string[],
  pages: string | undefined,
): Promise<IntensityRange> {
  const text = told?.trim() ?? '';
  if (text === '') return range ?? ofKind(intensity);
  if (text === 'images') return imageRange(files, pages);
  const parts = text.split(':').map((part) => (part.trim() === '' ? NaN : Number(part)));
  const [low = NaN, high = NaN] = parts;
  if (parts.length !== 2 || !(low < high))
    throw new Error(
      `invalid intensity=${text}; allowed: low:high (0:4095), or images to decide it from these images`,
    );
  return everyKind({ low, high }, 'as told');
}

/**
 * For a network file that does not say which kinds of file its levels are of: levels up to 255 are those of 8 bits, and another
 * kind of file is refused rather than cut off.
 */
function ofKind(intensity: LevelRange): IntensityRange {
  const all = everyKind(intensity, 'as the network was trained');
  return intensity.high > 1 && intensity.high <= 255 ? { ...all, ranges: { uint8: intensity } } : all;
}

function everyKind({ low, high }: LevelRange, how: string): IntensityRange {
  return {
    ranges: Object.fromEntries(KINDS.map((kind) => [kind, { low, high }])),
    text: `levels ${low} to ${high} become 0 to 1, ${how}`,
    notices: [],
  };
}
