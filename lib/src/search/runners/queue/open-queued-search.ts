import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readDataSet } from '../../../data';
import { libraryVersion } from '../../../training';
import { keepImages, keptImages } from '../../images/kept-images';
import { hashOf } from '../../images/search-images';
import { claimSearch, readManifest, searchDifferences, type SearchManifest } from '../../store/manifest';
import { processRunner } from '../process';
import type { TrialRunner } from '../runner';
import { jobPrefix, type QueuedSearch } from './queued-trial';

export interface OpenQueuedSearchOptions {
  /** Where a search goes whose own folder is not on this machine; default `out/search`. */
  readonly out?: string;
  /** Folder of its images, where it is not the one that the search names. */
  readonly data?: string;
  /** A program in place of the training, as `processRunner` takes it. */
  readonly program?: string;
  readonly onLine?: (line: string) => void;
}

/**
 * Runs the trials of a queued search on this machine: in the search's own folder where this machine has it, else in a folder
 * of this machine, with the same images.
 *
 * @throws one line where the images are not here, or are others
 */
export async function openQueuedSearch(
  search: QueuedSearch,
  options: OpenQueuedSearchOptions = {},
): Promise<TrialRunner> {
  const manifest = JSON.parse(search.manifest) as SearchManifest;
  const { program, onLine = () => undefined } = options;
  if (manifest.library !== libraryVersion)
    throw new Error(
      `the search ${search.name} is of version ${manifest.library} of this collection, and this machine has ${libraryVersion}; check the same one out`,
    );
  const shared = isThere(search.folder, manifest) && hasImages(search.folder, manifest);
  const folder = shared ? search.folder : await ownFolder(search, manifest, options);
  onLine(`search ${search.name}: ${shared ? 'in its own folder' : 'in a folder of this machine'}, ${folder}`);
  return processRunner({ folder, ...(program !== undefined && { program }) });
}

/** Whether a folder holds this very search. */
function isThere(folder: string, manifest: SearchManifest): boolean {
  try {
    const there = readManifest(folder);
    return there.created === manifest.created && searchDifferences(there, manifest).length === 0;
  } catch {
    return false;
  }
}

function hasImages(folder: string, { data }: SearchManifest): boolean {
  return existsSync(join(folder, 'images.bin')) || existsSync(data.folder);
}

/** A folder of this machine for a search whose own is elsewhere, with its images beside it. */
async function ownFolder(
  search: QueuedSearch,
  manifest: SearchManifest,
  { out = join('out', 'search'), data }: OpenQueuedSearchOptions,
): Promise<string> {
  const first = join(out, search.name);
  const isFree = !existsSync(first) || isThere(first, manifest);
  const folder = isFree ? first : join(out, jobPrefix(search).replace(/-$/, ''));
  const images = data ?? manifest.data.folder;
  const own = { ...manifest, data: { ...manifest.data, folder: images } };
  if (existsSync(folder) && keptImages(folder, manifest.data.hash) !== null) return folder;
  if (!existsSync(images))
    throw new Error(
      `the images of the search ${search.name} are not on this machine (${images}); name their folder with --data DIR`,
    );
  const read = await readDataSet(images, { ...manifest.data.options, channels: 3 });
  const hash = hashOf(read);
  if (hash !== manifest.data.hash)
    throw new Error(
      `${images} holds other images or masks than the search ${search.name} (hash ${hash}, there ${manifest.data.hash}); name their folder with --data DIR`,
    );
  claimSearch(folder, own);
  keepImages(folder, read, hash);
  return folder;
}
