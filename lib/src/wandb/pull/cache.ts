import { readFile, readdir, rm } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { writeWhole } from '../../files';
import type { History } from '../../types';
import type { JsonObject } from '../../values';
import type { RunNode } from './run-node';
import type { SweepInfo } from './sweep';

/** A history as the cache keeps it, with what tells whether it is still the run's. */
export interface CachedHistory {
  readonly name: string;
  readonly heartbeatAt: string | null;
  readonly lineCount: number | null;
  /** Keys that were asked for, or null for all. */
  readonly keys: readonly string[] | null;
  readonly history: History | null;
  readonly complete: boolean;
  readonly notices: readonly string[];
}

/** What the last whole pull found. */
export interface Manifest {
  /** Names in the server's order. */
  readonly names: readonly string[];
  /** How many the server counted. */
  readonly count: number | null;
  readonly sweep: SweepInfo | null;
  /** When it was, ISO 8601. */
  readonly finished: string;
}

/** Runs and histories on disk. Without a folder nothing is kept, and everything else is the same. */
export interface PullCache {
  readonly nodes: ReadonlyMap<string, RunNode>;
  readonly histories: ReadonlyMap<string, CachedHistory>;
  readonly manifest: Manifest | null;
  /** What could not be read, one sentence each. */
  readonly notices: readonly string[];
  addNodes(nodes: readonly RunNode[]): void;
  addHistories(histories: readonly CachedHistory[]): void;
  /** Notes that a pull is whole, and joins the pieces that have gathered. */
  finish(manifest: Manifest): Promise<void>;
}

/** Pieces are joined when there are more than so many. */
const manyPieces = 24;

/** Where the answers to one question are kept, below the cache's root. */
export function cacheFolder(
  root: string,
  baseUrl: string,
  question: { entity: string; project: string; sweep: string | null; filters: JsonObject },
): string {
  const { entity, project, sweep, filters } = question;
  const own = Object.keys(filters).length === 0 ? '' : `-${hash(JSON.stringify(filters))}`;
  const host = new URL(baseUrl).host;
  return join(
    root,
    safe(host),
    safe(entity),
    safe(project),
    safe(sweep === null ? 'all' : `sweep-${sweep}`) + own,
  );
}

/**
 * Opens the cache in a folder, which need not exist. It is a number of pieces, each written under another name and
 * renamed when it is whole: a killed pull leaves whole pieces only, and the next one goes on from them.
 */
export async function openCache(folder: string | null): Promise<PullCache> {
  const nodes = new Map<string, RunNode>();
  const histories = new Map<string, CachedHistory>();
  const notices: string[] = [];
  const pieces: string[] = [];
  let manifest: Manifest | null = null;
  let last = 0;
  if (folder !== null) {
    const names = (await namesIn(folder)).sort();
    for (const name of names) {
      const kind = /^(runs|histories)-(\d+)-/.exec(name);
      if (kind === null || !name.endsWith('.json')) continue;
      last = Math.max(last, Number(kind[2]));
      const piece = await readPiece(join(folder, name), notices);
      if (piece === null) continue;
      pieces.push(name);
      if (kind[1] === 'runs') for (const node of piece as RunNode[]) nodes.set(node.name, node);
      else for (const entry of piece as CachedHistory[]) histories.set(entry.name, entry);
    }
    manifest = (await readPiece(join(folder, 'manifest.json'), [])) as Manifest | null;
  }

  function write(name: string, value: unknown): void {
    const text = name.startsWith('histories') ? JSON.stringify(value, spellNumber) : JSON.stringify(value);
    writeWhole(join(folder!, name), text);
  }
  function addPiece(kind: 'runs' | 'histories', entries: readonly object[]): void {
    if (folder === null || entries.length === 0) return;
    const name = pieceName(kind, ++last);
    write(name, entries);
    pieces.push(name);
  }

  return {
    nodes,
    histories,
    get manifest() {
      return manifest;
    },
    notices,
    addNodes(more) {
      for (const node of more) nodes.set(node.name, node);
      addPiece('runs', more);
    },
    addHistories(more) {
      for (const entry of more) histories.set(entry.name, entry);
      addPiece('histories', more);
    },
    async finish(found) {
      manifest = found;
      if (folder === null) return;
      write('manifest.json', found);
      if (pieces.length <= manyPieces) return;
      const old = pieces.splice(0);
      addPiece('runs', [...nodes.values()]);
      addPiece('histories', [...histories.values()]);
      for (const name of old) await rm(join(folder, name), { force: true });
    },
  };
}

/** Numbered so that later pieces win, and named by process so that two pulls at once do not meet. */
function pieceName(kind: string, number: number): string {
  return `${kind}-${String(number).padStart(6, '0')}-${process.pid}.json`;
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw new Error(`the cache folder ${folder} cannot be read: ${(error as Error).message}`);
  }
}

async function readPiece(path: string, notices: string[]): Promise<unknown> {
  try {
    const text = await readFile(path, 'utf8');
    return text.includes('\\u0000')
      ? (JSON.parse(text, readSpelled) as unknown)
      : (JSON.parse(text) as unknown);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
      notices.push(`the cache file ${path} cannot be read and is left out: ${(error as Error).message}`);
    }
    return null;
  }
}

const spelled: Readonly<Record<string, number | undefined>> = {
  '\0NaN': NaN,
  '\0Infinity': Infinity,
  '\0-Infinity': -Infinity,
};

/** JSON knows no NaN; a text that begins with a NUL is none that a server sends. */
function spellNumber(_key: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isFinite(value) ? `\0${value}` : value;
}

function readSpelled(_key: string, value: unknown): unknown {
  return typeof value === 'string' && value.startsWith('\0') ? (spelled[value] ?? value) : value;
}

/** A name as part of a path: nothing in it leads elsewhere, and `.` and `..` are names like any other. */
function safe(name: string): string {
  const encoded = encodeURIComponent(name).replace(/\*/g, '%2A');
  return /^\.+$/.test(encoded) ? encoded.replace(/\./g, '%2E') : encoded;
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}
