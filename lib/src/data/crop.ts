import type { Sample } from '../types';

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
        tiles.push(crop(sample, row, column, size));
    return tiles;
  });
}

function crop(
  { id, group, channels, width, image, mask }: Sample,
  row: number,
  column: number,
  size: number,
): Sample {
  const pixels = new Float32Array(size * size * channels);
  const truth = new Uint8Array(size * size);
  for (let y = 0; y < size; y += 1) {
    const from = (row * size + y) * width + column * size;
    pixels.set(image.subarray(from * channels, (from + size) * channels), y * size * channels);
    truth.set(mask.subarray(from, from + size), y * size);
  }
  return {
    id: `${id}@${row}-${column}`,
    group,
    channels,
    height: size,
    width: size,
    image: pixels,
    mask: truth,
  };
}
