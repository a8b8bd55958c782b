import { join } from 'node:path';
import { foldsByGroup } from '../../data';
import { runTrial, trainingLabels } from '../../recipes';
import { writeWhole } from '../../files';
import { OutOfMemory } from '../../training';
import type { TrialHooks, TrialOutcome } from '../runners/runner';
import { searchImages } from '../images/search-images';
import type { Lease } from '../store/lease';
import { SearchStore } from '../store/search-store';
import { epochScore } from '../space/metric-names';
import { failedRecord, searchRecord } from './search-record';
import type { SearchTrial } from './search-trial';

/**
 * Runs one trial of a search in this process: goes on after its last finished epoch where it was begun before, and leaves
 * its files in `trials/ID`. The record is handed back, not written to the store. Two processes never run one trial: the
 * second waits until the first has ended.
 *
 * @throws where the trial breaks
 */
export async function runSearchTrial(
  folder: string,
  trial: SearchTrial,
  hooks: TrialHooks = {},
): Promise<Exclude<TrialOutcome, { state: 'failed' }>> {
  const store = new SearchStore(folder);
  const manifest = store.manifest();
  const lease = await processLease(store, trial.id, hooks);
  if (lease === null) return { state: 'interrupted' };
  const signal = AbortSignal.any([lease.lost, ...(hooks.signal ? [hooks.signal] : [])]);
  const own = store.trialFolder(trial.id);
  try {
    const before = own.readRecord();
    if (before) return { state: 'recorded', record: searchRecord(before, trial, manifest) };
    writeWhole(join(own.path, 'trial.json'), `${JSON.stringify(trial, null, 2)}\n`);
    const { recipe, fold, seed } = trial;
    const { samples, data } = await searchImages(folder, manifest, recipe.model.channels ?? 1);
    const { onEpoch, onNotice } = hooks;
    const result = await runTrial(
      {
        name: trial.id,
        recipe,
        split: foldsByGroup(samples, { folds: fold.of })[fold.index]!,
        labels: trainingLabels(samples, recipe.labels ?? 'given', manifest.data.objects),
        seed,
        fold,
        data,
      },
      {
        folder: own.path,
        outOfMemory: trial.outOfMemory === 'skip' ? 'fail' : 'halve',
        signal,
        ...(onNotice && { onNotice }),
        ...(onEpoch && {
          onEpoch: async (history) => {
            const score = epochScore(manifest.space.objective, history);
            const answer = await onEpoch(history.epoch.length, score, lastOf(history));
            return answer === 'prune' ? 'end' : 'go on';
          },
        }),
      },
    );
    if (result.state === 'interrupted') return { state: 'interrupted' };
    return { state: 'recorded', record: searchRecord(result.record, trial, manifest) };
  } catch (error) {
    if (!(error instanceof OutOfMemory) || trial.outOfMemory !== 'skip') throw error;
    const { batchSize } = trial.recipe.config;
    const reason = `left out for want of memory with batches of ${batchSize ?? 'the usual size'}: ${error.message}`;
    const record = failedRecord(trial, manifest, reason, new Date());
    return { state: 'recorded', record: { ...record, summary: { stopped: 'out of memory' } } };
  } finally {
    lease.release();
  }
}

/** The right to run the trial in this process, waited for; null where it was told to stop meanwhile. */
async function processLease(
  store: SearchStore,
  id: string,
  { onNotice, signal }: TrialHooks,
): Promise<Lease | null> {
  for (let waited = 0; ; waited += 1) {
    if (signal?.aborted) return null;
    const lease = store.claim(`${id}.process`);
    if (lease) return lease;
    if (waited === 0) onNotice?.(`${id}: waits for a process that still runs it to end`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

/** The last epoch's values, by the names that records have for them. */
function lastOf(history: Readonly<Record<string, readonly number[]>>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(history).map(([column, values]) => [
      column.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      values.at(-1) ?? NaN,
    ]),
  );
}
