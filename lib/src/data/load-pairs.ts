import { extname } from 'node:path';
import type { Sample } from '../types';
import { binaryMask } from './binary-mask';
import { imageEndings, inFolder, listImages, readPixels } from './image-files';
import { intensities, transparentPixels } from './pixels';
import { resizeImage, resizeMask } from './resize';

export interface LoadOptions {
  /**
   * Side of the square that images (area or cubic) and masks (nearest) are resized to; default: as in the
   * files.
   */
  readonly size?: number;
  /** 1 (grey: BT.601 luma of colour files; default) or 3 (RGB). */
  readonly channels?: 1 | 3;
  /** Slide of a file stem; default: what stands before `_grid`, else the stem itself. */
  readonly group?: (stem: string) => string;
  /** Which stems to load; default: all. */
  readonly include?: (stem: string) => boolean;
  /** How masks are read, see `binaryMask`; default `threshold`. */
  readonly foreground?: 'threshold' | 'nonzero';
}

/** What loading a folder found. */
export interface LoadReport {
  readonly loaded: number;
  /** Pairs that were not loaded, each with the reason. */
  readonly leftOut: readonly { readonly stem: string; readonly reason: string }[];
  /** Stems that the `include` option turned down. */
  readonly excluded: readonly string[];
  /** What had to be decided about pairs that were loaded. */
  readonly notices: readonly { readonly stem: string; readonly text: string }[];
  /** All of it in a few lines. */
  readonly summary: string;
}

/** Pictures decoded at a time: enough to keep sharp's threads busy, few enough to bound memory. */
const AT_A_TIME = 4;

/**
 * Loads the pairs of a folder: `images/x.png` with `masks/x.tif`, joined by file stem, sorted by stem.
 *
 * A pair that cannot be used (no mask, two sizes, a truncated or empty file) is left out and named in the
 * report with the reason. Where nothing can be loaded, an error says what was looked for and what was found.
 */
export async function loadPairs(
  dir: string,
  options: LoadOptions = {},
): Promise<{ samples: Sample[]; report: LoadReport }> {
  const { size, include = () => true } = options;
  if (size !== undefined && !(Number.isInteger(size) && size >= 1))
    throw new RangeError(`invalid size; not a whole number of 1 or more: ${size}`);
  const [images, masks] = [inFolder(dir, 'images'), inFolder(dir, 'masks')];
  const [imageList, maskList] = [await listImages(images), await listImages(masks)];
  const looked = `looked for images/*{${imageEndings.join(',')}} and masks/ of the same names in ${dir}`;
  if (!imageList || !maskList || imageList.images.length === 0) {
    const found = [
      imageList
        ? `images/ with ${imageList.images.length} pictures and ${imageList.others} other entries`
        : 'no images/',
      maskList ? `masks/ with ${maskList.images.length} pictures` : 'no masks/',
    ];
    throw new Error(`no pairs to load: ${looked}; found ${found.join(', ')}`);
  }

  const imagesByStem = byStem(imageList.images);
  const masksByStem = byStem(maskList.images);
  const stems = [...new Set([...imagesByStem.keys(), ...masksByStem.keys()])].sort();
  const chosen = stems.filter(include);
  const samples: Sample[] = [];
  const leftOut: { stem: string; reason: string }[] = [];
  const notices: { stem: string; text: string }[] = [];
  const load = async (stem: string): Promise<Loaded> =>
    loadPair(
      stem,
      onlyFile(images, 'image', imagesByStem.get(stem)),
      onlyFile(masks, 'mask', masksByStem.get(stem)),
      options,
    );
  for (let start = 0; start < chosen.length; start += AT_A_TIME) {
    const part = chosen.slice(start, start + AT_A_TIME);
    const results = await Promise.all(part.map((stem) => load(stem).catch(() => null)));
    for (const [i, stem] of part.entries()) {
      try {
        // libvips keeps one buffer of error texts for all threads: only alone does a failure give its own reason.
        const { sample, notices: texts } = results[i] ?? (await load(stem));
        samples.push(sample);
        notices.push(...texts.map((text) => ({ stem, text })));
      } catch (error) {
        leftOut.push({ stem, reason: reasonOf(error) });
      }
    }
  }
  const excluded = stems.filter((stem) => !chosen.includes(stem));
  const report = { loaded: samples.length, leftOut, excluded, notices };
  const summary = summarise(dir, report);
  if (samples.length === 0) throw new Error(`no pairs to load: ${looked}\n${summary}`);
  return { samples, report: { ...report, summary } };
}

