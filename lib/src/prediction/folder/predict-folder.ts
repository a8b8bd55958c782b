import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import { asWriteError, makeFolder, writeWhole } from '../../files';
import { pairedMasks, parseMaskOptions, parsePages, type PairedMasks } from '../../data';
import { loadEnsemble, type Ensemble } from '../networks/ensemble';
import type { NetworkFile } from '../network-description';
import { objectText, preparationText } from '../network-file-text';
import { PictureMaps } from '../picture-maps';
import { FinishThreads } from './finish-threads';
import { FolderRun } from './folder-run';
import { imagesAndMasks, type ImagesAndMasks } from './images-and-masks';
import { intensityTold } from './intensity-told';
import { looksLikeMasks } from './looks-like-masks';
import { ReadThread } from './read-thread';
import { objectsTable } from './objects-table';
import { imagesCsv, type ImageRow, type ObjectRow } from './rows';

export interface PredictFolderOptions {
  /** A network file, a training folder, or a folder of network files of one recipe. */
  readonly model: string;
  /** A file, a folder to any depth, or a pattern (`plates/*.tif`). */
  readonly images: string;
  /** Folder of the outputs; made where it is missing. */
  readonly out: string;
  /** Folder of masks to score by; default those that stand beside the images. */
  readonly masks?: string;
  /** What masks mean, as `-p foreground=`, `-p ignore=`; default found out. */
  readonly foreground?: string;
  readonly ignore?: string;
  /** Default as the network file says. */
  readonly symmetries?: boolean;
  /** Default as the network file says. */
  readonly threshold?: number;
  /** Bits of the probability maps that are written; default none are. */
  readonly maps?: 8 | 16;
  /** Side of a pixel in µm, for the tables; above 0. */
  readonly pixelSize?: number;
  /** As `-p pages=`. */
  readonly pages?: string;
  /** Levels that become 0 and 1: `low:high`, or `images` to decide them from these images; default the training's. */
  readonly intensity?: string;
  /** Threads that draw and write while the network works, beside one that reads; 0 none, of either. Default 1. */
  readonly jobs?: number;
  /** Ends in order after the running pictures; the same call goes on. */
  readonly signal?: AbortSignal;
  /** Called once a finished image, in their order; `known` where it was finished before. */
  readonly onImage?: (
    row: ImageRow,
    progress: { readonly done: number; readonly total: number; readonly known: boolean },
  ) => void;
  /** Called while a picture that is read by strips is predicted, with the share of its rows that are done, in (0, 1]. */
  readonly onPart?: (image: string, share: number) => void;
  readonly onNotice?: (line: string) => void;
}

/** What there is when it ends, or is interrupted. */
export interface FolderPrediction {
  readonly network: NetworkFile;
  /** Rows of `images.csv`, those that failed among them. */
  readonly images: readonly ImageRow[];
  /** Rows of `objects.csv`, but for those of pictures that are read by strips, which stand in the file only. */
  readonly objects: readonly ObjectRow[];
  /** Rows of `objects.csv`, all of them. */
  readonly objectCount: number;
  readonly stopped: 'finished' | 'interrupted';
}

/**
 * Predicts every image of a folder and writes masks, label images, overlays, outlines and tables. One file at a time is in
 * memory. An image that cannot be read is named in the tables with the reason, and the others go on; what is finished and
 * unchanged is not done again.
 *
 * @throws one line where nothing can be predicted: no model, no pictures, pictures that are masks, no permission, no space
 */
