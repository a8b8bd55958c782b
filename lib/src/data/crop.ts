import type { Sample } from '../types';
import { emptyMap, movedMaps } from './pixel-maps';
import type { Size } from './resize';

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
  const { height, width, image, mask, ignore, instances } = cutSample(
    sample,
    { top: row * size, left: column * size },
    { height: size, width: size },
  );
  return {
    id: `${sample.id}@${row}-${column}`,
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
