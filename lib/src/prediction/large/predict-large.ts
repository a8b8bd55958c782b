import { mkdir, open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tiffRegions, type IntensityRange, type TiffRegions } from '../../data';
import type { FinishedPicture } from '../folder/finish-picture';
import type { NetworkFile } from '../network-description';
import { foregroundOf } from '../objects/foreground-of';
import type { PictureMaps } from '../picture-maps';
import { plainObjects } from '../picture-result';
import { greyLevels } from '../pictures/grey-levels';
import { overlayJpeg } from '../pictures/overlay';
import { writeTiff, type GreyTiff } from '../pictures/write-tiff';
import { PartFiles } from './part-files';
import { stripMaps, type StripStart } from './strip-maps';
import { StripObjects, type StripObjectsState } from './strip-objects';

/** Pixels from which a picture of a network that takes pixels as they are is read and written by strips of rows. */
export const LARGE = 48e6;
/** Longest side of an overlay of a large picture. */
const OVERLAY = 4096;

export interface LargeTask {
  readonly name: string;
  readonly out: string;
  readonly threshold: number;
  readonly maps?: 8 | 16 | undefined;
  readonly pixelSize?: number | undefined;
  readonly range: IntensityRange;
  /** Of all that decides the outputs: a call with the same goes on where one was interrupted or killed. Default none does. */
  readonly key?: string;
  /** Ends in order after the running strip, with an {@link Interrupted}. */
  readonly signal?: AbortSignal | undefined;
  /** Called after each strip with the share of the rows that are done, in (0, 1]. */
  readonly onProgress?: (share: number) => void;
}

/** Thrown where a picture was left in the middle because the caller's signal asked for it. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

/** What is kept between two strips, beside the rows that are written. */
interface LargeState {
  readonly start: StripStart;
  readonly objects: StripObjectsState;
  readonly coveredArea: number;
}

/** Whether a file is such a TIFF. */
export async function isLargeTiff(file: string): Promise<boolean> {
  const regions = await tiffRegions(file, LARGE).catch(() => null);
  await regions?.close();
  return regions !== null;
}

/** What is said of a picture that goes this way. */
export const largeNotices = ({ preparation }: NetworkFile): string[] => [
  'read and written by strips of rows: mask and map are TIFF, outlines (ROIs, GeoJSON) are not written',
  ...(preparation.evenContrast ? ['contrast was made even strip by strip, not over the whole picture'] : []),
];

/**
 * Predicts a picture that is too large for memory and writes mask, label image, a reduced overlay and, where asked, the map.
 * Memory is bounded by strips of a tile's height over the picture's width.
 */
export async function predictLarge(
  regions: TiffRegions,
  maps: PictureMaps,
  description: NetworkFile,
  task: LargeTask,
): Promise<FinishedPicture> {
  const { height, width } = regions;
  const { name, out, threshold, pixelSize } = task;
  const channels = description.preparation.channels;
  const objects = new StripObjects({ height, width }, description.objects ?? plainObjects, threshold);
  const step = Math.max(1, Math.ceil(Math.max(height, width) / OVERLAY));
  const small = { height: Math.ceil(height / step), width: Math.ceil(width / step) };
  const bits = task.maps;
  const parts = new PartFiles<LargeState>(join(out, name), task.key ?? null);
  let remove = true;
  try {
    const state = await parts.open();
    let coveredArea = state?.coveredArea ?? 0;
    if (state) objects.goOn(state.objects);
    for await (const strip of stripMaps(regions, maps, description, task.range, state?.start)) {
      const { top, rows, picture, image } = strip;
      const foreground = foregroundOf(strip.map, threshold);
      for (let i = 0; i < foreground.length; i += 1) {
        coveredArea += foreground[i]!;
        foreground[i]! *= 255;
      }
      await parts.append('mask', foreground);
      if (bits !== undefined) await parts.append('map', levelsOf(strip.map, bits));
      const grey = greyLevels({ height: rows, width, channels, image, picture });
      await parts.append('labels', objects.add(strip.map, top, rows, grey));
      await parts.append('shown', reducedRows(image, { top, rows, width, channels, step }));
      task.onProgress?.((top + rows) / height);
      if (top + rows === height) break;
      await parts.keep({ start: strip.next, objects: objects.state, coveredArea });
      // A pending signal comes in between two strips only: the network blocks the thread.
      await new Promise((resolve) => setImmediate(resolve));
      if (task.signal?.aborted === true)
        throw new Interrupted(`${name} was interrupted; the same call goes on`);
    }
    const shown = await parts.floats('shown', small.height * small.width * channels);
    const { numbers, objects: found } = objects.end();
    const labelBits = found.length > 65_535 ? 32 : 16;
    const reduced = new Int32Array(small.height * small.width);
    const written: string[] = [];
    const save = async (
      folder: string,
      ending: string,
      make: (path: string) => Promise<void>,
    ): Promise<void> => {
      await mkdir(join(out, folder), { recursive: true });
      written.push(join(folder, `${name}${ending}`));
      await make(join(out, folder, `${name}${ending}`));
    };
    const tiff = (of: GreyTiff['bits']): GreyTiff => ({
      height,
      width,
      bits: of,
      ...(pixelSize !== undefined && { pixelSize }),
    });
    await save('masks', '.tif', (path) =>
      writeTiff(path, tiff(8), rowsOf(parts.path('mask'), width, height, 1)),
    );
    if (bits !== undefined)
      await save('maps', '.tif', (path) =>
        writeTiff(path, tiff(bits), rowsOf(parts.path('map'), width, height, bits / 8)),
      );
    await save('labels', '.tif', (path) =>
      writeTiff(
        path,
        tiff(labelBits),
        numbered(parts.path('labels'), { height, width }, numbers, labelBits, { step, small, reduced }),
      ),
    );
    await save('overlays', '.jpg', async (path) => {
      await writeFile(path, await overlayJpeg({ ...small, channels, image: shown }, reduced));
    });
    return { coveredArea, objects: found, jaccard: null, trueCount: null, f1: null, files: written };
  } catch (error) {
    remove = !(error instanceof Interrupted);
    throw error;
  } finally {
    await parts.close({ remove });
  }
}