export async function predictFolder(options: PredictFolderOptions): Promise<FolderPrediction> {
  const { out, jobs = 1, pixelSize, onNotice = () => undefined } = options;
  checkNumbers(options);
  const pages = parsePages(options.pages ?? '');
  const ensemble = loadEnsemble(options.model);
  const threads = new FinishThreads(jobs);
  let maps: PictureMaps | null = null;
  let reader: ReadThread | null = null;
  try {
    const { description } = ensemble;
    const found = await imagesAndMasks(options.images, options.masks, out);
    if (await looksLikeMasks(found.files, pages))
      throw new Error(
        `the ${found.files.length} pictures at ${options.images} hold two levels and hardly anything between: they are masks, not images; name the folder of the images`,
      );
    const truths = await truthsOf(found, options);
    const range = await intensityTold(options.intensity, description.preparation, found.files, options.pages);
    claimOut(out);
    for (const line of openingLines(ensemble, found, truths)) onNotice(line);
    maps = new PictureMaps(ensemble.models, description, options);
    const settings = settingsOf(options, ensemble, truths);
    const { preparation } = description;
    reader = new ReadThread({ range, preparation, pages: options.pages }, jobs > 0);
    const run = new FolderRun({
      ...{ options, description, found, truths, range, maps, reader, threads, settings },
    });
    const result = await run.all();
    writeWhole(join(out, 'images.csv'), imagesCsv(result.images, pixelSize));
    writeWhole(join(out, 'objects.csv'), objectsTable(out, result.objects, pixelSize));
    const objects = result.objects.flatMap((part) => (typeof part === 'string' ? [] : part));
    const objectCount = result.images.reduce((sum, { count }) => sum + (count ?? 0), 0);
    return { network: description, ...result, objects, objectCount };
  } catch (error) {
    throw asWriteError(error, out) ?? error;
  } finally {
    await reader?.end();
    await threads.end();
    maps?.dispose();
    ensemble.dispose();
  }
}

/** Checks what was typed, before anything is read. */
function checkNumbers({ threshold, pixelSize, jobs = 1 }: PredictFolderOptions): void {
  if (threshold !== undefined && !(threshold > 0 && threshold < 1))
    throw new Error(`invalid threshold: ${threshold}; allowed: numbers between 0 and 1`);
  if (pixelSize !== undefined && !(pixelSize > 0 && pixelSize < Infinity))
    throw new Error(`invalid pixel size: ${pixelSize}; allowed: µm a pixel, above 0`);
  if (!Number.isInteger(jobs) || jobs < 0)
    throw new Error(`invalid jobs: ${jobs}; allowed: whole numbers from 0`);
}

async function truthsOf(
  { pairs, pairRoot }: ImagesAndMasks,
  { foreground = '', ignore = '', pages }: PredictFolderOptions,
): Promise<PairedMasks | null> {
  if (pairs.size === 0) return null;
  const told = parseMaskOptions({ foreground, ignore });
  return pairedMasks(pairRoot, [...pairs.values()], told, pages);
}

function claimOut(out: string): void {
  makeFolder(out);
  accessSync(out, constants.W_OK);
}

function openingLines(
  { description, notices, files }: Ensemble,
  { files: images, pairs, sentence }: ImagesAndMasks,
  truths: PairedMasks | null,
): string[] {
  const { name, preparation, objects } = description;
  return [
    `network: ${name} (${files.length === 1 ? '1 file' : `${files.length} files`}); ${preparationText(preparation)}`,
    ...notices,
    objects
      ? `objects: ${objectText(objects)}`
      : 'objects: every connected piece counts, since the network file does not say how objects are told apart',
    `${images.length} image ${images.length === 1 ? 'file' : 'files'}${sentence === null ? ', no masks beside them' : `, ${pairs.size} with masks (${sentence})`}`,
    ...(truths ? [truths.meaning.text, ...truths.notices] : []),
  ];
}

/** Everything but the images that decides the outputs. */
function settingsOf(options: PredictFolderOptions, { hash }: Ensemble, truths: PairedMasks | null): object {
  const { symmetries, threshold, maps, pixelSize, pages, intensity } = options;
  const meaning = truths?.meaning.text;
  return { network: hash, symmetries, threshold, maps, pixelSize, pages, intensity, meaning };
}
