import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** The program in Python, beside this library. */
const program = join(__dirname, '..', '..', '..', 'python', 'suggest.py');

interface Waiting {
  readonly resolve: (answer: Readonly<Record<string, unknown>>) => void;
  readonly reject: (reason: Error) => void;
}

/**
 * Optuna in a process of its own: one JSON line in, one out, in order. It ends with its standard input, so it never outlives
 * this process, and leaves Ctrl-C to it.
 */
export class OptunaProcess {
  private readonly child: ChildProcessWithoutNullStreams;
  private readonly waiting: Waiting[] = [];
  private lastError = '';
  private ended: Error | null = null;

  /** @param python program of the environment that set-up made; null where there is none */
  constructor(python: string | null) {
    if (python === null) throw new Error(notInstalled);
    this.child = spawn(python, ['-u', program], { stdio: 'pipe' });
    this.child.stderr.on('data', (chunk: Buffer) => {
      this.lastError = (this.lastError + chunk.toString()).slice(-2000);
    });
    this.child.stdin.on('error', () => undefined); // told by 'close'
    createInterface({ input: this.child.stdout }).on('line', (line) => {
      this.answer(line);
    });
    this.child.on('error', ({ code }: NodeJS.ErrnoException) => {
      this.end(
        new Error(code === 'ENOENT' ? notInstalled : `${python} does not start (${code ?? 'unknown'})`),
      );
    });
    this.child.on('close', (code, signal) => {
      const last = this.lastError.trim().split('\n').at(-1) ?? '';
      if (/^(?:ModuleNotFound|Import)Error/.test(last)) this.end(new Error(`${notInstalled} (${last})`));
      const why = last === '' ? (signal ?? `exit code ${code ?? 'unknown'}`) : last;
      this.end(new Error(`Optuna ended (${why}); start the same search again, and it goes on`));
    });
  }

  /** Sends a line and waits for its answer. */
  async ask(line: object): Promise<Readonly<Record<string, unknown>>> {
    if (this.ended) throw this.ended;
    return new Promise((resolve, reject) => {
      this.waiting.push({ resolve, reject });
      this.child.stdin.write(`${JSON.stringify(line)}\n`);
    });
  }

  /** Ends the process and waits for its end. */
  async close(): Promise<void> {
    if (this.ended) return;
    const closed = new Promise<void>((resolve) =>
      this.child.once('close', () => {
        resolve();
      }),
    );
    this.child.stdin.end();
    await closed;
  }

  private answer(line: string): void {
    const waiting = this.waiting.shift();
    if (!waiting) return;
    const answer = JSON.parse(line) as Readonly<Record<string, unknown>>;
    if (typeof answer.error === 'string') waiting.reject(new Error(answer.error));
    else waiting.resolve(answer);
  }

  private end(reason: Error): void {
    this.ended ??= reason;
    for (const { reject } of this.waiting.splice(0)) reject(this.ended);
  }
}

const notInstalled =
  'Optuna, which suggests the trials of bayes, cma-es and qmc and prunes, is not installed; type npm run setup';
