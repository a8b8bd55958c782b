import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statfsSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/** Where decoded pictures are kept, and how much of them. */
export interface CacheOptions {
  /**
   * Default the environment variable UNETLAB_CACHE; else `out/cache` of the collection's folder, and `unetlab` in the
   * user's cache folder where there is no such folder.
   */
  readonly folder?: string;
  /** Bytes that it may hold; default UNETLAB_CACHE_GB · 10⁹, which is 40 where it is not set. */
  readonly most?: number;
  /** Bytes of decoded pictures that a data set keeps in memory; larger ones go into the cache. Default 512 MB. */
  readonly inMemory?: number;
}

/** The cache as it was asked for. */
export type Cache = Required<CacheOptions>;

/** Space on the disk that is left alone. */
const LEFT_FREE = 10 ** 9;
/** What was used since then is not deleted to make room: a process may be reading it. */
const IN_USE_MS = 24 * 3_600_000;
/** Drafts of processes that were killed. */
const DRAFT_MS = 3_600_000;

/** The cache; null where `false` or UNETLAB_CACHE=off says that there shall be none. */
export function openCache(options: CacheOptions | false = {}): Cache | null {
  const { UNETLAB_CACHE: told = '', UNETLAB_CACHE_GB: gigabytes = '' } = process.env;
  if (options === false) return null;
  if (options.folder === undefined && told.toLowerCase() === 'off') return null;
  const most = gigabytes === '' ? 40 : Number(gigabytes);
  if (!(most > 0)) throw new Error(`invalid UNETLAB_CACHE_GB=${gigabytes}; allowed: numbers above 0`);
  return {
    folder: told === '' || told.toLowerCase() === 'off' ? defaultFolder() : told,
    most: most * 1e9,
    inMemory: 512 * 2 ** 20,
    ...options,
  };
}

/**
 * Sees to it that so many bytes more can be kept: what was not used for a day goes, the oldest first.
 *
 * @param what whose pictures they are, for the message
 * @throws one line where there is no room
 */
export function makeRoom({ folder, most }: Cache, bytes: number, what: string): void {
  const files = cachedFiles(folder);
  const now = new Date().getTime();
  let held = files.reduce((sum, { size }) => sum + size, 0);
  let free = freeBytes(folder);
  const fits = (): boolean => held + bytes <= most && free - bytes >= LEFT_FREE;
  const old = files
    .filter(({ path, used }) => now - used > (path.endsWith('.part') ? DRAFT_MS : IN_USE_MS))
    .sort((a, b) => a.used - b.used);
  for (const { path, size } of old) {
    if (fits() && !path.endsWith('.part')) continue;
    rmSync(path, { force: true });
    held -= size;
    free += size;
  }
  if (fits()) return;
  const limit =
    held + bytes > most ? `it may hold ${gb(most)} and holds ${gb(held)}` : `${gb(free)} are free there`;
  throw new Error(
    `${what}: its decoded pictures take ${gb(bytes)}, too much for the cache ${folder}: ${limit}; delete what is old ` +
      `(rm -r ${folder}), allow more with UNETLAB_CACHE_GB=${Math.ceil((held + bytes) / 1e9) + 1}, name a folder on another ` +
      `disk with UNETLAB_CACHE=DIR, or keep all in memory with UNETLAB_CACHE=off`,
  );
}

/** `15.7 GB`. */
export function gb(bytes: number): string {
  return bytes < 1e9 ? `${Math.round(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}

/** A name for a file of the cache, of everything that decides what is in it, this library's own reading code among it. */
export function cacheKey(...parts: readonly unknown[]): string {
  codeHash ??= hashOfCode();
  return createHash('sha256')
    .update(JSON.stringify([codeHash, ...parts]))
    .digest('hex')
    .slice(0, 32);
}

/** What tells that a file is the one that it was, without reading it: size, times and number on its disk. */
export function fileMark(path: string): readonly (number | string)[] | null {
  const found = statSync(path, { throwIfNoEntry: false });
  return found ? [found.size, found.mtimeMs, found.ctimeMs, found.ino] : null;
}

let codeHash: string | undefined;

function hashOfCode(): string {
  const hash = createHash('sha256');
  const root = join(__dirname, '..');
  for (const file of readdirSync(root, { recursive: true, encoding: 'utf8' }).sort())
    if (file.endsWith('.js')) hash.update(file).update(readFileSync(join(root, file)));
  return hash.digest('hex');
}

function cachedFiles(
  folder: string,
): { readonly path: string; readonly size: number; readonly used: number }[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).flatMap((name) => {
    const path = join(folder, name);
    const found = statSync(path, { throwIfNoEntry: false });
    return found?.isFile() ? [{ path, size: found.size, used: found.mtimeMs }] : [];
  });
}

function freeBytes(folder: string): number {
  let there = folder;
  while (!existsSync(there) && dirname(there) !== there) there = dirname(there);
  const { bavail, bsize } = statfsSync(there);
  return bavail * bsize;
}

function defaultFolder(): string {
  for (let folder = __dirname; dirname(folder) !== folder; folder = dirname(folder))
    if (existsSync(join(folder, 'environment.yml')) && existsSync(join(folder, 'notebooks')))
      return join(folder, 'out', 'cache');
  return join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'unetlab');
}
