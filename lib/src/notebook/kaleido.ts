import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import type { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { pythonPackageFile } from './checkout';
import { RendererFolder } from './renderer-folder';

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

/** The renderer gave no answer in time and was ended; a new one may well answer. */
class NoAnswer extends Error {}

export interface KaleidoOptions {
  /** Milliseconds that one answer may take before the renderer is ended and another one tried; default 20,000. */
  readonly patience?: number;
  /** How many renderers a figure is given to before it is given up; default 3. */
  readonly attempts?: number;
}

/** Path of the renderer program, or null where the package kaleido is not installed. */
export const kaleidoProgram = (): string | null => pythonPackageFile(['kaleido', 'executable', 'kaleido']);

/** Those that kaleido's own Python client starts it with. */
const browserFlags = [
  '--disable-gpu',
  '--allow-file-access-from-files',
  '--disable-breakpad',
  '--disable-dev-shm-usage',
  '--no-sandbox',
];

/**
 * Renders Plotly figures to PNG with kaleido, a small browser driven over its standard input: one JSON line in, one out,
 * in order. It starts with the first figure (about a second), serves all later ones (50–100 ms each), never keeps the
 * process alive while it is idle, and ends with it.
 *
 * The browser hangs in about one start of a hundred (6 of 750 with these flags or fewer; see also
 * https://github.com/plotly/Kaleido/issues/134). One that gives no answer in time is replaced, and its figures are drawn
 * by the next.
 */
export class Kaleido {
  private child: ChildProcessWithoutNullStreams | null = null;
  private readonly waiting: Waiting[] = [];
  private watchdog: NodeJS.Timeout | undefined;
  private lastError = '';
  /** Why no figure is tried any more: it would only wait as long again. */
  private givenUp: NoAnswer | null = null;
  private readonly patience: number;
  private readonly attempts: number;

  constructor(
    private readonly program: string,
    { patience = 20_000, attempts = 3 }: KaleidoOptions = {},
  ) {
    this.patience = patience;
    this.attempts = attempts;
  }

  async png(drawing: Drawing): Promise<Buffer> {
    return Buffer.from(await this.drawn(drawing, 'png'), 'base64');
  }

  /** The same as lines and text that scale. */
  svg(drawing: Drawing): Promise<string> {
    return this.drawn(drawing, 'svg');
  }

  private async drawn(drawing: Drawing, format: 'png' | 'svg'): Promise<string> {
    for (let attempt = 1; this.givenUp === null; attempt++) {
      try {
        return await this.draw(drawing, format);
      } catch (error) {
        if (!(error instanceof NoAnswer)) throw error;
        if (attempt >= this.attempts) this.givenUp = error;
      }
    }
    throw this.givenUp;
  }

  /** Ends the renderer; a later figure starts a new one. */
  stop(): void {
    const { child } = this;
    if (child === null) return;
    this.lose(child, new Error('kaleido was stopped'));
    end(child);
  }

  private async draw({ figure, width, height, scale }: Drawing, format: 'png' | 'svg'): Promise<string> {
    const child = this.child ?? (await this.start());
    const answer = await this.ask(child, JSON.stringify({ data: figure, format, width, height, scale }));
    if (answer.code !== 0 || !answer.result) {
      throw new Error(`kaleido could not draw the figure: ${answer.message ?? `code ${answer.code}`}`);
    }
    return answer.result;
  }

  private async start(): Promise<ChildProcessWithoutNullStreams> {
    const plotly = require.resolve('plotly.js-dist-min');
    const folder = new RendererFolder(plotly);
    // Its program is a shell script around the browser: a process group of their own, so that both can be ended.
    const child = spawn(this.program, ['plotly', `--plotlyjs=${folder.script}`, ...browserFlags], {
      stdio: 'pipe',
      detached: true,
      env: { ...process.env, TMPDIR: folder.path },
    });
    this.child = child;
    this.lastError = '';
    child.stderr.on('data', (chunk: Buffer) => {
      this.lastError = (this.lastError + chunk.toString()).slice(-400);
    });
    child.stdin.on('error', () => undefined); // told by 'exit'
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (this.child !== child) return; // given up meanwhile
      this.waiting.shift()?.resolve(JSON.parse(line) as Answer);
      this.watch(child);
    });
    const endWithUs = (): void => {
      end(child);
      folder.remove();
    };
    process.once('exit', endWithUs);
    child.on('error', (error) => {
      folder.remove();
      this.lose(child, new Error(`kaleido does not start: ${error.message}`));
    });
    child.on('exit', (code) => {
      process.off('exit', endWithUs);
      folder.remove();
      this.lose(child, new Error(`kaleido ended (exit code ${code ?? 'none'}): ${this.lastError.trim()}`));
    });
    const hello = await this.ask(child, null);
    if (hello.code !== 0) throw new Error(`kaleido does not start: ${hello.message ?? `code ${hello.code}`}`);
    folder.removePage();
    return child;
  }

  /** Queues for the next answer; `line` null waits for the greeting. */
  private ask(child: ChildProcessWithoutNullStreams, line: string | null): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ resolve, reject });
      if (this.waiting.length === 1) this.watch(child);
      if (line !== null) child.stdin.write(`${line}\n`);
    });
  }

  /** Waits for the next answer, where one is owed, and no longer than the patience. */
  private watch(child: ChildProcessWithoutNullStreams): void {
    clearTimeout(this.watchdog);
    const owed = this.waiting.length > 0;
    hold(child, owed);
    if (!owed) return;
    this.watchdog = setTimeout(() => {
      this.lose(child, new NoAnswer(`kaleido gave no answer within ${this.patience / 1000} s`));
      end(child);
    }, this.patience);
  }

  /** The child will not answer any more: tells those that wait for it. */
  private lose(child: ChildProcessWithoutNullStreams, reason: Error): void {
    if (this.child !== child) return;
    clearTimeout(this.watchdog);
    this.child = null;
    for (const { reject } of this.waiting.splice(0)) reject(reason);
  }
}

/** Kills the child with all that it started. */
function end(child: ChildProcessWithoutNullStreams): void {
  hold(child, false);
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    child.kill('SIGKILL'); // the group is gone already
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
