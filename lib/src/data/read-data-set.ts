import { createHash } from 'node:crypto';
import { basename, resolve } from 'node:path';
import type { Sample } from '../types';
import type { DataSet } from './data-set';
import { dataSetSummary, foregroundNotice } from './data-set-summary';
import { findGroups, type Grouping } from './groups/find-groups';
import { nearEqualPairs, thumbprint, type Thumbprint } from './groups/near-equal';
import { readGroupTold } from './groups/read-group-table';
import { inParts } from './in-parts';
import type { FilePair, Layout, LayoutTold } from './layouts/layout';
import { listFolder } from './layouts/listing';
import { recogniseLayout } from './layouts/recognise-layout';
import { decideMaskMeaning } from './masks/decide-mask-meaning';
import type { MaskMeaning } from './masks/mask-meaning';
import { parseMaskOptions } from './masks/mask-options';
import { alignPair, decideMaskOrientation, orientationEvidence, type MaskOrientation } from './masks/mask-orientation';
import { measureMask, type MaskMeasure } from './masks/measure-mask';
import { mergeMasks } from './masks/merge-masks';
import { readMask, type ReadMask } from './masks/read-mask';
import { decideIntensityRange, measureIntensities, scaleIntensities, type IntensityMeasure, type IntensityRange } from './pictures/intensity-range';
import { readImagePair, type PicturePair } from './read-image-pair';
import { resizeSample } from './resize';

/** What a reader can say about a folder of their own; a part that is null or absent is decided from the files. */
export interface DataSetOptions extends LayoutTold {
  /** Side of the square that images and masks are brought to; default: as in the files. */
  readonly size?: number | null;
  /** 1 (grey: BT.601 luma of colour files; default) or 3 (RGB). */
  readonly channels?: 1 | 3 | null;
  /** `-p group=`: a regular expression on stems, a CSV file of stem and group, `image` or `folder`. */
  readonly group?: string | null;
  /** `-p foreground=`: `1,3`, `nonzero`, `threshold`, `index:8` …; see `parseMaskOptions`. */
  readonly foreground?: string | null;
  /** `-p ignore=`: values of masks that take part in no loss and no score. */
  readonly ignore?: string | null;
  /** `-p intensity=0:4095`: levels that become 0 and 1. */
  readonly intensity?: string | null;
  /** `-p pages=samples`, or the number of the only page that counts, from 1. */
  readonly pages?: string | number | null;
  /** `-p exclude=`: a regular expression; images whose stems it fits are left out. */
  readonly exclude?: string | null;
  /** Name for records and outputs; default the folder's. */
  readonly name?: string | null;
}

/**
 * Reads a folder of images and masks as a {@link DataSet}: layout, pages, what masks mean, the range of intensities and
 * groups are decided once, from all files, and said. Pairs that cannot be used are left out with the reason. Throws one
 * line where the folder does not say enough, naming what was found and what to type.
 */
