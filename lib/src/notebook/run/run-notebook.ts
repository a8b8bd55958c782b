import { spawn } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { createInterface } from 'node:readline';
import { environmentProgram } from '../checkout';
import type { ParameterValue } from './parameter-values';

/** What to execute and how. */
export interface NotebookRun {
  readonly notebook: string;
  /** Where the executed notebook goes. */
  readonly output: string;
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  /** Longest time for one cell in seconds; null = none. */
  readonly cellTimeout: number | null;
}

/** Why a notebook failed. `cell` counts from 0 in the executed notebook, `line` from 1 in the cell. */
export interface RunFailure {
  readonly kind: 'type' | 'throw' | 'late' | 'timeout' | 'died' | 'runner';
  readonly cell: number | null;
  /** The number in `In [n]`. */
  readonly execution: number | null;
  readonly name: string;
  readonly message: string;
  readonly line: number | null;
  /** Text of that line. */
  readonly source: string | null;
  /** What the cell wrote to stderr. */
  readonly stderr: string;
}

export interface RunResult {
  readonly status: 'ok' | 'failed' | 'interrupted';
  readonly seconds: number;
  readonly failure: RunFailure | null;
}

/** What happens while a notebook runs. */
export type RunEvent =
  | { readonly event: 'kernel'; readonly pid: number | null; readonly cells: number }
  | { readonly event: 'cell'; readonly cell: number; readonly execution: number }
  | {
      readonly event: 'cell-done';
      readonly cell: number;
      readonly execution: number;
      readonly seconds: number;
    }
  | { readonly event: 'progress'; readonly cell: number; readonly text: string }
  | ({ readonly event: 'failed' } & RunFailure)
  | { readonly event: 'error'; readonly message: string }
  | { readonly event: 'interrupted' | 'done' };

export interface RunOptions {
  /** The collection's folder. */
  readonly root: string;
  readonly onEvent?: (event: RunEvent) => void;
  /** Ends the run: the cells so far are kept in the output file. */
  readonly signal?: AbortSignal;
  /** Clock in milliseconds, default `performance.now`. */
  readonly now?: () => number;
}

/** Time that papermill gets to write the file and end the kernel after an interrupt. */
const patienceMs = 15_000;

/**
 * Executes one notebook with papermill in a fresh kernel, in the notebook's own folder. The output file is written cell by
 * cell, so it is there whatever happens. Resolves in every case; rejects only where papermill is not installed.
 */
export async function runNotebook(
  { notebook, output, parameters, cellTimeout }: NotebookRun,
  { root, onEvent = () => undefined, signal, now = () => performance.now() }: RunOptions,
): Promise<RunResult> {
  const python = environmentProgram('python', root);
  if (python === null || environmentProgram('papermill', root) === null) {
    throw new Error('papermill is not installed; npm run setup installs it');
  }
  if (!existsSync(notebook)) throw new Error(`there is no notebook ${notebook}`);
  mkdirSync(dirname(output), { recursive: true });
  const started = now();
  const child = spawn(python, ['-m', 'papermill_typescript'], {
    cwd: root,
    env: jupyterEnvironment(root),
    stdio: ['pipe', 'pipe', 'pipe'],
    // Its own process group: Ctrl-C in the terminal reaches this process alone, which then ends the run in order.
    detached: true,
  });
  child.stdin.on('error', () => undefined); // told by 'close'
  child.stdin.end(
    JSON.stringify({ input: notebook, output, parameters, cwd: kernelFolder(notebook, root), cellTimeout }),
  );

  const seen: { kernel: number | null; failure: RunFailure | null; done: boolean } = {
    kernel: null,
    failure: null,
    done: false,
  };
  let native = '';
  child.stderr.on('data', (chunk: Buffer) => {
    native = (native + chunk.toString()).slice(-8000);
  });
  createInterface({ input: child.stdout }).on('line', (line) => {
    const event = JSON.parse(line) as RunEvent;
    if (event.event === 'kernel') seen.kernel = event.pid;
    if (event.event === 'failed') seen.failure ??= event;
    if (event.event === 'error') seen.failure ??= runnerFailure(event.message, native);
    if (event.event === 'done') seen.done = true;
    onEvent(event);
  });

  const kill = (): void => {
    for (const pid of [
      seen.kernel === null ? null : -seen.kernel,
      child.pid === undefined ? null : -child.pid,
    ]) {
      try {
        if (pid !== null) process.kill(pid, 'SIGKILL');
      } catch {
        // gone already
      }
    }
  };
  const killers: NodeJS.Timeout[] = [];
  const stop = (): void => {
    child.kill('SIGINT');
    killers.push(setTimeout(kill, patienceMs));
  };
  if (signal?.aborted) stop();
  signal?.addEventListener('abort', stop, { once: true });
  const code = await new Promise<number | null>((resolve) => {
    child.on('error', () => {
      resolve(null);
    });
    child.on('close', resolve);
  });
  signal?.removeEventListener('abort', stop);
  killers.forEach(clearTimeout);
  const seconds = (now() - started) / 1000;
  if (signal?.aborted) return { status: 'interrupted', seconds, failure: null };
  if (code === 0 && seen.done) return { status: 'ok', seconds, failure: null };
  if (seen.failure === null) kill(); // papermill died: its kernel must not live on
  return {
    status: 'failed',
    seconds,
    failure: seen.failure ?? runnerFailure(`papermill ended with exit code ${code ?? 'none'}`, native),
  };
}

/** Where a notebook's kernel runs: in its own folder, or in the checkout for one that lies elsewhere and could not import the library. */
export function kernelFolder(notebook: string, root: string): string {
  const folder = dirname(notebook);
  return relative(root, folder).startsWith('..') ? root : folder;
}

const runnerFailure = (message: string, stderr: string): RunFailure => ({
  kind: 'runner',
  cell: null,
  execution: null,
  name: 'Papermill',
  message,
  line: null,
  source: null,
  stderr,
});

/** Jupyter's own files stay inside the checkout, and the user's Jupyter and Python settings outside the run. */
export function jupyterEnvironment(root: string, env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const state = join(root, '.setup', 'jupyter');
  const { PYTHONHOME: _home, PYTHONPATH: _path, ...rest } = env;
  return {
    ...rest,
    PYTHONNOUSERSITE: '1',
    JUPYTER_CONFIG_DIR: join(state, 'config'),
    JUPYTER_DATA_DIR: join(state, 'data'),
    JUPYTER_RUNTIME_DIR: join(state, 'runtime'),
    IPYTHONDIR: join(state, 'ipython'),
  };
}
