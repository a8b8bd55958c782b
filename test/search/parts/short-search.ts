import { mkdtempSync, readFileSync, rmSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { recipes } from 'unetlab/recipes';
import {
  claimSearch,
  recipeWith,
  searchFormat,
  type SearchManifest,
  type SearchSpace,
  type SearchTrial,
  type Suggester,
} from 'unetlab/search';
import { libraryVersion } from 'unetlab/training';
import { smallSpace } from '../small-search';

/** The program that stands in for a training. */
export const shortTrial = join(__dirname, 'short-trial.js');

const space: SearchSpace = { ...smallSpace, name: 'short', base: 'fast' };

/** A search folder whose trials need no images. */
export function shortSearch(folder: string, change: Partial<SearchSpace> = {}): SearchManifest {
  return claimSearch(folder, {
    format: searchFormat,
    name: 'short',
    space: { ...space, ...change },
    recipe: recipes.best,
    data: { name: 'none', hash: 'none', folder: '/', options: {}, objects: 'dark' },
    library: libraryVersion,
    created: new Date().toISOString(),
  });
}

/** The trials of the configurations 0 to count − 1. */
export function shortTrials(count: number): SearchTrial[] {
  return Array.from({ length: count }, (_, configuration) => {
    const values = { 'config.epochs': configuration + 1 };
    return {
      id: `c${String(configuration).padStart(4, '0')}-s1-f0`,
      configuration,
      values,
      recipe: recipeWith(recipes.best, values),
      seed: 1,
      fold: { index: 0, of: 2 },
      outOfMemory: 'halve',
    };
  });
}

/** Suggests configurations in order; prunes those that `prunes` names at the epoch it names. */
export function inOrder(
  count: number,
  prunes: (configuration: number) => number | null = () => null,
): Suggester {
  let next = 0;
  return {
    ask: () =>
      Promise.resolve(next < count ? { configuration: next, values: { 'config.epochs': ++next } } : null),
    report: (configuration, epoch) => Promise.resolve(epoch === prunes(configuration) ? 'prune' : 'go on'),
    tell: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}

/** What the short trials noted: `begin`, `stop`, `end` and the trial. */
export function runsOf(
  folder: string,
): { readonly word: string; readonly trial: string; readonly worker: string }[] {
  const path = join(folder, 'runs.log');
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [word = '', trial = '', , worker = ''] = line.split(' ');
      return { word, trial, worker };
    });
}

export async function inNewFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'unetlab-search-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
