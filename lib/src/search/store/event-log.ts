import { closeSync, existsSync, fsyncSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { asFolderError } from './disk-problem';
import type { Suggestion, Told } from '../suggest/suggester';

/** What happened in a search, in order. */
export type SearchEvent =
  | { readonly kind: 'asked'; readonly suggestion: Suggestion }
  | {
      readonly kind: 'reported';
      readonly configuration: number;
      readonly epoch: number;
      readonly score: number | null;
      readonly answer: 'go on' | 'prune';
    }
  | { readonly kind: 'told'; readonly configuration: number; readonly told: Told }
  /** A try of a trial that failed. */
  | { readonly kind: 'failed'; readonly trial: string; readonly reason: string }
  /** A trial that was put back: its tries count from here. */
  | { readonly kind: 'put back'; readonly trial: string }
  | {
      readonly kind: 'started';
      readonly at: string;
      readonly jobs: number;
      readonly trials: number | null;
      readonly hours: number | null;
      /** Configurations that there are to try, as far as is known. */
      readonly configurations: number | null;
    };

/** `events.jsonl` of a search folder: what a suggester was asked and told, so that another one can be told the same. */
export class EventLog {
  private readonly path: string;

  constructor(private readonly folder: string) {
    this.path = join(folder, 'events.jsonl');
  }

  /** Appends and flushes. */
  append(event: SearchEvent): void {
    try {
      const file = openSync(this.path, 'a');
      try {
        const bytes = Buffer.from(`${JSON.stringify(event)}\n`);
        for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done);
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
    } catch (error) {
      throw asFolderError(this.folder, error) ?? error;
    }
  }

  /** All of them; a last line that a killed process left unfinished is not one. */
  read(): SearchEvent[] {
    return this.lines().map((line, i) => {
      try {
        return JSON.parse(line) as SearchEvent;
      } catch {
        throw new Error(
          `${this.path}, line ${i + 1} is damaged: the search cannot be gone on with as it was; start it in a new folder with --out`,
        );
      }
    });
  }

  /** Cuts an unfinished last line off, for the one process that appends. */
  mend(): void {
    if (!existsSync(this.path)) return;
    const bytes = readFileSync(this.path);
    const whole = bytes.lastIndexOf(0x0a) + 1;
    if (whole < bytes.length) truncateSync(this.path, whole);
  }

  private lines(): string[] {
    if (!existsSync(this.path)) return [];
    return readFileSync(this.path, 'utf8').split('\n').slice(0, -1);
  }
}
