import { readFileSync } from 'node:fs';
import { basename } from 'node:path';

/** A cell as the file holds it, with its source in one string. */
export interface NotebookCell {
  readonly type: 'code' | 'markdown' | 'raw';
  readonly source: string;
  readonly tags: readonly string[];
  /** Outputs as stored; empty for other cells than code. */
  readonly outputs: readonly CellOutputRecord[];
  readonly executionCount: number | null;
  readonly metadata: Readonly<Record<string, unknown>>;
}

export interface CellOutputRecord {
  readonly output_type: string;
  /** Forms by MIME type; text may be a list of lines. */
  readonly data?: Readonly<Record<string, unknown>>;
  readonly metadata?: Readonly<Record<string, unknown>>;
}

export interface NotebookFile {
  readonly path: string;
  /** File name without extension. */
  readonly name: string;
  /** Text of the first heading, or the name where there is none. */
  readonly title: string;
  /** Name of the kernel specification, for example `tslab`. */
  readonly kernel: string | null;
  readonly cells: readonly NotebookCell[];
  readonly metadata: Readonly<Record<string, unknown>>;
}

interface RawCell {
  cell_type: NotebookCell['type'];
  source: string | string[];
  metadata?: Record<string, unknown> & { tags?: string[] };
  outputs?: CellOutputRecord[];
  execution_count?: number | null;
}

/** Reads an .ipynb of format 4. Throws one line that names the file where it is none. */
export function readNotebook(path: string): NotebookFile {
  const raw = parse(path);
  const cells = raw.cells.map(
    (cell): NotebookCell => ({
      type: cell.cell_type,
      source: Array.isArray(cell.source) ? cell.source.join('') : cell.source,
      tags: cell.metadata?.tags ?? [],
      outputs: cell.outputs ?? [],
      executionCount: cell.execution_count ?? null,
      metadata: cell.metadata ?? {},
    }),
  );
  const name = basename(path, '.ipynb');
  const heading = cells
    .filter(({ type }) => type === 'markdown')
    .flatMap(({ source }) => source.split('\n'))
    .find((line) => line.startsWith('# '));
  return {
    path,
    name,
    title: heading?.slice(2).trim() ?? name,
    kernel: raw.metadata.kernelspec?.name ?? null,
    cells,
    metadata: raw.metadata,
  };
}

function parse(path: string): {
  cells: RawCell[];
  metadata: Record<string, unknown> & { kernelspec?: { name?: string } };
} {
  let raw: unknown;
  try {
    raw = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new Error(`cannot read the notebook ${path}: ${(error as Error).message}`, { cause: error });
  }
  const {
    cells,
    nbformat,
    metadata = {},
  } = raw as { cells?: RawCell[]; nbformat?: number; metadata?: object };
  if (!Array.isArray(cells) || nbformat !== 4) throw new Error(`${path} is not a notebook of format 4`);
  return { cells, metadata: metadata as Record<string, unknown> };
}

/** Text of an output's form: nbformat allows a list of lines. */
export const joined = (text: unknown): string =>
  Array.isArray(text) ? text.map(String).join('') : typeof text === 'string' ? text : '';
