import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { Sample } from '../types';
import type { DataSet } from './data-set';
import { coloursOf, dataSetNotices, fileFacts, type FileFacts } from './data-set-notices';
import { dataSetSummary, passedText } from './data-set-summary';
import { findGroups, type Grouping } from './groups/find-groups';
import { nearEqualPairs, thumbprint, type Thumbprint } from './groups/near-equal';
import { readGroupTold } from './groups/read-group-table';
import { inParts } from './in-parts';
import { leftOutLines } from './left-out-lines';
import type { FilePair, Layout, LayoutTold } from './layouts/layout';
import { listFolder, type Listing } from './layouts/listing';
import { withoutPickled } from './layouts/pickled-arrays';
import { recogniseLayout } from './layouts/recognise-layout';
import { fixedPart } from './layouts/select-files';
import { foregroundShare, makeSample, type Decisions } from './make-sample';
import { cacheKey, fileMark, gb, openCache, type Cache, type CacheOptions } from './cache/cache-folder';
import { PictureShelf } from './cache/picture-shelf';
import { inCache } from './cache/prepared-samples';
import { readSetFile, writeSetFile } from './cache/set-file';
import { decideMaskMeaning } from './masks/decide-mask-meaning';
import { parseMaskOptions } from './masks/mask-options';
import { measureOrientation, measurePairs } from './measure-pairs';
import { decideIntensityRange } from './pictures/intensity-range';
import { parsePages, type PagesTold } from './pictures/read-pictures';
import { readImagePair } from './read-image-pair';
import { resizeSample } from './resize';
import { sourceOf } from './stored/stored-sample';

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
  readonly pages?: string | null;
  /** `-p exclude=`: a regular expression; images whose stems it fits are left out. */
  readonly exclude?: string | null;
  /** Name for records and outputs; default the folder's. */
  readonly name?: string | null;
  /** Where decoded pictures of a data set are kept that is large for memory; `false` keeps every one in memory. */
  readonly cache?: CacheOptions | false;
}

/**
 * Reads a folder of images and masks as a {@link DataSet}: layout, pages, what masks mean, the range of intensities and
 * groups are decided once, from all files, and said. Files are decoded once; samples keep the bytes of their files, in memory
 * or, of a large data set, in a cache on disk that the next one to read it finds. Pairs that cannot be used are left out with the reason. Throws one
 * line where the folder does not say enough, naming what was found and what to type.
 */
