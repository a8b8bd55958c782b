import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Values of an epoch by name, as they are logged. */
export type Row = Readonly<Record<string, number>>;

/**
 * What was logged of a run so far, kept beside its checkpoints: a run that goes on after an interruption logs it again, since
 * a log begins at its first row.
 */
export class RunRows {
  constructor(private readonly path: string) {}

  /** In order; of an epoch that was run twice the last. */
  read(): Row[] {
    if (!existsSync(this.path)) return [];
    const rows = new Map<number, Row>();
    for (const line of readFileSync(this.path, 'utf8').split('\n').slice(0, -1)) {
      try {
        const row = JSON.parse(line) as Record<string, number | null>;
        rows.set(
          Number(row.epoch),
          Object.fromEntries(Object.entries(row).map(([key, value]) => [key, value ?? NaN])),
        );
      } catch {
        // half a line of a process that was killed
      }
    }
    return [...rows.values()].sort((a, b) => a.epoch! - b.epoch!);
  }

  append(row: Row): void {
    mkdirSync(dirname(this.path), { recursive: true });
    appendFileSync(this.path, `${JSON.stringify(row)}\n`);
  }
}
