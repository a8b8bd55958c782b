import { join } from 'node:path';
import type { RunRecord } from '../types';
import { RunStore } from './run-store';

/** The studies that are part of the collection: the published ones, and its own. */
export type StudyName = 'published-search' | 'published-grid' | 'published-sweep' | 'own-search' | 'own-grid';

/** Runs of a study, with what has to be known before they are compared. */
export interface RecordedStudy {
  /** For headings, for example `published search`. */
  readonly title: string;
  /** Below the checkout. */
  readonly file: string;
  /** Number of runs, images, score and seeds, in words. */
  readonly data: string;
  readonly records: readonly RunRecord[];
  readonly notices: readonly string[];
}

const studies: Readonly<
  Record<StudyName, Pick<RecordedStudy, 'title' | 'file'> & { readonly words: string }>
> = {
  'published-search': {
    title: 'published search',
    file: 'data/published/search-2025-10-10.jsonl',
    words: 'photographs of microbeads at 512², soft Jaccard, one seed each',
  },
  'published-grid': {
    title: 'published grid',
    file: 'data/published/grid-2025-09-26.jsonl',
    words: 'photographs of microbeads, soft Jaccard, one seed each',
  },
  'published-sweep': {
    title: 'published sweep',
    file: 'data/published/wandb-sweep-1jpj8b17.jsonl',
    words: 'other images at 256², Dice and IoU as logged, one seed each',
  },
  'own-search': {
    title: 'our search',
    file: 'data/sweeps/search-15.jsonl',
    words: 'synthetic beads, tiles of 128², hard Jaccard, seeds 1 to 3, at most 40 epochs',
  },
  'own-grid': {
    title: 'our grid',
    file: 'data/sweeps/grid-36.jsonl',
    words: 'synthetic beads, tiles of 128², hard Jaccard, seeds 1 to 3, at most 30 epochs',
  },
};

/** Reads a study of the collection. @param root the checkout */
export function recordedStudy(name: StudyName, root: string): RecordedStudy {
  const { title, file, words } = studies[name];
  const { records, notices } = new RunStore(join(root, file)).readWithNotices();
  return { title, file, data: `${title}: ${records.length} runs, ${words}`, records, notices };
}
