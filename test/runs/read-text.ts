import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readRuns, type Told } from 'unetlab/runs';
import type { RunSet } from 'unetlab/types';
import { inNewFolder } from '../wandb/fixtures';

/** What other tools wrote; see make.py there. */
export const fixtures = join(process.cwd(), 'test', 'fixtures', 'runs');

/** Reads runs from a file with this name and these contents. */
export function readText(name: string, contents: string | Uint8Array, told: Told = {}): Promise<RunSet> {
  return inNewFolder((folder) => {
    writeFileSync(join(folder, name), contents);
    return readRuns(join(folder, name), told);
  });
}

/** Reads runs from a folder with these files. */
export function readFiles(
  files: Readonly<Record<string, string | Uint8Array>>,
  told: Told = {},
): Promise<RunSet> {
  return inNewFolder((folder) => {
    for (const [name, contents] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), contents);
    }
    return readRuns(folder, told);
  });
}
