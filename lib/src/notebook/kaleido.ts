import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import type { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { pythonPackageFile } from './checkout';

/** What the renderer draws: a Plotly figure and its size in CSS pixels. */
export interface Drawing {
  readonly figure: { readonly data: unknown; readonly layout: unknown };
  readonly width: number;
  readonly height: number;
  /** Pixels per CSS pixel. */
  readonly scale: number;
}

interface Answer {
  readonly code: number;
  readonly message: string | null;
  readonly result?: string | null;
}

interface Waiting {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (reason: Error) => void;
}

/** Path of the renderer program, or null where the package kaleido is not installed. */
export const kaleidoProgram = (): string | null => pythonPackageFile(['kaleido', 'executable', 'kaleido']);

/**
 * Renders Plotly figures to PNG with kaleido, a small browser driven over its standard input: one JSON line in, one out,
 * in order. It starts with the first figure (about a second), serves all later ones (50–100 ms each), never keeps the
 * process alive while it is idle, and ends with it.
 */
export class Kaleido {
  private child: ChildProcessWithoutNullStreams | null = null;
  private readonly waiting: Waiting[] = [];
  private lastError = '';

  constructor(private readonly program: string) {}

  async png({ figure, width, height, scale }: Drawing): Promise<Buffer> {
    const child = this.child ?? (await this.start());
    const answer = await this.ask(
      child,
      JSON.stringify({ data: figure, format: 'png', width, height, scale }),
    );
    if (answer.code !== 0 || !answer.result) {
      throw new Error(`kaleido could not draw the figure: ${answer.message ?? `code ${answer.code}`}`);
    }
    return Buffer.from(answer.result, 'base64');
  }

  /** Ends the renderer; a later figure starts a new one. */
  stop(): void {
    this.child?.kill();
    this.child = null;
  }

  private async start(): Promise<ChildProcessWithoutNullStreams> {
    const plotly = require.resolve('plotly.js-dist-min');
    const child = spawn(
      this.program,
      ['plotly', `--plotlyjs=${plotly}`, '--disable-gpu', '--allow-file-access-from-files', '--no-sandbox'],
      { stdio: 'pipe' },
    );
    this.child = child;
    this.lastError = '';
    child.stderr.on('data', (chunk: Buffer) => {
      this.lastError = (this.lastError + chunk.toString()).slice(-400);
    });
    child.stdin.on('error', () => undefined); // told by 'exit'
    createInterface({ input: child.stdout }).on('line', (line) => {
      this.waiting.shift()?.resolve(JSON.parse(line) as Answer);
      if (this.waiting.length === 0) hold(child, false);
    });
    const ended = (reason: string): void => {
      if (this.child === child) this.child = null;
      for (const { reject } of this.waiting.splice(0)) reject(new Error(`kaleido ${reason}`));
    };
    child.on('error', (error) => {
      ended(`does not start: ${error.message}`);
    });
    child.on('exit', (code) => {
      ended(`ended (exit code ${code ?? 'none'}): ${this.lastError.trim()}`);
    });
    process.once('exit', () => child.kill());
    const hello = await this.ask(child, null);
    if (hello.code !== 0) throw new Error(`kaleido does not start: ${hello.message ?? `code ${hello.code}`}`);
    return child;
  }

  /** Queues for the next answer; `line` null waits for the greeting. */
  private ask(child: ChildProcessWithoutNullStreams, line: string | null): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ resolve, reject });
      hold(child, true);
      if (line !== null) child.stdin.write(`${line}\n`);
    });
  }
}

/** Whether the child counts as open work of this process. */
function hold(child: ChildProcessWithoutNullStreams, on: boolean): void {
  for (const part of [
    child,
    ...[child.stdin, child.stdout, child.stderr].map((pipe) => pipe as unknown as Socket),
  ]) {
    if (on) part.ref();
    else part.unref();
  }
}
