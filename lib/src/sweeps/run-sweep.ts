import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { runRecordFromJson, type RunRecord } from '../types';
import type { RunStore } from './run-store';
import type { Trial } from './trial';

export interface SweepProgress {
  /** Trials that have a record now. */
  readonly done: number;
  readonly total: number;
  readonly record: RunRecord;
  /** Estimated from the trials of this call. */
  readonly secondsLeft: number;
}

export interface SweepOptions {
  readonly trials: readonly Trial[];
  /** Records that are there already are not made again. */
  readonly store: RunStore;
  /** Trials at the same time; default 1, which is fastest where TensorFlow uses every core. */
  readonly jobs?: number;
  readonly onProgress?: (progress: SweepProgress) => void;
  /** Ends the running trials; they start anew at the next call. */
  readonly signal?: AbortSignal;
  /** Seconds since any fixed moment; default the process's clock. */
  readonly clock?: () => number;
}

/**
 * Runs the trials that have no record yet, each in a process of its own, and appends each record at once: killed at any
 * moment, the next call goes on. A trial that fails is recorded as failed, with its last words, and not repeated.
 *
 * @returns the records of all trials, in the order of the trials
 */
export async function runSweep(options: SweepOptions): Promise<RunRecord[]> {
  const { trials, store, jobs = 1, onProgress, signal, clock = () => performance.now() / 1000 } = options;
  const known = new Map(store.read().map((record) => [record.id, record]));
  const queue = trials.filter((trial) => !known.has(idOf(trial)));
  const before = trials.length - queue.length;
  const started = clock();
  let made = 0;
  const worker = async (): Promise<void> => {
    for (let trial = queue.shift(); trial !== undefined && !signal?.aborted; trial = queue.shift()) {
      const record = await inProcess(trial, signal);
      if (record === null) return;
      store.append(record);
      known.set(record.id, record);
      made += 1;
      const left = trials.length - before - made;
      const secondsLeft = ((clock() - started) / made) * left;
      onProgress?.({ done: before + made, total: trials.length, record, secondsLeft });
    }
  };
  await Promise.all(Array.from({ length: jobs }, worker));
  return trials.flatMap((trial) => known.get(idOf(trial)) ?? []);
}

function idOf({ sweep, name }: Trial): string {
  return `${sweep}-${name}`;
}

/** The trial's record, or null where it was interrupted. */
function inProcess(trial: Trial, signal: AbortSignal | undefined): Promise<RunRecord | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(__dirname, 'trial-process.js')], {
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    let [out, err] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    const stop = (): void => {
      child.kill('SIGTERM');
    };
    signal?.addEventListener('abort', stop, { once: true });
    child.on('error', reject);
    child.on('close', (code, killedBy) => {
      signal?.removeEventListener('abort', stop);
      // Ended from outside, like the sweep itself: the trial is left for the next call.
      if (signal?.aborted || killedBy === 'SIGTERM' || killedBy === 'SIGINT') resolve(null);
      else resolve(code === 0 ? runRecordFromJson(out.trim().split('\n').at(-1)!) : failed(trial, code, err));
    });
    child.stdin.end(JSON.stringify(trial));
  });
}

function failed(trial: Trial, code: number | null, errors: string): RunRecord {
  const { name, sweep, ...config } = trial;
  const words =
    errors
      .split('\n')
      .filter((line) => /error/i.test(line))
      .at(-1) ??
    errors.trim().split('\n').at(-1) ??
    '';
  return {
    id: idOf(trial),
    name,
    source: 'local',
    state: 'failed',
    sweep,
    url: null,
    created: null,
    tags: [],
    config,
    summary: {},
    history: null,
    notices: [`the trial's process ended with ${code ?? 'a signal'}: ${words.trim()}`],
  };
}