export async function readDataSet(dir: string, options: DataSetOptions = {}): Promise<DataSet> {
  const { size = null } = options;
  const channels = options.channels ?? 1;
  if (size !== null && !(Number.isInteger(size) && size >= 1))
    throw new RangeError(`invalid size; not a whole number of 1 or more: ${size}`);
  if (channels !== 1 && channels !== 3) throw new RangeError(`invalid channels=${String(channels)}; allowed: 1 (grey) or 3 (RGB)`);
  const further = [options.images, options.masks].filter((path): path is string => Boolean(path));
  const listing = await listFolder(dir, further.map(fixedPart));
  const layout = recogniseLayout(listing, options);
  if (layout.kind === 'unknown') throw new Error(`${dir} is not read: ${layout.sentence}${passedText(layout)}`);
  const { chosen, excluded } = withoutExcluded(layout.pairs, options.exclude);
  const leftOut = [...layout.leftOut];
  const notices = [...layout.notices];

  const measured = await measureAll(listing.root, chosen, pagesTold(options.pages), leftOut, notices);
  const pairs = measured.map(({ pair }) => pair);
  if (measured.length === 0) throw new Error(nothingLeft(dir, layout, leftOut, excluded));
  const told = parseMaskOptions({ foreground: options.foreground ?? '', ignore: options.ignore ?? '' });
  const pictures = measured.flatMap(({ parts }) => parts);
  const meaning = decideMaskMeaning(
    pictures.flatMap(({ id, masks }) => masks.map((measure) => ({ name: id, measure }))),
    told,
  );
  const range = decideIntensityRange(
    pictures.map(({ id, image }) => ({ name: id, measure: image })),
    options.intensity ?? undefined,
  );
  const orientation = await drawnOn(listing.root, measured, meaning, options);
  const groupTold = await readGroupTold(options.group, listing.root);
  // Pages of one file are one group, unless every image shall be its own.
  const grouping = groupTold === 'image' ? null : findGroups(pairs, groupTold);
  const groupOf = new Map(pairs.map((pair, i) => [pair, grouping?.groups[i] ?? null]));

  const samples: Sample[] = [];
  const prints: (Thumbprint | null)[] = [];
  const hashes = new Map<string, string>();
  const sizes = new Map<string, { width: number; height: number; count: number }>();
  const transparent: string[] = [];
  const colour: boolean[] = [];
  const read = await inParts(pairs, async (pair) => {
    const { pictures: parts } = await readImagePair(listing.root, pair, pagesTold(options.pages));
    return parts.map((part) => {
      const { sample, image } = makeSample(part, groupOf.get(pair) ?? part.id, { meaning, range, orientation, channels });
      const native = { width: sample.width, height: sample.height };
      return {
        sample: size === null ? sample : resizeSample(sample, size),
        native,
        print: thumbprint(sample),
        hash: createHash('sha1').update(new Uint8Array(sample.image.buffer)).digest('hex'),
        colour: image.channels >= 3,
        transparent: hasTransparent(part),
      };
    });
  });
  for (const result of read) {
    if ('reason' in result) {
      leftOut.push({ stem: result.item.stem, reason: result.reason });
      continue;
    }
    for (const one of result.value) {
      samples.push(one.sample);
      prints.push(one.print);
      colour.push(one.colour);
      if (one.transparent) transparent.push(one.sample.id);
      const key = `${one.native.width} × ${one.native.height}`;
      const entry = sizes.get(key) ?? { ...one.native, count: 0 };
      entry.count += 1;
      sizes.set(key, entry);
      const twin = hashes.get(one.hash);
      if (twin !== undefined) notices.push(`${one.sample.id} is the same image as ${twin}`);
      else hashes.set(one.hash, one.sample.id);
    }
  }
  if (samples.length === 0) throw new Error(nothingLeft(dir, layout, leftOut, excluded));
  const shares = samples.map(foregroundShare);
  if (shares.every((share) => share === 0))
    throw new Error(`${dir}: none of the ${samples.length} masks has a foreground pixel (${meaning.text}); say what is foreground with -p foreground=… (1,3, nonzero, threshold:100, index:8)`);
  const groups = samples.map(({ group }) => group);
  const groupCount = new Set(groups).size;
  const nearEqual = nearEqualPairs(prints, groups).map(({ a, b, turned }) => ({ a: samples[a]!.id, b: samples[b]!.id, turned }));
  notices.push(...meaning.notices, ...(orientation.text === null ? [] : [orientation.text]));
  notices.push(...mixedNotices({ samples, shares, sizes: [...sizes.values()], size, colour, channels, transparent }));
  const base = {
    name: nameOf(options.name ?? basename(listing.root)),
    dir,
    layout: layout.sentence,
    masks: meaning.text,
    meaning,
    intensity: range.text,
    range,
    groups: groupText(grouping, samples, groupCount),
    groupCount,
    eachItsOwn: groupCount === samples.length,
    channels,
    sizes: [...sizes.values()].sort((a, b) => b.count - a.count),
    foreground: { mean: shares.reduce((a, b) => a + b, 0) / shares.length, least: Math.min(...shares), most: Math.max(...shares) },
    ...(samples.every(({ objectCount }) => objectCount !== undefined) && {
      objects: samples.reduce((sum, { objectCount }) => sum + objectCount!, 0),
    }),
    samples,
    leftOut,
    excluded,
    notices,
    passedOver: layout.passedOver,
    nearEqual,
  };
  return { ...base, summary: dataSetSummary(base) };
}

