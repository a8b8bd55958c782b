import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { gpuNames } from '../gpus';
import { queueAddress } from './queue-address';

export interface LocalWorkersOptions {
  /** Address of the queue; null: that of `UNETLAB_QUEUE`. */
  readonly url: string | null;
  /** How many processes; each runs a trial at a time. */
  readonly workers: number;
  /** Where a search's files go whose own folder is not on this machine; default `out/search`. */
  readonly out?: string;
  /** Folder of images in place of the one that the search names. */
  readonly data?: string;
  /** Milliseconds after which the trial of a silent worker is handed on; default 30,000. */
  readonly handOn?: number;
  /** What the workers say. */
  readonly onLine?: (line: string) => void;
  /** Default the process's environment. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** A program in place of the training, as `processRunner` takes it. */
  readonly program?: string;
}

export interface LocalWorkers {
  /** Process ids of those that run now. */
  readonly pids: readonly number[];
  /** Their trials are saved and handed back. */
  close(): Promise<void>;
}

/** What a worker's process is told on its first line of standard input. When that ends, it ends. */
export interface WorkerStart {
  readonly url: string | null;
  readonly out: string | null;
  readonly data: string | null;
  readonly handOn: number | null;
  readonly program: string | null;
}

/** A worker that died is started again after so many milliseconds. */
const pause = 1000;

/**
 * Starts workers on this machine, for a search that runs through a queue without any other machine. They end with the process
 * that started them, however it ends; one that dies is replaced.
 */
export function startLocalWorkers(options: LocalWorkersOptions): LocalWorkers {
  const { workers, onLine = () => undefined, env = process.env } = options;
  queueAddress(options.url, env); // says here what is wrong with it
  const start: WorkerStart = {
    url: options.url,
    out: options.out ?? null,
    data: options.data ?? null,
    handOn: options.handOn ?? null,
    program: options.program ?? null,
  };
  const gpus = gpuNames(env);
  const running = new Map<number, ChildProcess>();
  const ended = new Set<Promise<void>>();
  let closing = false;

  function open(number: number): void {
    const child = spawn(process.execPath, [join(__dirname, 'worker-process.js')], {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...env, ...(gpus.length > 1 && { CUDA_VISIBLE_DEVICES: gpus[(number - 1) % gpus.length] }) },
    });
    running.set(number, child);
    child.stdin.on('error', () => undefined); // it died before it had read
    child.stdin.write(`${JSON.stringify(start)}\n`);
    const say = lines((line) => {
      onLine(`worker ${number}: ${line}`);
    });
    child.stdout.on('data', say);
    child.stderr.on('data', say);
    const end = new Promise<void>((resolve) => {
      child.on('close', (code) => {
        running.delete(number);
        ended.delete(end);
        resolve();
        if (closing || code === 2) return; // 2: it said why it cannot work
        onLine(`worker ${number} was lost; another one is started`);
        setTimeout(() => {
          if (!closing) open(number);
        }, pause).unref();
      });
    });
    ended.add(end);
  }

  for (let number = 1; number <= workers; number++) open(number);
  return {
    get pids() {
      return [...running.values()].flatMap(({ pid }) => pid ?? []);
    },
    async close() {
      closing = true;
      for (const child of running.values()) child.stdin?.end();
      await Promise.all(ended);
    },
  };
}

/** Calls `say` with each whole line. */
function lines(say: (line: string) => void): (chunk: Buffer) => void {
  let rest = '';
  return (chunk) => {
    const parts = (rest + chunk.toString()).split('\n');
    rest = parts.pop() ?? '';
    for (const line of parts) if (line.trim() !== '') say(line);
  };
}