/** Probabilities as levels of 8 or 16 bits. */
function levelsOf(map: Float32Array, bits: 8 | 16): Uint8Array | Uint16Array {
  return bits === 8
    ? Uint8Array.from(map, (value) => Math.round(255 * value))
    : Uint16Array.from(map, (value) => Math.round(65_535 * value));
}

/** Every `step`-th pixel of every `step`-th row of the picture, of rows from `top` on. */
function reducedRows(
  image: Float32Array,
  {
    top,
    rows,
    width,
    channels,
    step,
  }: Readonly<Record<'top' | 'rows' | 'width' | 'channels' | 'step', number>>,
): Float32Array {
  const first = Math.ceil(top / step) * step;
  const across = Math.ceil(width / step) * channels;
  const result = new Float32Array(Math.max(0, Math.ceil((top + rows - first) / step)) * across);
  for (let y = first, to = 0; y < top + rows; y += step)
    for (let x = 0; x < width; x += step)
      for (let c = 0; c < channels; c += 1, to += 1)
        result[to] = image[((y - top) * width + x) * channels + c]!;
  return result;
}

/** Rows of a file of plain samples, in strips of 64. */
async function* rowsOf(
  path: string,
  width: number,
  height: number,
  bytes: number,
): AsyncGenerator<Uint8Array> {
  const file = await open(path);
  try {
    for (let top = 0; top < height; top += STRIP) {
      const rows = Math.min(STRIP, height - top);
      const buffer = new Uint8Array(rows * width * bytes);
      await file.read(buffer, 0, buffer.length, top * width * bytes);
      yield buffer;
    }
  } finally {
    await file.close();
  }
}

const STRIP = 64;

/** Labels with their final numbers; every `step`-th pixel also goes into the reduced picture. */
async function* numbered(
  path: string,
  { height, width }: { readonly height: number; readonly width: number },
  numbers: Int32Array,
  bits: 16 | 32,
  { step, small, reduced }: { step: number; small: { width: number }; reduced: Int32Array },
): AsyncGenerator<Uint8Array> {
  let top = 0;
  for await (const bytes of rowsOf(path, width, height, 4)) {
    const provisional = new Int32Array(bytes.buffer);
    const result = bits === 16 ? new Uint16Array(provisional.length) : new Uint32Array(provisional.length);
    for (let i = 0; i < provisional.length; i += 1) result[i] = numbers[provisional[i]!]!;
    const rows = provisional.length / width;
    for (let y = Math.ceil(top / step) * step; y < top + rows; y += step)
      for (let x = 0; x < width; x += step)
        reduced[(y / step) * small.width + x / step] = result[(y - top) * width + x]!;
    top += rows;
    yield new Uint8Array(result.buffer);
  }
}
