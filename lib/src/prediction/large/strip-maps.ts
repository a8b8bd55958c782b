import { scaleIntensities, type IntensityRange, type Picture, type TiffRegions } from '../../data';
import { TileBlend, tileStarts } from '../../training';
import type { NetworkFile } from '../network-description';
import type { PictureMaps } from '../picture-maps';
import { prepareScaled } from '../prepare-picture';

/** Finished rows of a picture, from `top` on. Its arrays are good until the next one is asked for. */
export interface MapStrip {
  readonly top: number;
  readonly rows: number;
  /** Probability of foreground, `rows × width`. */
  readonly map: Float32Array;
  /** The rows as they stand in the file. */
  readonly picture: Picture;
  /** With what the next strip goes on. */
  readonly next: StripStart;
}

/** Pixels of a strip: of a wide picture, tiles are made smaller so that its rows fit in memory several times over. */
const STRIP = 10e6;
/** Largest side of a tile whose contrast is made even in shares of its own width, as where no reference width is kept. */
const EVEN = 512;

/** Where a strip begins: its number from 0, and what tiles above have left in its first rows. */
export interface StripStart {
  readonly strip: number;
  readonly sum: Float32Array;
  readonly weights: Float32Array;
}

/**
 * Predicts a picture that is too large for memory: a row of overlapping tiles after the other, blended as `blendTiles` does.
 * Rows that no further tile touches are given on. At a time, twice a tile's height of rows is held.
 *
 * An even contrast is made window by window; the rest is as for a whole picture. A window is a tile, or as many as the images of
 * the training were wide, where the network file holds their width: a tile alone may have too few objects to tell their depth.
 *
 * @param start where it was interrupted; default at the top
 */
export async function* stripMaps(
  regions: TiffRegions,
  maps: PictureMaps,
  { preparation }: NetworkFile,
  range: IntensityRange,
  start: StripStart | null = null,
): AsyncGenerator<MapStrip> {
  const { height, width } = regions;
  const { channels, evenContrast } = preparation;
  const reference = evenContrast?.referenceWidth;
  const overlap = maps.tiles.overlap ?? Math.floor(maps.tiles.size / 4);
  const fitting = Math.max(2 * overlap, 16 * Math.floor(STRIP / width / 16));
  const size = Math.min(
    maps.tiles.size,
    fitting,
    evenContrast && reference === undefined ? Math.max(2 * overlap, EVEN) : Infinity,
  );
  const tall = Math.min(windowSide(size, overlap, reference, fitting), height);
  const wide = Math.min(windowSide(size, overlap, reference), width);
  const blend = new TileBlend({ height: tall, width: wide }, { height: tall, width });
  const { sum, weights } = blend;
  const tops = tileStarts(height, tall, overlap);
  if (start) {
    sum.set(start.sum);
    weights.set(start.weights);
  }
  for (const [n, top] of tops.entries()) {
    if (start && n < start.strip) continue;
    const picture = await regions.rows(top, tall);
    for (const left of tileStarts(width, wide, overlap)) {
      const tile = cut(picture, left, wide);
      const image = scaleIntensities(tile, range, channels);
      const [map] = maps.of([prepareScaled({ height: tall, width: wide, channels, image }, preparation)]);
      blend.add(map!, { top: 0, left });
    }
    const next = tops[n + 1];
    const rows = next === undefined ? tall : next - top;
    const done = blend.means(rows);
    const shown = {
      ...picture,
      height: rows,
      data: picture.data.subarray(0, rows * width * picture.channels),
    };
    yield {
      top,
      rows,
      map: done,
      picture: shown,
      next: { strip: n + 1, sum: sum.subarray(rows * width), weights: weights.subarray(rows * width) },
    };
    for (const buffer of [sum, weights]) {
      buffer.copyWithin(0, rows * width);
      buffer.fill(0, (tall - rows) * width);
    }
  }
}

/** Side of overlapping tiles together: as many as reach the reference width, or as fit into `most`; at least one. */
function windowSide(size: number, overlap: number, reference = 0, most = Infinity): number {
  const step = size - overlap;
  const more = Math.min(Math.ceil((reference - size) / step), Math.floor((most - size) / step));
  return size + step * Math.max(0, more);
}

/** The columns from `left` on. */
function cut(picture: Picture, left: number, wide: number): Picture {
  const { height, width, channels, data } = picture;
  const part = data.slice(0, height * wide * channels); // of the same kind
  for (let y = 0; y < height; y += 1) {
    const from = (y * width + left) * channels;
    part.set(data.subarray(from, from + wide * channels), y * wide * channels);
  }
  return { ...picture, width: wide, data: part };
}