interface Measured {
  readonly pair: FilePair;
  readonly parts: readonly {
    readonly id: string;
    readonly image: IntensityMeasure;
    readonly masks: readonly MaskMeasure[];
    readonly turned: boolean;
  }[];
}

async function measureAll(
  root: string,
  pairs: readonly FilePair[],
  pages: 'samples' | number | undefined,
  leftOut: { stem: string; reason: string }[],
  notices: string[],
): Promise<Measured[]> {
  const results = await inParts(pairs, async (pair) => {
    const { pictures, notices: own } = await readImagePair(root, pair, pages);
    const parts = pictures.map(({ id, image, masks }) => ({
      id,
      image: measureIntensities(image),
      masks: masks.map(measureMask),
      turned: image.orientation !== 1,
    }));
    return { pair, parts, own };
  });
  return results.flatMap((result) => {
    if ('reason' in result) {
      leftOut.push({ stem: result.item.stem, reason: result.reason });
      return [];
    }
    notices.push(...result.value.own.map((text) => `${result.item.stem}: ${text}`));
    return [result.value];
  });
}

/** Whether masks were drawn on the pictures as shown or as stored; only images with an EXIF turn are read for it. */
async function drawnOn(
  root: string,
  measured: readonly Measured[],
  meaning: MaskMeaning,
  options: DataSetOptions,
): Promise<MaskOrientation> {
  const turned = measured.filter(({ parts }) => parts.some((part) => part.turned)).map(({ pair }) => pair);
  const evidence = await inParts(turned, async (pair) => {
    const { pictures } = await readImagePair(root, pair, pagesTold(options.pages));
    return pictures.flatMap(({ id, image, masks }) => orientationEvidence(id, image, masks[0]!, wholeMask(masks.map((mask) => readMask(mask, meaning)))) ?? []);
  });
  return decideMaskOrientation(evidence.flatMap((one) => ('value' in one ? one.value : [])));
}

function makeSample(
  { id, image, masks }: PicturePair,
  group: string,
  how: { meaning: MaskMeaning; range: IntensityRange; orientation: MaskOrientation; channels: 1 | 3 },
): { sample: Sample; image: PicturePair['image'] } {
  const read = wholeMask(masks.map((mask) => readMask(mask, how.meaning)));
  const aligned = alignPair(id, image, masks[0]!, read, how.orientation);
  const { height, width, mask, ignore, instances, notice } = aligned.mask;
  const sample: Sample = {
    id,
    group,
    height,
    width,
    channels: how.channels,
    image: scaleIntensities(aligned.image, how.range, how.channels),
    mask,
    ...(ignore?.includes(1) && { ignore }),
    ...(instances && { instances, objectCount: distinct(instances) }),
    ...(notice && { maskNotice: notice }),
  };
  return { sample, image };
}

function wholeMask(masks: readonly ReadMask[]): ReadMask {
  return masks.length === 1 ? masks[0]! : mergeMasks(masks);
}

function distinct(instances: Uint32Array): number {
  const seen = new Set(instances);
  seen.delete(0);
  return seen.size;
}

function foregroundShare({ mask, ignore }: Sample): number {
  let [foreground, counted] = [0, 0];
  for (let i = 0; i < mask.length; i += 1) {
    if (ignore?.[i]) continue;
    counted += 1;
    foreground += mask[i]!;
  }
  return counted === 0 ? 0 : foreground / counted;
}

function hasTransparent({ image }: PicturePair): boolean {
  const { channels, data, kind } = image;
  if (channels === 1 || channels === 3) return false;
  const full = kind === 'uint8' ? 255 : kind === 'uint16' ? 65535 : Number.NaN;
  for (let i = channels - 1; i < data.length; i += channels) if (data[i]! < full) return true;
  return false;
}

