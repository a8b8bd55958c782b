import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunRecord, RunSet } from '../../types';
import { sameButAbbreviated } from '../../values';
import { joinParts } from './join-parts';
import { readWandbFile } from './read-file';
import { readRunFolder } from './run-folder';

/**
 * Reads every offline run below a folder: a `wandb/` folder, a folder of such folders, or one run's folder. Runs
 * come in the order of their folders' names, that is by start. The parts of a resumed run (same id, several folders)
 * become one record.
 *
 * Throws where the folder does not exist or holds no run.
 */
export async function readWandbFolder(folder: string): Promise<RunSet> {
  const places = await findRuns(folder, searchDepth);
  if (places.length === 0) {
    throw new Error(
      `no W&B run below ${folder}: expected folders like run-20250822_174358-r4eicrnr or files ending in .wandb`,
    );
  }
  const parts: RunRecord[] = [];
  const notices: string[] = [];
  for (const { path, isFolder } of places) {
    try {
      parts.push(await (isFolder ? readRunFolder(path) : readWandbFile(path)));
    } catch (error) {
      notices.push(`${path} could not be opened: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  const records = joinParts(parts);
  return { records, notices: [...notices, ...renamesAcrossRuns(records)] };
}

/** Whether there is an offline run below a folder. */
export async function holdsWandbRuns(folder: string): Promise<boolean> {
  return (await findRuns(folder, searchDepth)).length > 0;
}

const searchDepth = 4;

interface Place {
  readonly path: string;
  readonly isFolder: boolean;
}

/** Symbolic links are left alone: `latest-run` points at a run that is there anyway. */
async function findRuns(folder: string, depth: number): Promise<Place[]> {
  const entries = await entriesOf(folder);
  const names = new Set(entries.map((entry) => entry.name));
  const isRun = entries.some((entry) => entry.isFile() && entry.name.endsWith('.wandb'));
  if (names.has('files') && (isRun || /run-\d{8}_\d{6}-/.test(folder)))
    return [{ path: folder, isFolder: true }];
  const places: Place[] = [];
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isFile() && entry.name.endsWith('.wandb')) places.push({ path, isFolder: false });
    if (entry.isDirectory() && depth > 0) places.push(...(await findRuns(path, depth - 1)));
  }
  return places;
}

async function entriesOf(folder: string): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new Error(`no such folder: ${folder}`);
    if (code === 'ENOTDIR') throw new Error(`${folder} is a file: readWandbFile reads a single .wandb file`);
    throw error;
  }
}

/** Metrics that some runs log under one name and others under its abbreviation. */
function renamesAcrossRuns(records: readonly RunRecord[]): string[] {
  const runsWith = new Map<string, Set<string>>();
  for (const { id, history } of records) {
    for (const key of Object.keys(history ?? {})) {
      if (key.startsWith('_')) continue;
      const ids = runsWith.get(key) ?? new Set();
      runsWith.set(key, ids.add(id));
    }
  }
  const sentences: string[] = [];
  const keys = [...runsWith.keys()];
  keys.forEach((a, i) => {
    for (const b of keys.slice(i + 1)) {
      const shared = [...runsWith.get(a)!].some((id) => runsWith.get(b)!.has(id));
      if (!shared && sameButAbbreviated(a, b)) {
        sentences.push(`some runs log "${a}" and others "${b}": perhaps one metric under two names`);
      }
    }
  });
  return sentences;
}