export async function readDataSet(dir: string, options: DataSetOptions = {}): Promise<DataSet> {
  const { size = null } = options;
  const channels = options.channels ?? 1;
  if (size !== null && !(Number.isInteger(size) && size >= 1))
    throw new RangeError(`invalid size; not a whole number of 1 or more: ${size}`);
  if (![1, 3].includes(channels))
    throw new RangeError(`invalid channels=${channels}; allowed: 1 (grey) or 3 (RGB)`);
  const pages = parsePages(options.pages ?? '');
  const masksTold = parseMaskOptions({ foreground: options.foreground ?? '', ignore: options.ignore ?? '' });
  const further = [options.images, options.masks].flatMap((path) => (path ? [fixedPart(path)] : []));
  const { listing, passedOver: pickled } = await withoutPickled(await listFolder(dir, further));
  const { root } = listing;
  const cache = openCache(options.cache);
  const setKey = cache && existsSync(cache.folder) ? keyOf(listing, options) : null;
  const known = cache && setKey !== null ? readSetFile(cache, setKey) : null;
  if (known) return { ...known, dir, ...cacheLine(cache!, { ...known, dir }) };
  const recognised = recogniseLayout(listing, options);
  const layout = { ...recognised, passedOver: [...recognised.passedOver, ...pickled] };
  if (layout.kind === 'unknown')
    throw new Error(`${dir} is not read: ${layout.sentence}${passedText(layout.passedOver, '\n  ')}`);

  const { chosen, excluded } = withoutExcluded(layout.pairs, options.exclude);
  const shelf = new PictureShelf(
    cache,
    chosen.reduce((sum, { masks }) => sum + 1 + masks.length, 0),
    dir,
  );
  const { measured, leftOut: unread, notices: ofFiles } = await measurePairs(root, chosen, pages, shelf.read);
  const leftOut = [...layout.leftOut, ...unread];
  if (measured.length === 0) throw nothingLeft(dir, layout, leftOut, excluded);
  const parts = measured.flatMap((one) => one.parts);
  const ofMasks = parts.flatMap(({ id, masks }) => masks.map((measure) => ({ name: id, measure })));
  const meaning = withLayout(layout, () => decideMaskMeaning(ofMasks, masksTold));
  const images = parts.map(({ id, image }) => ({ name: id, measure: image }));
  const range = decideIntensityRange(images, options.intensity ?? '');
  const orientation = await measureOrientation(root, measured, meaning, pages, shelf.read);
  const pairs = measured.map(({ pair }) => pair);
  const told = await readGroupTold(options.group, root);
  // Pages of a file are one group, unless every image shall be its own.
  const grouping = told === 'image' ? null : findGroups(pairs, told);
  const decided = { meaning, range, orientation, channels };
  const read = await readAll(root, pairs, { pages, shelf, cache }, grouping, decided, size);
  leftOut.push(...read.leftOut);
  const { samples, facts } = read;
  if (samples.length === 0) throw nothingLeft(dir, layout, leftOut, excluded);
  if (facts.every(({ foreground }) => foreground === 0))
    throw new Error(
      `${dir}: none of the ${samples.length} masks has a foreground pixel (${meaning.text}); say what is foreground with -p foreground=… (1,3, nonzero, threshold:100, index:8)`,
    );

  const groups = samples.map(({ group }) => group);
  const groupCount = new Set(groups).size;
  const shares = facts.map(({ foreground }) => foreground);
  const base = {
    name: nameOf(options.name ?? basename(root)),
    dir,
    layout: layout.sentence,
    masks: meaning.text,
    meaning,
    intensity: range.text,
    range,
    groups: groupText(grouping, samples, groupCount),
    groupCount,
    eachItsOwn: groupCount === samples.length,
    colours: coloursOf(facts),
    channels,
    sizes: sizesOf(facts),
    foreground: {
      mean: shares.reduce((a, b) => a + b, 0) / shares.length,
      least: Math.min(...shares),
      most: Math.max(...shares),
    },
    ...(samples.every(({ objectCount }) => objectCount !== undefined) && {
      objects: samples.reduce((sum, { objectCount }) => sum + objectCount!, 0),
    }),
    samples,
    leftOut,
    excluded,
    notices: [
      ...layout.notices,
      ...ofFiles,
      ...range.notices,
      ...meaning.notices,
      ...(orientation.text === null ? [] : [orientation.text]),
      ...dataSetNotices(facts, { size, channels }),
    ],
    passedOver: layout.passedOver,
    nearEqual: nearEqualPairs(read.prints, groups).map(({ a, b, turned }) => ({
      a: samples[a]!.id,
      b: samples[b]!.id,
      turned,
    })),
  };
  const set: DataSet = { ...base, summary: dataSetSummary(base) };
  if (!cache || !shelf.isInCache) return set;
  writeSetFile(cache, setKey ?? keyOf(listing, options), set);
  return { ...set, ...cacheLine(cache, set) };
}

/** Of everything that decides what a folder is read as: its files, and what was told. */
function keyOf({ root, files }: Listing, options: DataSetOptions): string {
  const { group = null } = options;
  // A file of groups lies where the notebook runs or in the folder, and need not be one of its pictures.
  const here = process.env.INIT_CWD ?? process.cwd();
  const paths = group ? [...files, group, join(here, group)] : files;
  const marks = paths.map((path) => [path, fileMark(resolve(root, path))]);
  // Who reads the folder may know more than this reader is told, a seed say.
  return cacheKey(
    'set',
    root,
    toldNames.map((name) => options[name] ?? null),
    marks,
  );
}

const toldNames = [
  'images',
  'masks',
  'maskSuffix',
  'size',
  'channels',
  'group',
  'foreground',
  'ignore',
  'intensity',
  'pages',
  'exclude',
  'name',
] as const satisfies readonly Exclude<keyof DataSetOptions, 'cache'>[];

function cacheLine(cache: Cache, { summary: _, ...set }: DataSet): Pick<DataSet, 'cache' | 'summary'> {
  const bytes = cachedBytes(set.samples);
  const line = `decoded pictures: ${gb(bytes)} in ${cache.folder} (rm -r deletes them; UNETLAB_CACHE=DIR keeps them elsewhere, UNETLAB_CACHE=off in memory)`;
  return { cache: line, summary: dataSetSummary({ ...set, cache: line }) };
}

