import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
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

const files = ['whole-sets.json', ...readdirSync(join(fixtures, 'sets')).map((file) => join('sets', file))];
const casesIn = (file: string): Record<string, Case> =>
  JSON.parse(readFileSync(join(fixtures, file), 'utf8')) as Record<string, Case>;

/** As JSON has it; NaN and infinities as their names. */
const plain = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (_key, item: unknown) =>
      typeof item === 'number' && !Number.isFinite(item) ? String(item) : item,
    ),
  );

/** What a record holds where its source says nothing, and the files of sets leave out. */
const usual: Readonly<Record<string, string>> = {
  state: '"unknown"',
  sweep: 'null',
  url: 'null',
  created: 'null',
  tags: '[]',
  history: 'null',
  notices: '[]',
};
const brief = (set: unknown): unknown => {
  const { records, ...rest } = plain(set) as { records: Record<string, unknown>[] };
  const isTelling = (record: Record<string, unknown>, [key, value]: [string, unknown]): boolean =>
    usual[key] !== JSON.stringify(value) && !(key === 'name' && value === record.id);
  return {
    ...rest,
    records: records.map((record) =>
      Object.fromEntries(Object.entries(record).filter((entry) => isTelling(record, entry))),
    ),
  };
};

for (const list of files)
  describe(`whole sets of runs in ${list}, every value and every notice`, () => {
    for (const [name, input] of Object.entries(casesIn(list)))
      it(name, () =>
        inNewFolder(async (folder) => {
          for (const [path, lines] of Object.entries(input.files)) {
            mkdirSync(dirname(join(folder, path)), { recursive: true });
            writeFileSync(join(folder, path), lines.join('\n'));
          }
          const path = input.file === undefined ? folder : join(folder, input.file);
          const read = readRuns(path, input.told ?? {});
          if (input.error === undefined) assert.deepEqual(brief(await read), brief(input.set));
          else
            await assert.rejects(read, ({ message }: Error) => {
              assert.equal(message.replaceAll(folder, 'FOLDER').replace(/ Read are: .*/s, ''), input.error);
              return true;
            });
        }),
      );
  });
