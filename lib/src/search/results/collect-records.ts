import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { searchRecord } from '../trial/search-record';
import { claimSearch, searchDifferences } from '../store/manifest';
import { SearchStore } from '../store/search-store';
import type { SearchTrial } from '../trial/search-trial';

/** What {@link collectRecords} did. */
export interface CollectedRecords {
  /** Records that the folder holds now. */
  readonly records: number;
  /** Those that are new there. */
  readonly added: readonly string[];
  /** Trials that were begun and have no record anywhere. */
  readonly unfinished: readonly string[];
}

/**
 * Gathers the records of one search from several folders (a machine each, a cluster's tasks) into one; also those that a
 * killed process left in a trial's own folder. Nothing is taken away from where it was.
 *
 * @throws one line where a folder holds another search than the first
 */
export function collectRecords(folders: readonly string[], into: string): CollectedRecords {
  const [first] = folders;
  if (first === undefined) throw new Error('name the search folders to collect from');
  const manifest = new SearchStore(first).manifest();
  for (const folder of folders.slice(1)) {
    const [difference] = searchDifferences(new SearchStore(folder).manifest(), manifest);
    if (difference !== undefined)
      throw new Error(
        `${folder} holds another search than ${first} (${difference.replace(' there', ' in it')})`,
      );
  }
  claimSearch(into, manifest);
  const target = new SearchStore(into);
  const added: string[] = [];
  const begun = new Set<string>();
  for (const folder of folders) {
    const store = new SearchStore(folder);
    const own = begunTrials(store);
    for (const { id } of own) begun.add(id);
    const left = own.flatMap((trial) => {
      const record = store.has(trial.id) ? null : store.trialFolder(trial.id).readRecord();
      return record ? [searchRecord(record, trial, manifest)] : [];
    });
    for (const record of [...store.records(), ...left])
      if (!target.has(record.id) && target.write(record)) added.push(record.id);
  }
  const records = target.records();
  const unfinished = [...begun].filter((id) => !target.has(id)).sort();
  return { records: records.length, added, unfinished };
}

/** Trials that have a folder of their own. */
function begunTrials(store: SearchStore): SearchTrial[] {
  const folder = join(store.folder, 'trials');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort()
    .flatMap((id) => {
      const path = join(folder, id, 'trial.json');
      return existsSync(path) ? [JSON.parse(readFileSync(path, 'utf8')) as SearchTrial] : [];
    });
}
