import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { EventLog } from '../store/event-log';
import { SearchStore } from '../store/search-store';

/**
 * Puts failed trials back, so that the next start runs them again from their last epoch. What the suggester was told of them
 * stays: a search that was led by their failure is not led anew.
 *
 * @param ids which; default all that failed
 * @returns those that were put back
 * @throws one line where the search runs now, or a trial did not fail
 */
export function putBack(folder: string, ids?: readonly string[]): string[] {
  const store = new SearchStore(folder);
  store.manifest();
  if (store.holder('coordinator') !== null)
    throw new Error(`this search runs now; npm run search -- stop ${folder} ends it first`);
  const failed = store.records().flatMap(({ id, state }) => (state === 'failed' ? [id] : []));
  const strange = ids?.find((id) => !failed.includes(id));
  if (strange !== undefined)
    throw new Error(
      `${strange} did not fail; ${failed.length === 0 ? 'no trial did' : `failed are ${failed.join(', ')}`}`,
    );
  const log = new EventLog(folder);
  log.mend();
  for (const id of ids ?? failed) {
    store.setAside(id);
    rmSync(join(store.trialFolder(id).path, 'record.json'), { force: true });
    log.append({ kind: 'put back', trial: id });
  }
  return [...(ids ?? failed)];
}
