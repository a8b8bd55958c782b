import { relative } from 'node:path';
import { duration } from '../progress';
import type { RunEvent, RunFailure, RunResult } from './run-notebook';

export interface RunReportOptions {
  /** Receives text for the terminal, with its line ends. */
  readonly write: (text: string) => void;
  /** Whether the last line can be rewritten. */
  readonly live: boolean;
  /** Widest notebook name, for aligning. */
  readonly width: number;
  /** `cells`: a line a cell that took a second or longer; `notebooks`: one line a notebook. */
  readonly detail: 'cells' | 'notebooks';
  /** Clock in milliseconds. */
  readonly now: () => number;
}

/** A line of progress that has not changed for this long is printed where the last line cannot be rewritten. */
const quietMs = 30_000;

/** Tells on a terminal what notebooks are doing: one line that is rewritten where possible, plain lines elsewhere. */
export class RunReport {
  private readonly running = new Map<string, { cells: number; text: string }>();
  private shown = 0;
  private lastPrinted: number;

  constructor(private readonly options: RunReportOptions) {
    this.lastPrinted = options.now();
  }

  start(name: string): void {
    this.running.set(name, { cells: 0, text: 'starting the kernel' });
    this.draw();
  }

  event(name: string, event: RunEvent): void {
    const state = this.running.get(name);
    if (state === undefined) return;
    if (event.event === 'kernel') state.cells = event.cells;
    if (event.event === 'cell') state.text = `cell ${event.cell + 1}/${state.cells}`;
    if (event.event === 'progress') state.text = `cell ${event.cell + 1}/${state.cells}  ${event.text}`;
    if (event.event === 'cell-done' && this.options.detail === 'cells' && event.seconds >= 1) {
      this.line(`  ${this.pad(name)}  cell ${event.cell + 1}/${state.cells}  ${event.seconds.toFixed(1)} s`);
    }
    this.draw();
  }

  end(name: string, result: RunResult, output: string): void {
    this.running.delete(name);
    const words = { ok: 'ok', failed: 'FAILED', interrupted: 'interrupted' }[result.status];
    this.line(
      `${this.pad(name)}  ${words.padEnd(6)}  ${duration(result.seconds).padStart(10)}  ${shortPath(output)}`,
    );
    if (result.failure !== null) this.line(failureText(name, result.failure));
    this.draw();
  }

  /** A line of its own. */
  line(text: string): void {
    this.clear();
    this.options.write(`${text}\n`);
    this.lastPrinted = this.options.now();
  }

  private draw(): void {
    const { live, write, now } = this.options;
    const text = [...this.running].map(([name, state]) => `${name}  ${state.text}`).join('   ');
    if (live) {
      this.clear();
      const columns = Math.max(20, (process.stdout.columns || 80) - 1);
      const cut = text.length > columns ? `${text.slice(0, columns - 1)}…` : text;
      write(cut);
      this.shown = cut.length;
    } else if (text !== '' && now() - this.lastPrinted > quietMs) {
      this.line(`  ${text}`);
    }
  }

  private clear(): void {
    if (this.shown > 0) this.options.write(`\r${' '.repeat(this.shown)}\r`);
    this.shown = 0;
  }

  private pad(name: string): string {
    return name.padEnd(this.options.width);
  }
}

/** A path as one would type it: relative where it is below the working folder. */
export function shortPath(path: string): string {
  const short = relative(process.cwd(), path);
  return short.startsWith('..') ? path : short;
}

/** Frames of what runs the cells. */
const machinery =
  /\bnode:(?:internal\/|vm:)|node_modules\/tslab\/|kernel_hook\.cjs|scripts\/kernel\/|^ +at (?:async )?In\[\d+\]/;

/** The place in the library and its line of code with a caret, which node writes above an error. */
const thrownAt = /^.*\blib\/(?:dist|src)\/.*:\d+\r?\n.*\r?\n\s*\^+\s*$/m;

/** Lines that say which cell failed, where and why, with what the kernel wrote. */
export function failureText(notebook: string, failure: RunFailure): string {
  const { cell, execution, name, message, line, source } = failure;
  const place = cell === null ? notebook : `${notebook}, cell ${cell + 1} (In [${execution ?? ' '}])`;
  const at = line === null ? '' : `, line ${line}: ${source ?? ''}`;
  // an error that the library throws at wrong input says all in its message; of others the way through the library helps
  const meant = failure.kind === 'throw' && /^(?:Range)?Error$/.test(name);
  const written = meant ? failure.stderr.replace(thrownAt, '') : failure.stderr;
  const stderr = written
    .split('\n')
    .filter(
      (text) =>
        text.trim() !== '' &&
        text.trim() !== `${name}: ${message}` &&
        !machinery.test(text) &&
        !(meant && /^ +at .*\blib\/(?:dist|src)\//.test(text)),
    )
    .slice(-25)
    .map((text) => `      ${text}`);
  return [
    `  ${place}${at}`,
    `    ${name}: ${message}`,
    ...(stderr.length > 0 ? ['    stderr:', ...stderr] : []),
  ].join('\n');
}
