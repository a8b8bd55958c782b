import { stat } from 'node:fs/promises';
import { readWandbCsv } from './exports/read-wandb-csv';
import { readResultsFolder } from './exports/results-folder';
import { readWandbFile } from './offline/read-file';
import { holdsWandbRuns, readWandbFolder } from './offline/read-folder';
import type { RunSet } from '../types';

/**
 * Reads runs from whatever a path leads to: a CSV that W&B exported, a `.wandb` file, a `wandb/` folder, or a folder of
 * results.
 */
export async function readRuns(path: string): Promise<RunSet> {
  const entry = await stat(path).catch(() => {
    throw new Error(`no such file or folder: ${path}`);
  });
  if (entry.isDirectory())
    return (await holdsWandbRuns(path)) ? readWandbFolder(path) : readResultsFolder(path);
  if (path.endsWith('.wandb')) return { records: [await readWandbFile(path)], notices: [] };
  return readWandbCsv(path);
}
