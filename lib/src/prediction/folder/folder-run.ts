import { basename, join } from 'node:path';
import { asWriteError } from '../../files';
import { pictureStem, tiffRegions, type IntensityRange, type PairedMasks, type ReadImage } from '../../data';
import {
  Interrupted,
  isLargeTiff,
  LARGE,
  largeNotices,
  predictLarge,
  type LargePicture,
} from '../large/predict-large';
import type { NetworkFile } from '../network-description';
import type { ObjectTruth } from '../objects/match-objects-of';
import type { PictureMaps } from '../picture-maps';
import type { PreparedPicture } from '../prepare-picture';
import type { FinishedPicture } from './finish-picture';
import type { FinishThreads } from './finish-threads';
import type { ImagesAndMasks } from './images-and-masks';
import { outputNames } from './output-name';
import type { PredictFolderOptions } from './predict-folder';
import type { ReadPicture } from './read-pictures';
import type { ReadThread } from './read-thread';
import { Records } from './records';
import type { ImageRow, ObjectRow } from './rows';
import { scaleNotice } from './scale-notice';

interface RunParts {
  readonly options: PredictFolderOptions;
  readonly description: NetworkFile;
  readonly found: ImagesAndMasks;
  readonly truths: PairedMasks | null;
  readonly range: IntensityRange;
  readonly maps: PictureMaps;
  readonly reader: ReadThread;
  readonly threads: FinishThreads;
  /** Everything but the images that decides the outputs. */
  readonly settings: object;
}

/** Rows of the tables. */
interface Rows {
  readonly rows: readonly ImageRow[];
  readonly objects: readonly ObjectRow[];
  /** File of the objects where there are too many for memory. */
  readonly table?: string;
}

/** Objects in their order: rows, or a table's path relative to the folder of outputs. */
export type ObjectPart = readonly ObjectRow[] | string;

/** What there is when the files are done, or it is interrupted. */
export interface FolderRunResult {
  readonly images: readonly ImageRow[];
  readonly objects: readonly ObjectPart[];
  readonly stopped: 'finished' | 'interrupted';
}

type Readable = Extract<ReadImage, { readonly image: Float32Array }>;

/** A picture on its way; `work` is let go once the network has seen it. */
interface Page {
  readonly name: string;
  readonly height: number;
  readonly width: number;
  readonly notices: readonly string[];
  work: { readonly image: Readable; readonly prepared: PreparedPicture; readonly truth?: ObjectTruth } | null;
  finished: Promise<FinishedPicture | LargePicture> | null;
}

/** An image file on its way. */
interface Entry {
  readonly file: string;
  readonly known: Rows | null;
  readonly pages: readonly (Page | ImageRow)[];
}

/** What is said beside a score of an image that the network knows. */
const TRAINED_ON =
  'the network was trained on an image of this name: if it is the same, its score is not that of a new image';

/** Files that may wait for the ones before them: what keeps the network busy, not more. */
const OPEN = 12;
/** Files that are read ahead of the network, as many as go through it together; one where pictures are large. */
const AHEAD = 4;
const SMALL = 2e6; // pixels

/** One way through the files: read ahead, predicted together where sizes agree, finished by threads, told in order. */
export class FolderRun {
  private readonly records: Records;
  private readonly names: ReadonlyMap<string, string>;
  private waiting: Page[] = [];

  constructor(private readonly parts: RunParts) {
    this.records = new Records(parts.options.out, parts.settings);
    this.names = outputNames(parts.found.files, parts.found.root);
  }

  async all(): Promise<FolderRunResult> {
    const { files } = this.parts.found;
    const { signal, onImage } = this.parts.options;
    const [images, objects]: [ImageRow[], ObjectPart[]] = [[], []];
    const entries: Entry[] = [];
    let done = 0;
    const take = async (entry: Entry): Promise<void> => {
      const { rows, objects: own, table } = entry.known ?? (await this.rowsOf(entry));
      done += 1;
      for (const row of rows) onImage?.(row, { done, total: files.length, known: entry.known !== null });
      images.push(...rows);
      objects.push(table ?? own);
    };
    const ahead = new Map<string, Promise<ReadPicture[]>>();
    let most = 1;
    for (const [i, file] of files.entries()) {
      // A pending signal comes in between two pictures only: the network blocks the thread.
      await new Promise((resolve) => setImmediate(resolve));
      if (signal?.aborted) break;
      const known = this.known(file);
      const large = known || ahead.has(file) ? null : await this.large(file);
      if (large === 'interrupted') break;
      if (large) {
        entries.push({ file, known: null, pages: [large] });
        continue;
      }
      const reading = known ? null : (ahead.get(file) ?? this.parts.reader.read(file));
      ahead.delete(file);
      await this.readAhead(files.slice(i + 1, i + 1 + most), ahead);
      const pictures = reading ? await reading : [];
      if (reading) most = pictures.every(isSmall) ? AHEAD : 1;
      entries.push({ file, known, pages: known ? [] : await this.pagesOf(file, pictures) });
      if (entries.length <= OPEN) continue;
      const first = entries.shift()!;
      if (first.pages.some((page) => 'work' in page && page.work !== null)) await this.flush();
      await take(first);
    }
    await this.flush();
    for (const entry of entries) await take(entry);
    return { images, objects, stopped: signal?.aborted === true ? 'interrupted' : 'finished' };
  }

