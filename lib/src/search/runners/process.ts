import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { RunRecord } from '../../types';
import type { SearchTrial } from '../trial/search-trial';
import {
  lineSplitter,
  trialEventOf,
  trialExit,
  type TrialAnswer,
  type TrialEvent,
  type TrialOrder,
} from '../trial/trial-lines';
import { GpuSlots, gpuNames } from './gpus';
import type { TrialHooks, TrialOutcome, TrialRunner } from './runner';

export interface ProcessRunnerOptions {
  /** The search folder. */
  readonly folder: string;
  /** What Node runs; default the trial's process of this library. */
  readonly program?: string;
  /** More for the environment of the processes. */
  readonly env?: Readonly<Record<string, string>>;
  /** Names of GPUs to deal out; default those of this machine. */
  readonly gpus?: readonly string[];
}

const trialProgram = join(__dirname, '..', 'trial', 'trial-process.js');

/** Runs trials on this machine, each in a process of its own, one GPU each where there are several. */
export function processRunner({
  folder,
  program = trialProgram,
  env = {},
  gpus,
}: ProcessRunnerOptions): TrialRunner {
  const slots = new GpuSlots(gpus ?? gpuNames());
  return {
    run: async (trial, hooks) => {
      const { environment, release } = slots.take();
      try {
        return await inProcess(folder, program, { ...env, ...environment }, trial, hooks);
      } finally {
        release();
      }
    },
    close: () => Promise.resolve(),
  };
}

/** @throws one line where the trial could not be run for a reason that is not its own (a full disk) */
function inProcess(
  folder: string,
  program: string,
  env: Readonly<Record<string, string>>,
  trial: SearchTrial,
  { onEpoch, onNotice, signal }: TrialHooks,
): Promise<TrialOutcome> {
  if (signal?.aborted) return Promise.resolve({ state: 'interrupted' });
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program], {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { TF_CPP_MIN_LOG_LEVEL: '3', ...process.env, ...env },
    });
    let record: RunRecord | null = null;
    let problem: string | null = null;
    const words: string[] = [];
    const tell = (line: TrialOrder | TrialAnswer): void => {
      if (child.stdin.writable) child.stdin.write(`${JSON.stringify(line)}\n`);
    };
    const stop = (): void => {
      tell({ stop: true });
    };
    const answer = async ({ epoch, score, values }: TrialEvent & { event: 'epoch' }): Promise<void> => {
      const said = await onEpoch!(epoch, score, values);
      tell(said === 'prune' ? { prune: true } : { go: true });
    };
    child.stdout.on(
      'data',
      lineSplitter((line) => {
        const event = trialEventOf(line);
        if (event?.event === 'recorded') record = event.record;
        else if (event?.event === 'problem') problem = event.line;
        else if (event?.event === 'notice') onNotice?.(event.line);
        else if (event?.event === 'epoch' && onEpoch)
          answer(event).catch((error: unknown) => {
            problem = error instanceof Error ? error.message : String(error);
            stop();
          });
      }),
    );
    child.stderr.on(
      'data',
      lineSplitter((line) => {
        if (line.trim() !== '') words.push(line.trim());
        if (words.length > 200) words.shift();
      }),
    );
    child.stdin.on('error', () => undefined); // it has ended; its exit says why
    signal?.addEventListener('abort', stop, { once: true });
    child.on('error', reject);
    child.on('close', (code, killedBy) => {
      signal?.removeEventListener('abort', stop);
      if (problem !== null) reject(new Error(problem));
      else if (record !== null && code === trialExit.recorded) resolve({ state: 'recorded', record });
      else if (code === trialExit.interrupted || signal?.aborted) resolve({ state: 'interrupted' });
      else resolve({ state: 'failed', reason: reasonOf(code, killedBy, words) });
    });
    tell({ folder, trial, asks: onEpoch !== undefined });
  });
}

function reasonOf(code: number | null, killedBy: string | null, words: readonly string[]): string {
  if (killedBy === 'SIGKILL')
    return 'its process was killed (SIGKILL): by hand, or by the system for want of memory';
  const last =
    words.filter((line) => /error/i.test(line) && !/^\s*at /.test(line)).at(-1) ??
    words.at(-1) ??
    'it said nothing';
  return `its process ended with ${killedBy ?? `code ${code}`}: ${last.replace(/^Error: /, '')}`;
}
