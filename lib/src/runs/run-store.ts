import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { runRecordFromJson, runRecordToJson, type RunRecord } from '../types';

/**
 * Run records in a text file, one a line (JSON lines). Records are only appended; of several with the same id the last
 * one counts.
 */
export class RunStore {
  constructor(private readonly path: string) {}

  /** Adds a record. A line that a killed process left unfinished is ended first. */
  append(record: RunRecord): void {
    mkdirSync(dirname(this.path), { recursive: true });
    const unfinished = existsSync(this.path) && !/(^|\n)$/.test(readFileSync(this.path, 'utf8'));
    appendFileSync(this.path, `${unfinished ? '\n' : ''}${runRecordToJson(record)}\n`);
  }

  /** All records, in the order in which they were first written; none where the file does not exist. */
  read(): RunRecord[] {
    return this.readWithNotices().records;
  }

  /** {@link read}, and one line for each line of the file that holds no record. */
  readWithNotices(): { readonly records: RunRecord[]; readonly notices: readonly string[] } {
    if (!existsSync(this.path)) return { records: [], notices: [] };
    const records = new Map<string, RunRecord>();
    const notices: string[] = [];
    readFileSync(this.path, 'utf8')
      .split('\n')
      .forEach((line, i) => {
        if (line.trim() === '') return;
        try {
          const record = runRecordFromJson(line);
          records.set(record.id, record);
        } catch (error) {
          notices.push(
            `${this.path}, line ${i + 1} is left out: ${error instanceof Error ? error.message : String(error)}`,
          );
        }
      });
    return { records: [...records.values()], notices };
  }

  /** Writes the records anew, sorted by id: for a file that is committed. */
  tidy(): void {
    const sorted = this.read().sort((a, b) => (a.id < b.id ? -1 : 1));
    writeFileSync(this.path, sorted.map((record) => `${runRecordToJson(record)}\n`).join(''));
  }
}