  /** A picture that is too large for memory, predicted at once; null for another one. */
  private async large(file: string): Promise<Page | 'interrupted' | null> {
    const { description, maps, options, range } = this.parts;
    if (!(await this.isLarge(file))) return null;
    const regions = await tiffRegions(file, LARGE);
    if (!regions) return null;
    await this.flush();
    const { height, width } = regions;
    const name = this.names.get(file)!;
    const { out, threshold = description.prediction.threshold, maps: bits, pixelSize } = options;
    const task = {
      ...{ name, out, threshold, maps: bits, pixelSize, range },
      key: this.records.keyOf(this.sources(file)),
      signal: options.signal,
      onProgress: (share: number) => options.onPart?.(name, share),
    };
    const finished = predictLarge(regions, maps, description, task).finally(() => regions.close());
    try {
      const { withoutOutline } = await finished;
      return {
        name,
        height,
        width,
        notices: largeNotices(description, withoutOutline),
        work: null,
        finished,
      };
    } catch (error) {
      if (error instanceof Interrupted) return 'interrupted';
      return { name, height, width, notices: [], work: null, finished }; // told with the rows
    }
  }

  private async isLarge(file: string): Promise<boolean> {
    return this.parts.description.preparation.size.kind === 'native' && (await isLargeTiff(file));
  }

  /** Begins to read the files that come next. */
  private async readAhead(
    next: readonly string[],
    ahead: Map<string, Promise<ReadPicture[]>>,
  ): Promise<void> {
    for (const file of next) {
      if (ahead.has(file) || this.known(file)) continue;
      if (await this.isLarge(file)) return;
      ahead.set(file, this.parts.reader.read(file));
    }
  }

  /** Rows of a file that is finished and unchanged. */
  private known(file: string): Rows | null {
    return this.records.read(this.names.get(file)!, this.sources(file));
  }

  /** The image file and its masks: what is done again when they change. */
  private sources(file: string): string[] {
    const { pairs, pairRoot } = this.parts.found;
    return [file, ...(pairs.get(file)?.masks.map((mask) => join(pairRoot, mask)) ?? [])];
  }

  private async pagesOf(file: string, pictures: readonly ReadPicture[]): Promise<(Page | ImageRow)[]> {
    const { description, maps } = this.parts;
    const base = this.names.get(file)!;
    const stem = pictureStem(basename(file));
    const truths = await this.truthsOf(file);
    const seen = new Set(description.data.trainedOn);
    const pair = this.parts.found.pairs.get(file);
    const pages: (Page | ImageRow)[] = [];
    for (const [i, { image, prepared }] of pictures.entries()) {
      const name = `${base}${image.id.slice(stem.length)}`; // of a page, what stands behind the stem
      if ('reason' in image || !prepared) {
        pages.push(failedRow(name, file, 'reason' in image ? image.reason : 'it was not prepared'));
        continue;
      }
      const { height, width } = image;
      const { truth, notice } = truths(i, image);
      const trainedOn = truth && (seen.has(image.id) || seen.has(pair!.stem)) ? [TRAINED_ON] : [];
      const notices = [
        ...image.notices,
        ...conversion(image, description),
        ...scaleNotice(image, description),
        ...notice,
        ...trainedOn,
      ];
      const page: Page = {
        name,
        height,
        width,
        notices,
        work: { image, prepared, ...truth },
        finished: null,
      };
      pages.push(page);
      const other = this.waiting[0]?.work?.prepared;
      if (other && (other.height !== prepared.height || other.width !== prepared.width)) await this.flush();
      this.waiting.push(page);
      if (this.waiting.length >= maps.together(prepared)) await this.flush();
    }
    return pages;
  }

