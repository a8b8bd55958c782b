import type { RunRecord } from '../../types';
import type { SearchTrial } from '../trial/search-trial';

/** What a runner tells while a trial runs. */
export interface TrialHooks {
  /**
   * After each finished epoch, with the score that pruning looks at, and where the runner knows them all values of the epoch
   * by the names of records; `prune` ends the trial, saved and recorded.
   */
  readonly onEpoch?: (
    epoch: number,
    score: number,
    values?: Readonly<Record<string, number>>,
  ) => Promise<'go on' | 'prune'>;
  readonly onNotice?: (line: string) => void;
  /** Ends the trial at its next step, saved: it goes on at the next call. */
  readonly signal?: AbortSignal;
}

/** How a run of a trial ended. */
export type TrialOutcome =
  /** The record's own state says whether it finished, was pruned, or was left out for want of memory. */
  | { readonly state: 'recorded'; readonly record: RunRecord }
  /** It broke: tried again as often as the space allows, then recorded with this reason. */
  | { readonly state: 'failed'; readonly reason: string }
  /** Stopped from outside; nothing is recorded. */
  | { readonly state: 'interrupted' };

/** Where trials run: here in processes, in a queue's workers. One trial runs the same way in each. */
export interface TrialRunner {
  run(trial: SearchTrial, hooks: TrialHooks): Promise<TrialOutcome>;
  close(): Promise<void>;
}
