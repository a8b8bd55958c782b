import { luma } from '../luma';
import type { IntensityRange, LevelRange } from './intensity-range';
import type { Picture } from './picture';
import { kindMaximum } from './picture';

/**
 * Intensities in [0, 1], `height × width × channels`: RGB becomes luma (BT.601) where one channel is asked for, grey is
 * repeated where three are. Alpha is dropped: the colours under it count, whatever its value. Levels beyond the range
 * are cut off, NaN becomes 0. A kind of sample that the range lacks goes by all that it can hold where it has 8 bits,
 * and is an error otherwise.
 */
export function scaleIntensities(picture: Picture, range: IntensityRange, channels: 1 | 3): Float32Array {
  const { data, kind, channels: step } = picture;
  const found = range.ranges[kind] ?? (kind === 'uint8' ? { low: 0, high: kindMaximum(kind) } : null);
  if (found === null)
    throw new Error(
      `an image of ${kind} samples, where the range was decided on ${Object.keys(range.ranges).join(', ')}; type -p intensity=low:high`,
    );
  const { low } = found;
  const width = found.high - low;
  const colour = step >= 3;
  const pixels = picture.height * picture.width;
  const result = new Float32Array(pixels * channels);
  const scaled = (value: number): number => {
    const unit = (value - low) / width;
    return unit > 0 ? (unit < 1 ? unit : 1) : 0;
  };
  if (channels === 3 || !colour) {
    const table = kind === 'uint8' ? 256 : kind === 'uint16' && pixels > 65536 ? 65536 : 0;
    if (table > 0) {
      lookUp(data, step, levelsOf(found, table, scaled), result, channels);
      return result;
    }
  }
  for (let i = 0; i < pixels; i += 1) {
    const at = i * step;
    if (channels === 3) {
      for (let c = 0; c < 3; c += 1) result[i * 3 + c] = scaled(data[at + (colour ? c : 0)]!);
    } else if (colour) {
      result[i] = scaled(luma(data[at]!, data[at + 1]!, data[at + 2]!));
    } else result[i] = scaled(data[at]!);
  }
  return result;
}

const tables = new WeakMap<LevelRange, Float32Array>();

/** Every level scaled; kept for the next picture of the range. */
function levelsOf(range: LevelRange, count: number, scaled: (value: number) => number): Float32Array {
  const known = tables.get(range);
  if (known && known.length >= count) return known;
  const levels = new Float32Array(count);
  for (let level = 0; level < count; level += 1) levels[level] = scaled(level);
  tables.set(range, levels);
  return levels;
}

/** Every level by a table; of a colour picture its three channels. */
function lookUp(
  data: Picture['data'],
  step: Picture['channels'],
  levels: Float32Array,
  result: Float32Array,
  channels: 1 | 3,
): void {
  if (step === channels) for (let i = 0; i < result.length; i += 1) result[i] = levels[data[i]!]!;
  else if (channels === 1)
    for (let i = 0, at = 0; i < result.length; i += 1, at += step) result[i] = levels[data[at]!]!;
  else
    for (let i = 0, at = 0; i < result.length; i += 3, at += step)
      for (let c = 0; c < 3; c += 1) result[i + c] = levels[data[at + (step >= 3 ? c : 0)]!]!;
}

/** Number of pixels that are not fully opaque. */
export function transparentPixels({ data, channels, kind }: Picture): number {
  if (channels === 1 || channels === 3) return 0;
  let count = 0;
  for (let i = channels - 1; i < data.length; i += channels) if (data[i] !== kindMaximum(kind)) count += 1;
  return count;
}