async function readAll(
  root: string,
  pairs: readonly FilePair[],
  {
    pages,
    shelf,
    cache,
  }: { readonly pages: PagesTold | undefined; readonly shelf: PictureShelf; readonly cache: Cache | null },
  grouping: Grouping | null,
  decided: Decisions,
  size: number | null,
): Promise<{
  readonly samples: readonly Sample[];
  readonly facts: readonly FileFacts[];
  readonly prints: readonly (Thumbprint | null)[];
  readonly leftOut: readonly { readonly stem: string; readonly reason: string }[];
}> {
  const groupOf = new Map(pairs.map((pair, i) => [pair, grouping?.groups[i]]));
  const results = await inParts(pairs, async (pair) => {
    const { pictures } = await readImagePair(root, pair, pages, shelf.take);
    return pictures.map((part) => {
      const native = makeSample(part, groupOf.get(pair) ?? part.id, decided);
      const { image } = native;
      const bytes = new Uint8Array(image.buffer, image.byteOffset, image.byteLength);
      const hash = createHash('sha1').update(bytes).digest('hex');
      return {
        sample: resized(native, size, shelf.isInCache ? cache : null),
        facts: fileFacts(native, part.image, hash, foregroundShare(native)),
        print: thumbprint(native),
      };
    });
  });
  const read = results.flatMap((one) => ('value' in one ? one.value : []));
  return {
    samples: read.map(({ sample }) => sample),
    facts: read.map(({ facts }) => facts),
    prints: read.map(({ print }) => print),
    leftOut: results.flatMap((one) => ('reason' in one ? [{ stem: one.item.stem, reason: one.reason }] : [])),
  };
}

/** A sample at the size that was asked for; its intensities, which are new then, go into the cache where there is one. */
function resized(native: Sample, size: number | null, cache: Cache | null): Sample {
  const sample = size === null ? native : resizeSample(native, size);
  const source = sourceOf(native);
  if (sample === native || cache === null || !source || !('path' in source.image.at)) return sample;
  const { at, ...rest } = source.image;
  return inCache(cache, sample, [size, at.path, at.offset, at.sum, rest]);
}

/** Bytes of the pictures and masks of samples, on disk. */
function cachedBytes(samples: readonly Sample[]): number {
  return samples.reduce((sum, sample) => {
    const at = sourceOf(sample)?.image.at;
    return at && 'bytes' in at ? sum + at.bytes : sum;
  }, 0);
}

function withoutExcluded(
  pairs: readonly FilePair[],
  exclude: string | null | undefined,
): { readonly chosen: readonly FilePair[]; readonly excluded: readonly string[] } {
  if (!exclude) return { chosen: pairs, excluded: [] };
  let pattern: RegExp;
  try {
    pattern = new RegExp(exclude, 'u');
  } catch {
    throw new Error(`invalid exclude=${exclude}; not a regular expression (exclude='^synthetic')`);
  }
  const fits = ({ stem }: FilePair): boolean => pattern.test(stem);
  return {
    chosen: pairs.filter((pair) => !fits(pair)),
    excluded: pairs.filter(fits).map(({ stem }) => stem),
  };
}

function groupText(grouping: Grouping | null, samples: readonly Sample[], count: number): string {
  if (grouping === null) return `groups: ${count}, each image its own, as told`;
  if (samples.length === 1) return `groups: one (${samples[0]!.group}), of one image; a split needs two`;
  if (count === 1)
    return `groups: one (${samples[0]!.group}); a split needs two: -p group=image makes each of the ${samples.length} images its own group, -p group='…' sets a rule`;
  if (samples.length > grouping.groups.length && grouping.eachItsOwn)
    return `groups: ${count}, one a file; pages of a file stay together (-p group=image makes each page its own)`;
  return grouping.text;
}

function sizesOf(facts: readonly FileFacts[]): DataSet['sizes'] {
  const sizes = new Map<string, { width: number; height: number; count: number }>();
  for (const { width, height } of facts) {
    const entry = sizes.get(`${width} × ${height}`) ?? { width, height, count: 0 };
    entry.count += 1;
    sizes.set(`${width} × ${height}`, entry);
  }
  return [...sizes.values()].sort((a, b) => b.count - a.count);
}

/** Says with a question about masks which files it is about. */
function withLayout<T>({ sentence }: Layout, decide: () => T): T {
  try {
    return decide();
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n  layout: ${sentence}`);
  }
}

function nothingLeft(
  dir: string,
  layout: Layout,
  leftOut: DataSet['leftOut'],
  excluded: readonly string[],
): Error {
  const lines = leftOutLines(leftOut);
  const reasons = lines.slice(0, 6).map((line) => `\n  ${line}`);
  const more = lines.length > 6 ? `\n  and ${lines.length - 6} more reasons` : '';
  const sizes = leftOut.length > 0 && leftOut.every(({ reason }) => reason.startsWith('the image is'));
  const advice = sizes
    ? '\n  image and mask need one size: bring the masks to the size of their images without smoothing (nearest neighbour)'
    : '';
  const out = excluded.length > 0 ? `; ${excluded.length} left out by -p exclude` : '';
  return new Error(
    `${dir}: no pair can be read (${layout.sentence}${out})${reasons.join('')}${more}${advice}`,
  );
}

/** A name for files and records. */
function nameOf(text: string): string {
  const plain = text
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}_-]+/gu, '-')
    .replace(/^-+|-+$/g, '');
  return plain.slice(0, 60) || 'images';
}
