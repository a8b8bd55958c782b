import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join, relative, sep } from 'node:path';
import { decodeText, parseTable, type Table, tableOfJson } from '../tables';

/** A file that a path led to; its contents are read once, when they are asked for. */
export interface FoundFile {
  readonly path: string;
  /** Name below the folder that was asked for, with `/`. */
  readonly name: string;
  readonly size: number;
  readonly bytes: () => Promise<Uint8Array>;
  readonly text: () => Promise<string>;
  /** The file as a table, or null where it is none (no text, one column without a name, an open quote). */
  readonly table: () => Promise<Table | null>;
}

/** What a path leads to. */
export interface Found {
  readonly path: string;
  readonly isFolder: boolean;
  /** The file, or all files below the folder in the order of their names; links and hidden files are left alone. */
  readonly files: readonly FoundFile[];
}

const depth = 5;
const mostFiles = 50_000;

/** Looks at what a path leads to, without reading it. Throws where there is nothing. */
export async function find(path: string): Promise<Found> {
  const entry = await stat(path).catch(() => {
    throw new Error(`no such file or folder: ${path}`);
  });
  if (!entry.isDirectory())
    return { path, isFolder: false, files: [foundFile(path, basename(path), entry.size)] };
  const files: FoundFile[] = [];
  await addFiles(path, path, depth, files);
  return { path, isFolder: true, files };
}

/** One file of a folder, by itself. */
export function foundAlone(file: FoundFile): Found {
  return { path: file.path, isFolder: false, files: [file] };
}

/** A file from its contents, for readers of bytes in memory. */
export function foundInMemory(name: string, bytes: Uint8Array): FoundFile {
  return withContents({ path: name, name, size: bytes.length }, () => Promise.resolve(bytes));
}

function foundFile(path: string, name: string, size: number): FoundFile {
  return withContents(
    { path, name, size },
    once(() => readFile(path)),
  );
}

function withContents(
  file: Pick<FoundFile, 'path' | 'name' | 'size'>,
  bytes: () => Promise<Uint8Array>,
): FoundFile {
  const decoded = once(async () => decodeText(await bytes()));
  const table = once(async (): Promise<Table | null> => {
    const { text, encoding } = await decoded();
    if (text.trim() === '' || text.includes('\0')) return null;
    if (/\.(?:json|jsonl|ndjson)$/i.test(file.name)) return tableOfJson(text, file.name);
    const parsed = parseTable(text, file.name);
    return encoding.startsWith('UTF-8')
      ? parsed
      : { ...parsed, notices: [`${file.name} is written in ${encoding}`, ...parsed.notices] };
  });
  return { ...file, bytes, text: async () => (await decoded()).text, table };
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}

async function addFiles(root: string, folder: string, levels: number, files: FoundFile[]): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    // Hydra keeps a run's settings in a hidden folder
    const isHidden = entry.name.startsWith('.') && entry.name !== '.hydra';
    if (isHidden || entry.name === 'node_modules' || files.length >= mostFiles) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory() && levels > 0) await addFiles(root, path, levels - 1, files);
    else if (entry.isFile())
      files.push(foundFile(path, relative(root, path).split(sep).join('/'), (await stat(path)).size));
  }
}
