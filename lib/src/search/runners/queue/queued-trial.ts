import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { runRecordFromJson, runRecordToJson } from '../../../types';
import type { SearchManifest } from '../../store/manifest';
import type { SearchTrial } from '../../trial/search-trial';
import type { TrialOutcome } from '../runner';

/** The queue of BullMQ that all searches of a server share: a worker takes whatever comes. */
export const queueName = 'unetlab-search';

/** The search that a queued trial belongs to. */
export interface QueuedSearch {
  /** A file name. */
  readonly name: string;
  /** Where the coordinator keeps it: a worker that finds the same search there, or in its own folder, works in it. */
  readonly folder: string;
  /** Text of the search's manifest. It tells searches of one name apart. */
  readonly manifest: string;
}

/** What a job of the queue holds. Plain data, without any secret. */
export interface QueuedTrial {
  readonly trial: SearchTrial;
  readonly search: QueuedSearch;
}

/** What a worker tells on the way: everything so far, so that a coordinator that comes late misses nothing. */
export interface QueuedProgress {
  /** Epoch and score; a score that is not finite is text. */
  readonly epochs: readonly (readonly [number, number | string])[];
  readonly notices: readonly string[];
}

/** What a job returns: an outcome, with the record as text because JSON knows no NaN. */
export type QueuedOutcome =
  | { readonly state: 'recorded'; readonly record: string }
  | { readonly state: 'failed'; readonly reason: string }
  | { readonly state: 'interrupted' };

/** A search as its jobs carry it. */
export function queuedSearch(folder: string, manifest: SearchManifest): QueuedSearch {
  return { name: manifest.name, folder: resolve(folder), manifest: JSON.stringify(manifest) };
}

/** What the jobs of one search begin with. */
export function jobPrefix({ name, manifest }: QueuedSearch): string {
  const hash = createHash('sha256').update(manifest).digest('hex').slice(0, 12);
  return `${name.replace(/[^\w.-]/g, '_')}-${hash}-`;
}

export function queuedOutcome(outcome: TrialOutcome): QueuedOutcome {
  return outcome.state === 'recorded'
    ? { state: 'recorded', record: runRecordToJson(outcome.record) }
    : outcome;
}

/** Reads what a job returned. Throws where it is the record of another trial. */
export function outcomeOf(queued: QueuedOutcome, trial: SearchTrial): TrialOutcome {
  if (queued.state !== 'recorded') return queued;
  const record = runRecordFromJson(queued.record);
  if (record.id !== trial.id)
    throw new Error(`the queue holds the record of ${record.id} in the place of ${trial.id}`);
  return { state: 'recorded', record };
}
