import type { RunRecord } from '../../../types';
import { SearchStore } from '../../store/search-store';
import { failedRecord } from '../../trial/search-record';
import { processRunner } from '../process';
import { readTrialPlan } from './trial-plan';

export interface TaskOptions {
  /** Search folder with its plan. */
  readonly folder: string;
  /** Number of the trial in the plan, counted from 0. */
  readonly trial: number;
  /** Ends the trial at its next step, saved. */
  readonly signal: AbortSignal;
  readonly onLine?: (line: string) => void;
  /** A program in place of the training, as `processRunner` takes it. */
  readonly program?: string;
}

/** How a task ended. */
export type TaskResult =
  | { readonly state: 'recorded'; readonly record: RunRecord }
  /** There was a record already. */
  | { readonly state: 'known' }
  /** Another process runs the trial. */
  | { readonly state: 'held'; readonly by: string }
  /** Stopped and saved; so many epochs were finished in this call. */
  | { readonly state: 'interrupted'; readonly epochs: number };

/**
 * Runs one trial of a search's plan and keeps its record: what a task of a cluster's array job does. It needs no server; who
 * runs what is settled by the leases of the shared folder.
 */
export async function runTask(options: TaskOptions): Promise<TaskResult> {
  const { folder, signal, onLine = () => undefined } = options;
  const store = new SearchStore(folder);
  const manifest = store.manifest();
  const plan = readTrialPlan(folder);
  const trial = plan[options.trial];
  if (trial === undefined)
    throw new Error(`the plan of ${folder} has no trial ${options.trial}; there are 0 to ${plan.length - 1}`);
  if (store.has(trial.id)) return { state: 'known' };
  const lease = store.claim(trial.id);
  if (lease === null) {
    const holder = store.holder(trial.id);
    return { state: 'held', by: holder ? `process ${holder.pid} on ${holder.host}` : 'another process' };
  }
  const { program } = options;
  const runner = processRunner({ folder, ...(program !== undefined && { program }) });
  let epochs = 0;
  try {
    if (store.has(trial.id)) return { state: 'known' }; // recorded just before the lease was free
    for (let tries = 1; ; tries += 1) {
      const outcome = await runner.run(trial, {
        signal: AbortSignal.any([signal, lease.lost]),
        onNotice: onLine,
        onEpoch: (epoch, score) => {
          epochs += 1;
          onLine(`epoch ${epoch}: ${Number.isFinite(score) ? score.toFixed(4) : score}`);
          return Promise.resolve('go on');
        },
      });
      if (outcome.state === 'interrupted') return { state: 'interrupted', epochs };
      if (outcome.state === 'failed' && tries <= manifest.space.retries) {
        onLine(`${trial.id} failed and is tried again: ${outcome.reason}`);
        continue;
      }
      const record =
        outcome.state === 'recorded'
          ? outcome.record
          : failedRecord(trial, manifest, outcome.reason, new Date());
      const kept = { ...record, about: { ...record.about, tries } };
      store.write(kept);
      return { state: 'recorded', record: kept };
    }
  } finally {
    lease.release();
    await runner.close();
  }
}