function mixedNotices(found: {
  readonly samples: readonly Sample[];
  readonly shares: readonly number[];
  readonly sizes: readonly { width: number; height: number; count: number }[];
  readonly size: number | null;
  readonly colour: readonly boolean[];
  readonly channels: 1 | 3;
  readonly transparent: readonly string[];
}): string[] {
  const { samples, shares, sizes, size, colour, channels, transparent } = found;
  const notices: string[] = [];
  const coloured = colour.filter(Boolean).length;
  if (coloured > 0 && coloured < colour.length)
    notices.push(
      `${coloured} images are colour, ${colour.length - coloured} grey; all are read as ${channels === 1 ? 'grey (-p channels=3 takes colour)' : 'RGB'}`,
    );
  const stretched = size === null ? [] : sizes.filter(({ width, height }) => width !== height);
  if (stretched.length > 0) {
    const count = stretched.reduce((sum, one) => sum + one.count, 0);
    notices.push(`${count} images of ${stretched[0]!.width} × ${stretched[0]!.height} pixels${stretched.length > 1 ? ' and other sizes' : ''} were stretched to ${size!} × ${size!}`);
  }
  if (transparent.length > 0)
    notices.push(`${transparent.length} images have transparent pixels (${transparent[0]!}); their colours count`);
  const empty = shares.filter((share) => share === 0).length;
  if (empty > 0) notices.push(`${empty} of ${shares.length} masks have no foreground`);
  const uneven = foregroundNotice(samples, shares);
  return uneven === null ? notices : [...notices, uneven];
}

function withoutExcluded(
  pairs: readonly FilePair[],
  exclude: string | null | undefined,
): { chosen: readonly FilePair[]; excluded: string[] } {
  if (!exclude) return { chosen: pairs, excluded: [] };
  let pattern: RegExp;
  try {
    pattern = new RegExp(exclude, 'u');
  } catch {
    throw new Error(`invalid exclude=${exclude}; not a regular expression (exclude='^synthetic')`);
  }
  const fits = ({ stem }: FilePair): boolean => pattern.test(stem);
  return { chosen: pairs.filter((pair) => !fits(pair)), excluded: pairs.filter(fits).map(({ stem }) => stem) };
}

function groupText(grouping: Grouping | null, samples: readonly Sample[], count: number): string {
  if (grouping === null) return `groups: ${count}, each image its own, as told`;
  if (count === 1)
    return `groups: one (${samples[0]!.group}); a split needs two: -p group=image makes each of the ${samples.length} images its own group, -p group='…' sets a rule`;
  if (samples.length > grouping.groups.length && grouping.eachItsOwn)
    return `groups: ${count}, one a file; pages of a file stay together (-p group=image makes each page its own)`;
  return grouping.text;
}

function pagesTold(pages: string | number | null | undefined): 'samples' | number | undefined {
  if (pages === null || pages === undefined || pages === '') return undefined;
  if (pages === 'samples') return 'samples';
  const number = Number(pages);
  if (!(Number.isInteger(number) && number >= 1)) throw new Error(`invalid pages=${pages}; allowed: samples, or the number of a page from 1`);
  return number;
}

function nothingLeft(
  dir: string,
  layout: Layout,
  leftOut: DataSet['leftOut'],
  excluded: readonly string[],
): string {
  const reasons = leftOut.slice(0, 6).map(({ stem, reason }) => `\n  ${stem}: ${reason}`);
  const more = leftOut.length > 6 ? `\n  and ${leftOut.length - 6} more` : '';
  const out = excluded.length > 0 ? `; ${excluded.length} left out by -p exclude` : '';
  return `${dir}: no pair can be read (${layout.sentence}${out})${reasons.join('')}${more}`;
}

function passedText({ passedOver }: Layout): string {
  if (passedOver.length === 0) return '';
  return `\n  passed over: ${passedOver.map(({ what, count, advice }) => `${count} ${what}${advice ? ` (${advice})` : ''}`).join(', ')}`;
}

/** The part of a pattern before its first star: the folder that has to be listed. */
function fixedPart(pattern: string): string {
  const parts = pattern.split(/[\\/]/);
  const star = parts.findIndex((part) => /[*?]/.test(part));
  return star < 0 ? pattern : parts.slice(0, star).join('/') || '.';
}

function nameOf(text: string): string {
  return text.normalize('NFC').replace(/[^\p{L}\p{N}_-]+/gu, '-').replace(/^-+|-+$/g, '').slice(0, 60) || 'images';
}