interface Loaded {
  readonly sample: Sample;
  readonly notices: readonly string[];
}

async function loadPair(
  stem: string,
  imageFile: string,
  maskFile: string,
  options: LoadOptions,
): Promise<Loaded> {
  const { size, channels = 1, group = slideOf, foreground = 'threshold' } = options;
  const image = await readPixels(imageFile).catch(naming('image'));
  const maskPixels = await readPixels(maskFile).catch(naming('mask'));
  if (image.height !== maskPixels.height || image.width !== maskPixels.width)
    throw new Error(
      `the image is ${image.width} × ${image.height} pixels, the mask ${maskPixels.width} × ${maskPixels.height}`,
    );
  const { mask, notice } = binaryMask(maskPixels, foreground);
  const notices: string[] = [];
  if (notice) notices.push(maskText(notice.nonBinaryPixels, mask, notice.threshold));
  const transparent = transparentPixels(image);
  if (transparent > 0) notices.push(`${transparent} image pixels are transparent; their alpha was dropped`);
  const to = size === undefined ? image : { height: size, width: size };
  if (to.height * image.width !== to.width * image.height)
    notices.push(`${image.width} × ${image.height} pixels were stretched to ${to.width} × ${to.height}`);
  const sample: Sample = {
    id: stem,
    group: group(stem),
    height: to.height,
    width: to.width,
    channels,
    image: resizeImage(intensities(image, channels), image, to, channels),
    mask: resizeMask(mask, image, to),
    ...(notice && { maskNotice: notice }),
  };
  return { sample, notices };
}

function maskText(pixels: number, mask: Uint8Array, threshold: number): string {
  const empty = mask.includes(1) ? '' : ', and none reached it: the mask is read as empty';
  return `${pixels} of ${mask.length} mask pixels were not binary; foreground is ${threshold} or more${empty}`;
}

/** The slide that a tile's file stem names: what stands before `_grid`. */
function slideOf(stem: string): string {
  return stem.split('_grid')[0]!;
}

function byStem(names: readonly string[]): Map<string, string[]> {
  const map = new Map<string, string[]>();
  for (const name of names) {
    const stem = name.slice(0, name.length - extname(name).length);
    map.set(stem, [...(map.get(stem) ?? []), name]);
  }
  return map;
}

function onlyFile(folder: string, what: 'image' | 'mask', names: readonly string[] = []): string {
  if (names.length === 0) throw new Error(`no ${what} of this name`);
  if (names.length > 1) throw new Error(`${names.length} files for one ${what}: ${names.join(', ')}`);
  return inFolder(folder, names[0]!);
}

function naming(what: 'image' | 'mask'): (error: unknown) => never {
  return (error) => {
    throw new Error(`${what}: ${reasonOf(error)}`);
  };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function summarise(dir: string, { loaded, leftOut, excluded, notices }: Omit<LoadReport, 'summary'>): string {
  const some = (lines: string[]): string[] =>
    lines.length > 8 ? [...lines.slice(0, 7), `  and ${lines.length - 7} more`] : lines;
  const lines = [`${loaded} pairs loaded from ${dir}`];
  if (excluded.length > 0) lines.push(`${excluded.length} pairs not asked for`);
  if (leftOut.length > 0) {
    lines.push(`${leftOut.length} pairs left out:`);
    lines.push(...some(leftOut.map(({ stem, reason }) => `  ${stem}: ${reason}`)));
  }
  if (notices.length > 0) {
    lines.push(`${notices.length} notices:`);
    lines.push(...some(notices.map(({ stem, text }) => `  ${stem}: ${text}`)));
  }
  return lines.join('\n');
}
