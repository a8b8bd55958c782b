import { mkdir, open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  scaleIntensities,
  tiffRegions,
  type IntensityRange,
  type Picture,
  type TiffRegions,
} from '../../data';
import type { NetworkFile } from '../network-description';
import { foregroundOf } from '../objects/foreground-of';
import type { PictureMaps } from '../picture-maps';
import { plainObjects } from '../picture-result';
import { greyOf } from '../pictures/grey-levels';
import { overlayJpeg } from '../pictures/overlay';
import { writeTiff, type GreyTiff } from '../pictures/write-tiff';
import { keepStrip, numberedStrips, type NumberedStrip } from './numbered-strips';
import { ObjectFiles } from './object-files';
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

/** What is known of a large picture that is done. Its objects stand in a file only: there may be millions. */
export interface LargePicture {
  /** Pixels of the mask. */
  readonly coveredArea: number;
  /** Objects. */
  readonly count: number;
  /** Table of the objects, as `objects.csv`; relative to the folder of outputs, as `files`. */
  readonly table: string;
  /** Objects that were too large to be traced. */
  readonly withoutOutline: number;
  readonly files: readonly string[];
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
export const largeNotices = ({ preparation }: NetworkFile, withoutOutline: number): string[] => [
  'read and written by strips of rows: mask and map are TIFF',
  ...(preparation.evenContrast
    ? ['contrast was made even window by window, not over the whole picture']
    : []),
  ...(withoutOutline > 0
    ? [
        `${withoutOutline} objects are too large to be traced: they stand in the label image and the table only`,
      ]
    : []),
];

/**
 * Predicts a picture that is too large for memory and writes mask, label image, outlines, a table of the objects, a reduced
 * overlay and, where asked, the map. Memory is bounded by strips of a tile's height over the picture's width, whatever
 * the height and the number of objects.
 */
export async function predictLarge(
  regions: TiffRegions,
  maps: PictureMaps,
  description: NetworkFile,
  task: LargeTask,
): Promise<LargePicture> {
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
      const { top, rows, picture } = strip;
      const foreground = foregroundOf(strip.map, threshold);
      for (let i = 0; i < foreground.length; i += 1) {
        coveredArea += foreground[i]!;
        foreground[i]! *= 255;
      }
      await parts.append('mask', foreground);
      if (bits !== undefined) await parts.append('map', levelsOf(strip.map, bits));
      await keepStrip(parts, objects.add(strip.map, top, rows, greyOf(picture)), rows);
      await parts.append('shown', scaleIntensities(reducedRows(picture, top, step), task.range, channels));
      task.onProgress?.((top + rows) / height);
      if (top + rows === height) break;
      await parts.keep({ start: strip.next, objects: objects.state, coveredArea });
      // A pending signal comes in between two strips only: the network blocks the thread.
      await new Promise((resolve) => setImmediate(resolve));
      if (task.signal?.aborted === true)
        throw new Interrupted(`${name} was interrupted; the same call goes on`);
    }
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
    const { found: count } = objects.state;
    const labelBits = count > 65_535 ? 32 : 16;
    const reduced = new Int32Array(small.height * small.width);
    const objectFiles = new ObjectFiles({ name, out, height, width, count, pixelSize });
    try {
      const strips = numberedStrips(parts, { height, width });
      const labels = labelRows(strips, width, labelBits, async (strip) => {
        reduceLabels(strip, { width, step, across: small.width }, reduced);
        await objectFiles.add(strip);
      });
      await save('labels', '.tif', (path) => writeTiff(path, tiff(labelBits), labels));
    } finally {
      await objectFiles.close();
    }
    await save('overlays', '.jpg', async (path) => {
      const image = new Float32Array(small.height * small.width * channels);
      await parts.get('shown', image, 0);
      await writeFile(path, await overlayJpeg({ ...small, channels, image }, reduced));
    });
    const { table, withoutOutline } = objectFiles;
    return { coveredArea, count, table, withoutOutline, files: [...written, ...objectFiles.written] };
  } catch (error) {
    remove = !(error instanceof Interrupted);
    throw error;
  } finally {
    await parts.close({ remove });
  }
}

/** Probabilities as levels of 8 or 16 bits. */
function levelsOf(map: Float32Array, bits: 8 | 16): Uint8Array | Uint16Array {
  const levels = bits === 8 ? new Uint8Array(map.length) : new Uint16Array(map.length);
  const highest = 2 ** bits - 1;
  for (let i = 0; i < map.length; i += 1) levels[i] = Math.round(highest * map[i]!);
  return levels;
}

/** Every `step`-th pixel of every `step`-th row of the picture, of rows from `top` on. */
function reducedRows(picture: Picture, top: number, step: number): Picture {
  const { height: rows, width, channels, data } = picture;
  const first = Math.ceil(top / step) * step;
  const across = Math.ceil(width / step);
  const height = Math.max(0, Math.ceil((top + rows - first) / step));
  const reduced = data.slice(0, height * across * channels); // of the same kind
  for (let y = first, to = 0; y < top + rows; y += step)
    for (let x = 0; x < width; x += step)
      for (let c = 0; c < channels; c += 1, to += 1)
        reduced[to] = data[((y - top) * width + x) * channels + c]!;
  return { ...picture, height, width: across, data: reduced };
}

/** Every `step`-th label of every `step`-th row. */
function reduceLabels(
  { top, rows, labels }: NumberedStrip,
  { width, step, across }: Readonly<Record<'width' | 'step' | 'across', number>>,
  reduced: Int32Array,
): void {
  for (let y = Math.ceil(top / step) * step; y < top + rows; y += step)
    for (let x = 0; x < width; x += step)
      reduced[(y / step) * across + x / step] = labels[(y - top) * width + x]!;
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

/** Labels as samples, in strips of 64 rows. */
async function* labelRows(
  strips: AsyncIterable<NumberedStrip>,
  width: number,
  bits: 16 | 32,
  each: (strip: NumberedStrip) => Promise<void>,
): AsyncGenerator<Uint16Array | Uint32Array> {
  const whole = STRIP * width;
  const block = bits === 16 ? new Uint16Array(whole) : new Uint32Array(whole);
  let filled = 0;
  for await (const strip of strips) {
    await each(strip);
    for (let from = 0; from < strip.labels.length; ) {
      const part = strip.labels.subarray(from, from + whole - filled);
      block.set(part, filled);
      from += part.length;
      filled += part.length;
      if (filled < whole) continue;
      yield block; // written before it is filled anew
      filled = 0;
    }
  }
  if (filled > 0) yield block.subarray(0, filled);
}
