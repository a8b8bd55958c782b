import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { readRuns, type Told } from 'unetlab/runs';
import { inNewFolder } from '../wandb/fixtures';
import { fixtures } from './read-text';

interface Case {
  /** Lines of each file. */
  readonly files: Readonly<Record<string, readonly string[]>>;
  /** The file that is asked for; else the folder. */
  readonly file?: string;
  readonly told?: Told;
  /** What must come out, read through by hand: all of it, or the error up to the list of what is read. */
  readonly set?: unknown;
  readonly error?: string;
}

const cases = JSON.parse(readFileSync(join(fixtures, 'whole-sets.json'), 'utf8')) as Record<string, Case>;

/** As JSON has it; NaN and infinities as their names. */
const plain = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (_key, item: unknown) =>
      typeof item === 'number' && !Number.isFinite(item) ? String(item) : item,
    ),
  );

describe('whole sets of runs, every value and every notice', () => {
  for (const [name, { files, file, told = {}, set, error }] of Object.entries(cases))
    it(name, () =>
      inNewFolder(async (folder) => {
        for (const [path, lines] of Object.entries(files)) {
          mkdirSync(dirname(join(folder, path)), { recursive: true });
          writeFileSync(join(folder, path), lines.join('\n'));
        }
        const read = readRuns(file === undefined ? folder : join(folder, file), told);
        if (error === undefined) assert.deepEqual(plain(await read), set);
        else
          await assert.rejects(read, ({ message }: Error) => {
            assert.equal(message.replaceAll(folder, 'FOLDER').replace(/ Read are: .*/s, ''), error);
            return true;
          });
      }),
    );
});