  /** The masks of a file's pages, by their place; without one there is no score, and the reason is said. */
  private async truthsOf(
    file: string,
  ): Promise<(i: number, image: Readable) => { truth?: { truth: ObjectTruth }; notice: string[] }> {
    const { truths, found } = this.parts;
    const pair = found.pairs.get(file);
    if (!truths || !pair) return () => ({ notice: [] });
    const unread = truths.leftOut.find(({ stem }) => stem === pair.stem);
    if (unread) return () => ({ notice: [`no score: ${unread.reason}`] });
    try {
      const samples = await truths.read(pair);
      return (i, { height, width }) => {
        const sample = samples[i];
        if (sample?.height === height && sample.width === width)
          return { truth: { truth: sample }, notice: [] };
        return { notice: ['no score: the mask has another size, or no such page'] };
      };
    } catch (error) {
      const notice = [`no score: ${error instanceof Error ? error.message : String(error)}`];
      return () => ({ notice });
    }
  }

  /** Asks the network about the pictures that wait, and hands them to the threads. */
  private async flush(): Promise<void> {
    const pages = this.waiting.splice(0);
    if (pages.length === 0) return;
    const { maps, threads, options, description } = this.parts;
    const { out, threshold = description.prediction.threshold, maps: bits, pixelSize } = options;
    const found = maps.of(pages.map(({ work }) => work!.prepared));
    for (const [n, page] of pages.entries()) {
      const { image, prepared, truth } = page.work!;
      page.work = null;
      const { height, width, channels, image: values, picture } = image;
      const { finished } = await threads.start({
        name: page.name,
        out,
        image: { height, width, channels, image: values },
        picture,
        prepared: { height: prepared.height, width: prepared.width, map: found[n]! },
        threshold,
        objects: description.objects,
        maps: bits,
        pixelSize,
        truth: truth && truthOnly(truth),
      });
      page.finished = finished;
    }
  }

  /** The rows of a file once its pictures are written; a record of them where none failed. */
  private async rowsOf({ file, pages }: Entry): Promise<Rows> {
    const rows: ImageRow[] = [];
    const objects: ObjectRow[] = [];
    const files: string[] = [];
    let table: string | undefined;
    for (const page of pages) {
      if (!('work' in page)) {
        rows.push(page);
        continue;
      }
      const { name, width, height, notices, finished } = page;
      try {
        const done = await finished!;
        const { coveredArea } = done;
        const common = { image: name, file, width, height, coveredArea, notices, reason: null };
        files.push(...done.files);
        if ('table' in done) {
          ({ table } = done);
          rows.push({ ...common, count: done.count, jaccard: null, trueCount: null, f1: null });
          continue;
        }
        const { objects: own, jaccard, trueCount, f1 } = done;
        rows.push({ ...common, count: own.length, jaccard, trueCount, f1 });
        for (const object of own) objects.push({ image: name, ...object });
      } catch (error) {
        if (asWriteError(error, this.parts.options.out)) throw error;
        rows.push(failedRow(name, file, error instanceof Error ? error.message : String(error)));
      }
    }
    const found = { rows, objects, ...(table !== undefined && { table }) };
    if (rows.every(({ reason }) => reason === null))
      this.records.write(this.names.get(file)!, this.sources(file), { files, ...found });
    return found;
  }
}

const isSmall = ({ prepared }: ReadPicture): boolean =>
  prepared === null || prepared.height * prepared.width <= SMALL;

function failedRow(image: string, file: string, reason: string): ImageRow {
  const nothing = { width: null, height: null, count: null, coveredArea: null };
  return { image, file, ...nothing, jaccard: null, trueCount: null, f1: null, notices: [], reason };
}

/** Says that colours were changed for the network. */
function conversion({ picture }: Readable, { preparation: { channels } }: NetworkFile): string[] {
  if (channels === 1 && picture.channels >= 3) return ['colour was made grey, as the network takes it'];
  if (channels === 3 && picture.channels < 3) return ['grey was repeated as colour, as the network takes it'];
  return [];
}

/** What scores need of a sample: the rest need not travel to another thread. */
function truthOnly({ height, width, mask, ignore, instances }: ObjectTruth): ObjectTruth {
  return { height, width, mask, ...(ignore && { ignore }), ...(instances && { instances }) };
}
