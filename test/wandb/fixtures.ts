import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What other people's code read in the fixtures; see test/fixtures/wandb/make.py. */
export interface Expected {
  readonly clean: ExpectedRun;
  readonly old: ExpectedRun;
  readonly export: {
    readonly names: readonly string[];
    readonly numbers: Readonly<Record<string, readonly (number | string)[]>>;
    readonly empty: readonly string[];
  };
}

export interface ExpectedRun {
  readonly id: string;
  readonly name: string;
  readonly tags: readonly string[];
  /** Seconds since 1970. */
  readonly started: number;
  readonly config: Readonly<Record<string, unknown>>;
  readonly summary: Readonly<Record<string, number | string>>;
  readonly rows: readonly Readonly<Record<string, number | string>>[];
  readonly exit: number;
}

const folder = join(process.cwd(), 'test', 'fixtures', 'wandb');

export function fixture(name: string): Buffer {
  return readFileSync(join(folder, name));
}

export function fixturePath(name: string): string {
  return join(folder, name);
}

export const expected = JSON.parse(fixture('expected.json').toString()) as Expected;

/** A number as the fixtures spell it: NaN and the infinities are texts there. */
export function unspelled(value: number | string): number {
  return typeof value === 'number' ? value : Number(value);
}

/** A folder of real data that is not part of the project; null where it is missing. */
export function realData(name: string): string | null {
  const path = join(process.cwd(), '..', 'shared', 'data', name);
  return existsSync(path) ? path : null;
}

/** Reason to skip a test of real data, or false. */
export function unlessThere(name: string): string | false {
  return realData(name) === null ? `needs ../shared/data/${name}, which is not part of the project` : false;
}

/** Calls `work` with a new folder that is removed afterwards. */
export async function inNewFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const path = mkdtempSync(join(tmpdir(), 'unetlab-wandb-'));
  try {
    return await work(path);
  } finally {
    rmSync(path, { recursive: true, force: true });
  }
}
