import type { Sample } from '../../types';
import type { IntensityRange } from '../pictures/intensity-range';
import type { PixelMaps } from '../pixel-maps';
import { packMaps, shared } from './packed-maps';
import { samplesOf } from './read-samples';
import { storedSample, type SampleSource } from './stored-sample';

const ranges = new Map<number, IntensityRange>();

/**
 * A sample whose intensities are kept as whole numbers, or as floats as they are.
 *
 * @param top the number that is intensity 1, 0 being 0; null for floats
 */
export function bytesSample(
  facts: SampleSource['facts'],
  levels: Uint8Array | Uint16Array | Float32Array,
  top: number | null,
  maps: PixelMaps,
): Sample {
  const kind =
    levels instanceof Float32Array ? 'float32' : levels instanceof Uint16Array ? 'uint16' : 'uint8';
  const { height, width, channels } = facts;
  const bytes = new Uint8Array(levels.buffer, levels.byteOffset, levels.byteLength);
  return storedSample({
    facts,
    image: {
      at: { data: samplesOf(kind, shared(bytes)) },
      height,
      width,
      stored: channels,
      kind,
      orientation: 1,
      range: top === null ? null : rangeTo(top),
      channels,
      conversions: [],
      window: null,
    },
    maps: packMaps(facts, maps, false),
  });
}

/** One object a range, as tables of levels are kept by it. */
function rangeTo(top: number): IntensityRange {
  const known = ranges.get(top);
  if (known) return known;
  const level = { low: 0, high: top };
  const range = { ranges: { uint8: level, uint16: level }, text: '', notices: [] };
  ranges.set(top, range);
  return range;
}
