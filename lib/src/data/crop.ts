import type { Sample } from '../types';
import { emptyMap, movedMaps } from './pixel-maps';
import type { Size } from './resize';
import { sourceOf, storedSample, type SampleSource } from './stored/stored-sample';

/**
 * Cuts samples into square tiles that do not overlap, row by row; what does not fill a tile at the lower and right edge
 * is left out. A tile keeps its sample's group and is named `<id>@<row>-<column>`; object counts are not known for it.
 *
 * @param size side of a tile in pixels
 */
export function cropSamples(samples: readonly Sample[], size: number): Sample[] {
  if (!Number.isInteger(size) || size < 1)
    throw new RangeError(`invalid size: ${size}; allowed: an integer from 1`);
  return samples.flatMap((sample) => {
    const tiles: Sample[] = [];
    for (let row = 0; (row + 1) * size <= sample.height; row += 1)
      for (let column = 0; (column + 1) * size <= sample.width; column += 1)
        tiles.push(tile(sample, row, column, size));
    return tiles;
  });
}

function tile(sample: Sample, row: number, column: number, size: number): Sample {
  const id = `${sample.id}@${row}-${column}`;
  const cut = cutSample(sample, { top: row * size, left: column * size }, { height: size, width: size });
  const source = sourceOf(cut);
  if (source) {
    const { group, channels, height, width } = source.facts;
    return storedSample({ ...source, facts: { id, group, channels, height, width } });
  }
  const { height, width, image, mask, ignore, instances } = cut;
  return {
    id,
    group: sample.group,
    channels: sample.channels,
    height,
    width,
    image,
    mask,
    ...(ignore && { ignore }),
    ...(instances && { instances }),
  };
}

/** A rectangle of a sample, which has to lie inside it; everything but pixels and size is kept as it is. */
export function cutSample(
  sample: Sample,
  { top, left }: { readonly top: number; readonly left: number },
  { height, width }: Size,
): Sample {
  const source = sourceOf(sample);
  if (source) return storedSample(cutSource(source, { top, left, height, width }));
  const { channels } = sample;
  const image = new Float32Array(height * width * channels);
  for (let y = 0; y < height; y += 1) {
    const from = ((top + y) * sample.width + left) * channels;
    image.set(sample.image.subarray(from, from + width * channels), y * width * channels);
  }
  const maps = movedMaps(sample, (map) => {
    const part = emptyMap(map, height * width);
    for (let y = 0; y < height; y += 1) {
      const from = (top + y) * sample.width + left;
      part.set(map.subarray(from, from + width), y * width);
    }
    return part;
  });
  return { ...sample, height, width, image, ...maps };
}

/** The same of what is stored: only the rows that count are read later. */
function cutSource(
  source: SampleSource,
  { top, left, height, width }: { readonly top: number; readonly left: number } & Size,
): SampleSource {
  const { facts, image, maps } = source;
  const within = (
    old: { readonly top: number; readonly left: number } | null,
  ): NonNullable<typeof image.window> => ({
    top: top + (old?.top ?? 0),
    left: left + (old?.left ?? 0),
    height,
    width,
  });
  return {
    facts: { ...facts, height, width },
    image: { ...image, window: within(image.window) },
    maps: { ...maps, window: within(maps.window) },
  };
}
