import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from '../files';
import { runRecordFromJson, runRecordToJson, type RunRecord } from '../types';

/** Where the files of one trial lie. Everything is written whole or not at all. */
export class TrialFolder {
  constructor(readonly path: string) {}

  /** Checkpoints of the running training. */
  get checkpoints(): string {
    return join(this.path, 'checkpoints');
  }

  get network(): string {
    return join(this.path, 'network.safetensors');
  }

  /** Probability maps of the held-out images, 8 bits. */
  get maps(): string {
    return join(this.path, 'held-out');
  }

  /** The record of the finished or pruned trial, or null where it has not ended. */
  readRecord(): RunRecord | null {
    const path = this.recordPath;
    if (!existsSync(path)) return null;
    const record = runRecordFromJson(readFileSync(path, 'utf8'));
    return record.state === 'pruned' || existsSync(this.network) ? record : null;
  }

  /** Written last: a trial that has a record is finished. */
  writeRecord(record: RunRecord): void {
    writeWhole(this.recordPath, runRecordToJson(record), { sync: true });
  }

  private get recordPath(): string {
    return join(this.path, 'record.json');
  }
}
