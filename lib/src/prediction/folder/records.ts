import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from '../../files';
import type { ImageRow, ObjectRow } from './rows';

/** What is kept of a finished image file: its rows, its outputs, and what they were made from. */
interface ImageRecord {
  readonly key: string;
  readonly files: readonly string[];
  readonly rows: readonly ImageRow[];
  readonly objects: readonly ObjectRow[];
  /** Table of the objects of a picture that has too many of them for memory, relative to the folder of outputs. */
  readonly table?: string;
}

/** Raised where outputs change, so that those of an older version are made anew. */
const VERSION = 2;

/** Which image files are finished, in a folder of outputs: a JSON an image file, written after everything else of it. */
export class Records {
  constructor(
    private readonly out: string,
    /** Everything but the images that decides the outputs. */
    private readonly settings: object,
  ) {}

  /** The rows of a file that is finished and unchanged, with all its outputs there; else null. */
  read(name: string, sources: readonly string[]): ImageRecord | null {
    const path = this.path(name);
    if (!existsSync(path)) return null;
    try {
      const record = JSON.parse(readFileSync(path, 'utf8'), notANumber) as ImageRecord;
      const there = record.files.every((file) => existsSync(join(this.out, file)));
      return there && record.key === this.keyOf(sources) ? record : null;
    } catch {
      return null; // torn: the image is predicted again
    }
  }

  write(name: string, sources: readonly string[], record: Omit<ImageRecord, 'key'>): void {
    writeWhole(this.path(name), JSON.stringify({ key: this.keyOf(sources), ...record }, asText));
  }

  /** Of the settings, and of name, size and time of the files that an image was made from. */
  keyOf(sources: readonly string[]): string {
    const files = sources.map((file) => {
      const { size, mtimeMs } = statSync(file);
      return [file, size, mtimeMs];
    });
    return createHash('sha256')
      .update(JSON.stringify([VERSION, this.settings, files]))
      .digest('hex');
  }

  private path(name: string): string {
    return join(this.out, 'records', `${name}.json`);
  }
}

/** JSON knows no NaN. */
const asText = (_key: string, value: unknown): unknown => (Number.isNaN(value) ? 'NaN' : value);
const notANumber = (_key: string, value: unknown): unknown => (value === 'NaN' ? NaN : value);
